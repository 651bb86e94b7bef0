package org.shuyuan.modules.internal;

import org.shuyuan.testing.ModuleContract;

class ModulesContractTest extends ModuleContract {}
