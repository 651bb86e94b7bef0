package org.shuyuan.access.internal;

import java.util.Set;

/** The permissions of this module, as its descriptor lists them. */
public final class Permissions {

    public static final String ACCOUNTS = "access.accounts";
    public static final String ROLES = "access.roles";
    public static final String AUDIT = "access.audit";
    public static final String AUDIT_CHAIN = "access.audit-chain";
    public static final Set<String> ALL = Set.of(ACCOUNTS, ROLES, AUDIT, AUDIT_CHAIN);

    private Permissions() {}
}
