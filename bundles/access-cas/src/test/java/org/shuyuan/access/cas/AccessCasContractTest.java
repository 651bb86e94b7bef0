package org.shuyuan.access.cas;

import org.shuyuan.testing.ModuleContract;

class AccessCasContractTest extends ModuleContract {}
