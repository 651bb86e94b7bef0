package org.shuyuan.access.ldap;

import org.shuyuan.testing.ModuleContract;

class AccessLdapContractTest extends ModuleContract {}
