package org.shuyuan.registers.internal;

import org.shuyuan.testing.ModuleContract;

class RegistersContractTest extends ModuleContract {}
