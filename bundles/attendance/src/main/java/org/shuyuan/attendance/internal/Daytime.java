package org.shuyuan.attendance.internal;

import java.time.LocalTime;
import java.time.ZonedDateTime;

/** When people may be told of something: nobody is woken at night. */
final class Daytime {

    private static final LocalTime MORNING = LocalTime.of(8, 0);
    private static final LocalTime EVENING = LocalTime.of(20, 0);

    private Daytime() {}

    static boolean is(ZonedDateTime there) {
        return !there.toLocalTime().isBefore(MORNING) && !there.toLocalTime().isAfter(EVENING);
    }
}
