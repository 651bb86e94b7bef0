package org.shuyuan.web;

import org.shuyuan.testing.ModuleContract;

class WebContractTest extends ModuleContract {}
