package org.shuyuan.resources.internal;

import org.shuyuan.testing.ModuleContract;

class ResourcesContractTest extends ModuleContract {}
