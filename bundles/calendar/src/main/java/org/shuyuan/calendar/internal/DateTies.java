package org.shuyuan.calendar.internal;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.calendar.internal.jpa.ReminderStore;
import org.shuyuan.calendar.internal.jpa.TieStore;

/**
 * What hangs on single dates of an event and names them by their recurrence ids: turns of rotas, links of plan items, materials; and what was told of them. It goes along when a date gets
 * another name, and stays where it is when the date is gone, so that it is there again when the date is. Thread-safe.
 */
@Component(service = DateTies.class)
public final class DateTies {

    private final TieStore store;
    private final ReminderStore reminders;
    private final Occurrences occurrences;

    @Activate
    public DateTies(@Reference TieStore store, @Reference ReminderStore reminders, @Reference Occurrences occurrences) {
        this.store = store;
        this.reminders = reminders;
        this.occurrences = occurrences;
    }

    /**
     * Part of the transaction that changed the event, once its dates are written.
     *
     * @param named what the dates are called now, by what they were, where whoever moved them knows; empty: it is seen from the schedules
     */
    void follow(Event before, Event after, Map<LocalDateTime, LocalDateTime> named) {
        reminders.moved(after.id());
        Map<LocalDateTime, LocalDateTime> moved = new HashMap<>(named.isEmpty() ? seen(before, after) : named);
        moved.entrySet().removeIf(e -> e.getKey().equals(e.getValue()));
        boolean repeats = after.schedule().repeats();
        if (moved.isEmpty() && before.schedule().repeats() == repeats) {
            return;
        }
        LocalDateTime first = after.schedule().start();
        store.renameLinks(after.id(), recurrence -> {
            if (recurrence == null && before.schedule().repeats() && repeats) {
                return null;
            }
            LocalDateTime was = recurrence == null ? before.schedule().start() : recurrence;
            LocalDateTime now = moved.getOrDefault(was, was);
            return now.equals(first) && (recurrence == null || !repeats) ? null : now;
        });
        store.renameMaterials(after.id(), recurrence -> recurrence == null ? null : moved.getOrDefault(recurrence, recurrence));
        store.holdRotas(after.id(), List.of(before.unit(), after.unit()));
        store.renameTurns(after.id(), moved);
    }

    /** What does not repeat stays the same date however it is moved. Of a series a date that is no more goes on in the only other date of its day. */
    private Map<LocalDateTime, LocalDateTime> seen(Event before, Event after) {
        if (before.schedule().equals(after.schedule())) {
            return Map.of();
        }
        Map<LocalDateTime, LocalDateTime> moved = new HashMap<>();
        if (!before.schedule().repeats() || !after.schedule().repeats()) {
            LocalDateTime was = before.schedule().start();
            LocalDateTime now = after.schedule().start();
            if (!takesPlace(after, was) && takesPlace(after, now) && !takesPlace(before, now)) {
                moved.put(was, now);
            }
            return moved;
        }
        Map<LocalDate, List<LocalDateTime>> were = days(before);
        Map<LocalDate, List<LocalDateTime>> are = days(after);
        were.forEach((day, dates) -> {
            if (dates.size() == 1 && are.getOrDefault(day, List.of()).size() == 1) {
                moved.put(dates.get(0), are.get(day).get(0));
            }
        });
        return moved;
    }

    /** With those that are left out, which may come back. */
    private Map<LocalDate, List<LocalDateTime>> days(Event event) {
        Schedule all = event.schedule().excluding(List.of());
        return occurrences.starts(all, all.start(), event.madeUntil(), Occurrences.KNOWN).stream().collect(Collectors.groupingBy(LocalDateTime::toLocalDate));
    }

    private boolean takesPlace(Event event, LocalDateTime date) {
        Schedule schedule = event.schedule();
        return schedule.repeats() ? !occurrences.starts(schedule, date, date.plusSeconds(1), 1).isEmpty() : schedule.start().equals(date);
    }
}
