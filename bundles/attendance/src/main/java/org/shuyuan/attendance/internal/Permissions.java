package org.shuyuan.attendance.internal;

/** The module's permissions, as its descriptor names them. */
final class Permissions {

    /** One's own marks. */
    static final String OWN = "attendance.own";
    static final String READ = "attendance.read";
    static final String TAKE = "attendance.take";
    static final String RULES = "attendance.rules";
    /** Deciding on leave. */
    static final String APPROVE = "attendance.approve";

    /** Making figures known to everybody they are of. */
    static final String CIRCULATE = "attendance.circulate";

    private Permissions() {}
}
