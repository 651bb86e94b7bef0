package org.shuyuan.calendar.internal;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one occurrence of a series has of its own (RFC 5545 §3.8.4.4). What is null is as the series has it and follows it.
 *
 * @param recurrence its start by the rule, in the event's local time: names it however far it is moved
 * @param time null as the rule has it
 * @param title null as the series has it
 * @param place likewise; empty for none
 * @param description likewise; empty for none
 */
public record OccurrenceOverride(LocalDateTime recurrence, @Nullable Time time, @Nullable String title, @Nullable String place,
        @Nullable String description, @Nullable Host host) {

    /** In the event's local time; {@code end} is exclusive; midnights when all-day. */
    public record Time(boolean allDay, LocalDateTime start, LocalDateTime end) {

        static Time byRule(Schedule schedule, LocalDateTime recurrence) {
            return new Time(schedule.allDay(), recurrence, recurrence.plus(schedule.length()));
        }
    }

    /** A person of the directory, or a name, or nobody. */
    public record Host(@Nullable UUID person, @Nullable String name) {}

    /** What is wanted of one occurrence, as far as it differs from its series; empty when it does not. */
    static Optional<OccurrenceOverride> of(Details series, Schedule schedule, LocalDateTime recurrence, Time time, Details wanted) {
        boolean sameHost = Objects.equals(wanted.host(), series.host()) && Objects.equals(wanted.hostName(), series.hostName());
        OccurrenceOverride own = new OccurrenceOverride(recurrence, time.equals(Time.byRule(schedule, recurrence)) ? null : time,
                wanted.title().equals(series.title()) ? null : wanted.title(), own(wanted.place(), series.place()),
                own(wanted.description(), series.description()), sameHost ? null : new Host(wanted.host(), wanted.hostName()));
        return own.isEmpty() ? Optional.empty() : Optional.of(own);
    }

    private static @Nullable String own(@Nullable String wanted, @Nullable String series) {
        return Objects.equals(wanted, series) ? null : wanted == null ? "" : wanted;
    }

    boolean isEmpty() {
        return time == null && title == null && place == null && description == null && host == null;
    }

    public Time time(Schedule schedule) {
        return time == null ? Time.byRule(schedule, recurrence) : time;
    }

    /** The occurrence's details: the series' with what is its own. */
    public Details details(Details series) {
        return new Details(series.kind(), title == null ? series.title() : title, description == null ? series.description() : description,
                place == null ? series.place() : place, host == null ? series.host() : host.person(), host == null ? series.hostName() : host.name());
    }

    /** For the audit trail: what is its own, under the names of the form's fields. */
    Map<String, @Nullable Object> snapshot(Schedule series) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        own.put("recurrence", recurrence.toString());
        if (time != null) {
            own.put("start", time.start().toString());
            own.put("end", time.end().toString());
            if (time.allDay() != series.allDay()) {
                own.put("allDay", time.allDay());
            }
        }
        if (title != null) {
            own.put("title", title);
        }
        if (place != null) {
            own.put("place", place);
        }
        if (description != null) {
            own.put("description", description);
        }
        if (host != null) {
            own.put("host", host.person() == null ? host.name() : host.person().toString());
        }
        return own;
    }
}
