package org.shuyuan.directory.internal;

import org.shuyuan.testing.ModuleContract;

class DirectoryContractTest extends ModuleContract {}
