package org.shuyuan.resources.internal;

/** The module's permissions, as its descriptor names them. */
final class Permissions {

    static final String READ = "resources.read";
    static final String BOOK = "resources.book";
    static final String MANAGE = "resources.manage";

    private Permissions() {}
}
