package org.shuyuan.calendar.internal;

import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.shuyuan.api.problem.Problem;

/**
 * An event as somebody wants it.
 *
 * @param overrides what single occurrences have of their own, by recurrence id; at most 500
 * @param rooms what of the register of rooms and equipment each of its dates wants, by id; at most {@link EventRooms#MOST}
 * @throws Problem 422 {@code rest.invalid} that names every wrong field
 */
public record EventDraft(UUID unit, Details details, Schedule schedule, Audience audience, List<OccurrenceOverride> overrides, List<UUID> rooms) {

    private static final int MOST_OVERRIDES = 500;

    public EventDraft {
        audience = audience.orElse(unit);
        // a date left out is left out, whatever it had of its own
        overrides = !schedule.repeats() ? List.of()
                : overrides.stream().filter(o -> !o.isEmpty() && !schedule.excluded().contains(o.recurrence()))
                        .sorted(Comparator.comparing(OccurrenceOverride::recurrence)).toList();
        rooms = rooms.stream().distinct().sorted().toList();
        Problem wrong = new Problem(422, "rest.invalid");
        details.check(wrong);
        schedule.check(wrong);
        audience.check(wrong);
        for (OccurrenceOverride own : overrides) {
            own.details(details).check(wrong);
            schedule.at(own.time(schedule)).check(wrong);
        }
        if (overrides.size() > MOST_OVERRIDES) {
            wrong.field("overrides", "calendar.too-many-dates");
        }
        if (rooms.size() > EventRooms.MOST) {
            wrong.field("rooms", "calendar.too-many-rooms", Map.of("max", EventRooms.MOST));
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
    }

    /** Without anything of a single occurrence's own. */
    public EventDraft(UUID unit, Details details, Schedule schedule, Audience audience) {
        this(unit, details, schedule, audience, List.of());
    }

    /** Without rooms. */
    public EventDraft(UUID unit, Details details, Schedule schedule, Audience audience, List<OccurrenceOverride> overrides) {
        this(unit, details, schedule, audience, overrides, List.of());
    }

    EventDraft with(Schedule other, List<OccurrenceOverride> own) {
        return new EventDraft(unit, details, other, audience, own, rooms);
    }

    Optional<OccurrenceOverride> override(LocalDateTime recurrence) {
        return overrides.stream().filter(o -> o.recurrence().equals(recurrence)).findFirst();
    }

    /** The overrides without that of one occurrence. */
    List<OccurrenceOverride> overridesBut(LocalDateTime recurrence) {
        return overrides.stream().filter(o -> !o.recurrence().equals(recurrence)).toList();
    }
}
