package org.shuyuan.calendar.internal.rest;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Audience;
import org.shuyuan.calendar.internal.Details;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.EventDraft;
import org.shuyuan.calendar.internal.Schedule;

/**
 * An event as a form sends it.
 *
 * @param owner the owning unit; the request's unit when missing
 * @param start local time of the event's zone, time with offset, or a day
 * @param end likewise, exclusive
 * @param excluded dates of a repeating event that are left out; as before when missing
 * @param added dates beside the rule; as before when missing
 * @param rooms what of the register of rooms and equipment its dates want; as before when missing
 */
public record EventInput(@Nullable UUID owner, @Nullable UUID kind, @Nullable String title, @Nullable String description,
        @Nullable String place, @Nullable UUID host, @Nullable String hostName, boolean allDay, @Nullable String start, @Nullable String end,
        @Nullable String rule, @Nullable List<String> excluded, @Nullable List<String> added, @Nullable List<UUID> units, @Nullable List<UUID> people,
        @Nullable List<UUID> groups, @Nullable List<UUID> rooms) {

    /**
     * @param before what it changes: keeps its zone and the dates that a form does not show
     * @throws Problem 422 {@code rest.invalid} that names every wrong field
     */
    EventDraft draft(UUID unit, ZoneId zone, Optional<Event> before) {
        ZoneId own = before.map(e -> e.schedule().zone()).orElse(zone);
        if (kind == null) {
            throw Problem.invalid("kind", "calendar.kind-missing");
        }
        Details details = new Details(kind, title == null ? "" : title, description, place, host, hostName);
        return new EventDraft(owner == null ? before.map(Event::unit).orElse(unit) : owner, details, schedule(own, before), called(),
                before.map(Event::overrides).orElse(List.of()), rooms == null ? before.map(Event::rooms).orElse(List.of()) : rooms);
    }

    private Audience called() {
        return new Audience(units == null ? List.of() : units, people == null ? List.of() : people, groups == null ? List.of() : groups);
    }

    /** The place in the words of whoever writes; null for none. */
    @Nullable String where() {
        return place == null || place.isBlank() ? null : place.strip();
    }

    /** Whom it calls. @param unit whose it is: all of it, when nobody is named @throws Problem 422 {@code rest.invalid} for too many */
    Audience audience(UUID unit) {
        Problem wrong = new Problem(422, "rest.invalid");
        Audience audience = called().orElse(unit);
        audience.check(wrong);
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return audience;
    }

    Schedule schedule(ZoneId zone, Optional<Event> before) {
        Problem wrong = new Problem(422, "rest.invalid");
        LocalDateTime from = Times.local(start, zone).orElse(null);
        LocalDateTime to = Times.local(end, zone).orElse(null);
        if (from == null) {
            wrong.field("start", "calendar.bad-time");
        }
        if (to == null) {
            wrong.field("end", "calendar.bad-time");
        }
        List<LocalDateTime> left = excluded == null ? before.map(e -> e.schedule().excluded()).orElse(List.of()) : times("excluded", excluded, zone, wrong);
        List<LocalDateTime> more = added == null ? before.map(e -> e.schedule().added()).orElse(List.of()) : times("added", added, zone, wrong);
        if (from == null || to == null || !wrong.errors().isEmpty()) {
            throw wrong;
        }
        boolean repeats = rule != null && !rule.isBlank() || !more.isEmpty();
        return new Schedule(allDay, from, to, zone, rule, repeats ? left : List.of(), more);
    }

    private static List<LocalDateTime> times(String field, List<String> dates, ZoneId zone, Problem wrong) {
        List<LocalDateTime> times = new ArrayList<>();
        for (String date : dates) {
            Times.local(date, zone).ifPresentOrElse(times::add, () -> wrong.field(field, "calendar.bad-time"));
        }
        return times;
    }
}
