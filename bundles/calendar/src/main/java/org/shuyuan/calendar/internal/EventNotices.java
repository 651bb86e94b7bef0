package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.notices.Notices;

/**
 * Tells those whom an event names (its host and the persons of its audience) that it, or one of its occurrences, was made, moved or
 * called off. Whole units are not written to: they see it in their calendar. Nothing is said of the past, nor to the one who did it.
 * Thread-safe.
 */
@Component(service = EventNotices.class)
public final class EventNotices {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private static final int NAMED = 5;

    private final Notices notices;
    private final Accounts accounts;
    private final Settings settings;

    @Activate
    public EventNotices(@Reference Notices notices, @Reference Accounts accounts, @Reference Settings settings) {
        this.notices = notices;
        this.accounts = accounts;
        this.settings = settings;
    }

    void added(Caller caller, Event event) {
        tell(caller, "notice.added", event, named(event), "events/" + event.id());
    }

    void changed(Caller caller, Event before, Event after) {
        Set<UUID> people = named(after);
        boolean moved = !before.schedule().equals(after.schedule())
                || !java.util.Objects.equals(before.details().place(), after.details().place());
        Set<UUID> known = named(before);
        if (moved) {
            tell(caller, "notice.moved", after, people.stream().filter(known::contains).toList(), "events/" + after.id());
        }
        tell(caller, "notice.added", after, people.stream().filter(p -> !known.contains(p)).toList(), "events/" + after.id());
    }

    void removed(Caller caller, Event event) {
        tell(caller, "notice.removed", event, named(event), "");
    }

    /** One occurrence was moved, changed or brought back. */
    void dateChanged(Caller caller, Event before, Event after, LocalDateTime recurrence) {
        Occurrence was = occurrence(before, recurrence);
        Occurrence now = occurrence(after, recurrence);
        Set<UUID> known = named(before, was);
        Set<UUID> people = named(after, now);
        List<UUID> others = people.stream().filter(known::contains).toList();
        if (before.schedule().excluded().contains(recurrence)) {
            tell(caller, "notice.date-restored", after, now, Map.of(), people);
            return;
        }
        if (was.starts() != now.starts() || was.ends() != now.ends()) {
            tell(caller, "notice.date-moved", after, now, Map.of("was", when(was)), others);
        } else if (!was.equals(now)) {
            tell(caller, "notice.date-changed", after, now, Map.of(), others);
        }
        tell(caller, "notice.added", after, now, Map.of(), people.stream().filter(p -> !known.contains(p)).toList());
    }

    void dateLeftOut(Caller caller, Event before, LocalDateTime recurrence) {
        Occurrence was = occurrence(before, recurrence);
        tell(caller, "notice.date-left-out", before, was, Map.of(), named(before, was));
    }

    /** Some dates could not have the rooms that the event wants: told once to all who plan for the unit. @param dates their starts, by time */
    void roomsMissing(Event event, List<Instant> dates) {
        String text = dates.stream().limit(NAMED).map(d -> d.atZone(event.schedule().zone()).format(event.schedule().allDay() ? DAY : MINUTE)).collect(Collectors.joining("; "));
        List<UUID> readers = accounts.holding(Permissions.WRITE, event.unit());
        if (!readers.isEmpty()) {
            notices.send(new Notices.Notice("calendar", "notice.rooms-missing", Map.of("title", event.details().title(), "dates", dates.size() > NAMED ? text + " …" : text),
                    "/calendar/events/" + event.id() + "?unit=" + event.unit()), readers);
        }
    }

    private static Occurrence occurrence(Event event, LocalDateTime recurrence) {
        return Occurrences.row(event, recurrence, event.draft().override(recurrence).orElse(null), event.id());
    }

    private static Set<UUID> named(Event event, Occurrence occurrence) {
        Set<UUID> people = new LinkedHashSet<>(event.audience().people());
        if (occurrence.host() != null) {
            people.add(occurrence.host());
        }
        return people;
    }

    private static String when(Occurrence o) {
        return Instant.ofEpochSecond(o.starts()).atZone(o.zone()).format(o.allDay() ? DAY : MINUTE);
    }

    private void tell(Caller caller, String key, Event event, Occurrence o, Map<String, String> more, Collection<UUID> people) {
        if (o.ends() > settings.clock().instant().getEpochSecond()) {
            Map<String, String> values = new HashMap<>(more);
            values.put("title", o.title());
            values.put("when", when(o));
            send(caller, key, event, values, people, "events/" + event.id());
        }
    }

    private static Set<UUID> named(Event event) {
        Set<UUID> people = new LinkedHashSet<>(event.audience().people());
        if (event.details().host() != null) {
            people.add(event.details().host());
        }
        return people;
    }

    private void tell(Caller caller, String key, Event event, Collection<UUID> people, String page) {
        Schedule schedule = event.schedule();
        boolean over = !schedule.repeats() && schedule.end().atZone(schedule.zone()).toInstant().isBefore(settings.clock().instant());
        if (!over) {
            String when = schedule.start().format(schedule.allDay() ? DAY : MINUTE);
            send(caller, key, event, Map.of("title", event.details().title(), "when", when), people, page);
        }
    }

    private void send(Caller caller, String key, Event event, Map<String, String> values, Collection<UUID> people, String page) {
        List<UUID> readers = people.isEmpty() ? List.of() : accounts.ofPeople(people).stream().filter(a -> !a.equals(caller.account())).toList();
        if (!readers.isEmpty()) {
            notices.send(new Notices.Notice("calendar", key, values, "/calendar/" + page + "?unit=" + event.unit()), readers);
        }
    }
}
