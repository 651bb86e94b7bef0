package org.shuyuan.calendar.internal;

import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.notices.Notices;

/**
 * Tells those whom an event names (its host and the persons of its audience) that it was made, moved or called off. Whole units
 * are not written to: they see it in their calendar. Nothing is said of the past, nor to the one who did it. Thread-safe.
 */
@Component(service = EventNotices.class)
public final class EventNotices {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

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
        if (people.isEmpty() || over) {
            return;
        }
        List<UUID> readers = accounts.ofPeople(people).stream().filter(a -> !a.equals(caller.account())).toList();
        if (!readers.isEmpty()) {
            String when = schedule.start().format(schedule.allDay() ? DAY : MINUTE);
            notices.send(new Notices.Notice("calendar", key, Map.of("title", event.details().title(), "when", when),
                    "/calendar/" + page + "?unit=" + event.unit()), readers);
        }
    }
}
