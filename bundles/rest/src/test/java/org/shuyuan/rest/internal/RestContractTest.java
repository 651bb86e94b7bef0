package org.shuyuan.rest.internal;

import org.shuyuan.testing.ModuleContract;

class RestContractTest extends ModuleContract {}
