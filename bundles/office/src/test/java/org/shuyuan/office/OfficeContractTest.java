package org.shuyuan.office;

import org.shuyuan.testing.ModuleContract;

class OfficeContractTest extends ModuleContract {}
