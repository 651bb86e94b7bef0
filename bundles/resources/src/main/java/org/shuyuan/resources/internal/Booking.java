package org.shuyuan.resources.internal;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.resources.Bookings.Subject;

/**
 * That somebody uses something for a while.
 *
 * @param unit for which unit
 * @param title what for
 * @param from its first moment
 * @param to the moment it is free again
 * @param trace who booked it and when
 * @param subject what owns it, when another module made it for something
 * @param series what all dates of one booking that repeats have in common; null for a single one
 */
public record Booking(UUID id, int version, UUID resource, UUID unit, String title, Instant from, Instant to, Trace trace, @Nullable Subject subject,
        @Nullable UUID series) {

    /** @param name as it was then */
    public record Trace(UUID account, @Nullable UUID person, String name, Instant at) {}

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    boolean of(Caller caller) {
        return trace.account().equals(caller.account());
    }

    Booking at(UUID otherResource, Instant otherFrom, Instant otherTo, String otherTitle) {
        return new Booking(id, version, otherResource, unit, otherTitle, otherFrom, otherTo, trace, subject, series);
    }

    Booking owned(Subject other, Instant otherFrom, Instant otherTo, String otherTitle) {
        return new Booking(id, version, resource, unit, otherTitle, otherFrom, otherTo, trace, other, series);
    }

    boolean meets(Instant otherFrom, Instant otherTo) {
        return from.isBefore(otherTo) && to.isAfter(otherFrom);
    }

    /** {@code 2026-05-11 14:30–16:30}, as it is read in all three languages. */
    String when(ZoneId zone) {
        return when(from, to, zone);
    }

    static String when(Instant from, Instant to, ZoneId zone) {
        var start = from.atZone(zone);
        var end = to.atZone(zone);
        boolean sameDay = start.toLocalDate().equals(end.toLocalDate());
        return start.format(MINUTE) + (sameDay ? "–" : " – ") + end.format(sameDay ? TIME : MINUTE);
    }

    Audit.Subject trail() {
        return new Audit.Subject("resources.booking", id.toString(), title);
    }

    /** What the trail keeps. */
    Map<String, Object> snapshot(String resourceName) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("resource", resourceName);
        all.put("title", title);
        all.put("start", from.toString());
        all.put("end", to.toString());
        return all;
    }
}
