package org.shuyuan.directory.internal;

/** The module's permissions, as its descriptor names them. */
public final class Permissions {

    public static final String READ = "directory.read";
    public static final String WRITE = "directory.write";
    public static final String IMPORT = "directory.import";
    public static final String PERSONAL = "directory.personal";
    public static final String UNITS = "directory.units";
    public static final String GROUPS = "directory.groups";
    public static final String ANONYMISE = "directory.anonymise";
    public static final String OUTSIDE = "directory.outside";

    private Permissions() {}
}
