package org.shuyuan.access;

import org.shuyuan.testing.ModuleContract;

class AccessContractTest extends ModuleContract {}
