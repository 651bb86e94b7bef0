package org.shuyuan.transport;

import org.shuyuan.testing.ModuleContract;

class TransportContractTest extends ModuleContract {}
