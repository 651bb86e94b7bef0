package org.shuyuan.attendance.internal;

/** The module's permissions, as its descriptor names them. */
final class Permissions {

    static final String READ = "attendance.read";
    static final String TAKE = "attendance.take";
    static final String RULES = "attendance.rules";
    /** Deciding on leave. */
    static final String APPROVE = "attendance.approve";

    private Permissions() {}
}
