package org.shuyuan.modules.internal;

import java.util.Locale;

/** How far an act on a module is, for those who watch. */
enum Step {
    /** Requests that are inside are answered first. */
    WAITING,
    /** The bundle is installed or exchanged. */
    EXCHANGING,
    /** Its tables are brought up to date and its parts start. */
    STARTING,
    /** Whether it does its work is found out. */
    PROVING,
    /** It does not, and what ran before is put back. */
    RETURNING;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
