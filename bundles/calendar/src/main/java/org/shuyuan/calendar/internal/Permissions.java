package org.shuyuan.calendar.internal;

/** The module's permissions, as its descriptor names them. */
final class Permissions {

    /** What the permissions belong to. */
    static final String MODULE = "calendar";
    static final String READ = "calendar.read";
    static final String WRITE = "calendar.write";
    static final String IMPORT = "calendar.import";
    static final String KINDS = "calendar.kinds";
    static final String HOLIDAYS = "calendar.holidays";
    static final String APPROVE = "calendar.approve-plan";

    private Permissions() {}
}
