package org.shuyuan.calendar.internal.jpa;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.shuyuan.calendar.internal.Audience;
import org.shuyuan.calendar.internal.Details;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.EventDraft;
import org.shuyuan.calendar.internal.OccurrenceOverride;
import org.shuyuan.calendar.internal.Schedule;
import org.shuyuan.calendar.internal.jpa.AudienceTarget.What;

/** Between the row and the record. */
final class EventMapping {

    private EventMapping() {}

    static Event read(EventEntity e, List<OccurrenceOverride> overrides, Collection<UUID> rooms) {
        Details details = new Details(e.kind, e.title, e.description, e.place, e.host, e.hostName);
        Schedule schedule = new Schedule(e.allDay, e.starts, e.ends, ZoneId.of(e.zone), e.rule, dates(e.excluded), dates(e.added));
        Audience audience = new Audience(targets(e, What.UNIT), targets(e, What.PERSON), targets(e, What.GROUP));
        return new Event(e.id, e.version, e.uid, new EventDraft(e.unit, details, schedule, audience, overrides, List.copyOf(rooms)), e.madeUntil,
                new Event.Trace(e.createdAt, e.createdBy, e.changedAt, e.changedBy));
    }

    static void write(Event event, EventEntity e) {
        Details details = event.details();
        Schedule schedule = event.schedule();
        e.id = event.id();
        e.unit = event.unit();
        e.uid = event.uid();
        e.kind = details.kind();
        e.title = details.title();
        e.description = details.description();
        e.place = details.place();
        e.host = details.host();
        e.hostName = details.hostName();
        e.allDay = schedule.allDay();
        e.starts = schedule.start();
        e.ends = schedule.end();
        e.zone = schedule.zone().getId();
        e.rule = schedule.rule();
        e.excluded = text(schedule.excluded());
        e.added = text(schedule.added());
        e.madeUntil = event.madeUntil();
        e.createdAt = event.trace().createdAt();
        e.createdBy = event.trace().createdBy();
        e.changedAt = event.trace().changedAt();
        e.changedBy = event.trace().changedBy();
        Set<AudienceTarget> wanted = new LinkedHashSet<>();
        event.audience().units().forEach(u -> wanted.add(new AudienceTarget(u, What.UNIT)));
        event.audience().people().forEach(p -> wanted.add(new AudienceTarget(p, What.PERSON)));
        event.audience().groups().forEach(g -> wanted.add(new AudienceTarget(g, What.GROUP)));
        e.audience.retainAll(wanted);
        e.audience.addAll(wanted);
    }

    static OccurrenceOverride read(OverrideEntity e) {
        OccurrenceOverride.Time time = e.allDay == null || e.starts == null || e.ends == null ? null
                : new OccurrenceOverride.Time(e.allDay, e.starts, e.ends);
        return new OccurrenceOverride(e.recurrence, time, e.title, e.place, e.description,
                e.ownHost ? new OccurrenceOverride.Host(e.host, e.hostName) : null);
    }

    static void write(OccurrenceOverride own, OverrideEntity e) {
        OccurrenceOverride.Time time = own.time();
        OccurrenceOverride.Host host = own.host();
        e.allDay = time == null ? null : time.allDay();
        e.starts = time == null ? null : time.start();
        e.ends = time == null ? null : time.end();
        e.title = own.title();
        e.place = own.place();
        e.description = own.description();
        e.ownHost = host != null;
        e.host = host == null ? null : host.person();
        e.hostName = host == null ? null : host.name();
    }

    private static List<UUID> targets(EventEntity e, What what) {
        return e.audience.stream().filter(t -> t.what() == what).map(t -> t.target).sorted().toList();
    }

    private static String text(List<LocalDateTime> dates) {
        return dates.stream().map(LocalDateTime::toString).collect(Collectors.joining(","));
    }

    private static List<LocalDateTime> dates(String text) {
        return text.isEmpty() ? List.of() : Arrays.stream(text.split(",")).map(LocalDateTime::parse).toList();
    }
}
