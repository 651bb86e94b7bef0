package org.shuyuan.notices.internal;

import org.shuyuan.testing.ModuleContract;

class NoticesContractTest extends ModuleContract {}
