package org.shuyuan.access.oidc;

import org.shuyuan.testing.ModuleContract;

class AccessOidcContractTest extends ModuleContract {}
