package org.shuyuan.files;

import org.shuyuan.testing.ModuleContract;

class FilesContractTest extends ModuleContract {}
