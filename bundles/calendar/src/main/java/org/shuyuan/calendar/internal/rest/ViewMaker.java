package org.shuyuan.calendar.internal.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.text.Language;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.calendar.internal.Kind;
import org.shuyuan.calendar.internal.Kinds;
import org.shuyuan.calendar.internal.Names;
import org.shuyuan.calendar.internal.Occurrence;
import org.shuyuan.calendar.internal.rest.Views.DateView;
import org.shuyuan.calendar.internal.rest.Views.EventView;
import org.shuyuan.calendar.internal.rest.Views.KindRef;
import org.shuyuan.calendar.internal.rest.Views.KindView;
import org.shuyuan.calendar.internal.rest.Views.OccurrenceList;
import org.shuyuan.calendar.internal.rest.Views.OccurrenceView;
import org.shuyuan.calendar.internal.rest.Views.Ref;

/** Turns the module's records into what is given; names come from memory. Thread-safe. */
@Component(service = ViewMaker.class)
public final class ViewMaker {

    private final Kinds kinds;
    private final Names names;
    private final EventService events;

    @Activate
    public ViewMaker(@Reference Kinds kinds, @Reference Names names, @Reference EventService events) {
        this.kinds = kinds;
        this.names = names;
        this.events = events;
    }

    OccurrenceList occurrences(List<Occurrence> occurrences, boolean more, Language language) {
        Map<UUID, KindRef> kindRefs = new HashMap<>();
        Map<UUID, Ref> unitRefs = new HashMap<>();
        Set<UUID> hosts = new HashSet<>();
        for (Occurrence o : occurrences) {
            if (o.host() != null) {
                hosts.add(o.host());
            }
        }
        names.remember(hosts);
        List<OccurrenceView> views = new ArrayList<>(occurrences.size());
        for (Occurrence o : occurrences) {
            KindRef kind = kindRefs.computeIfAbsent(o.kind(), id -> kind(id, language));
            unitRefs.computeIfAbsent(o.unit(), this::unit);
            views.add(new OccurrenceView(o.id(), o.event(), o.title(), o.kind(), kind == null ? "grey" : kind.colour(),
                    Times.text(o.starts(), o.zone(), o.allDay()), Times.text(o.ends(), o.zone(), o.allDay()), o.allDay(), o.place(),
                    o.host() == null ? o.hostName() : names.person(o.host()), o.repeats(), o.unit()));
        }
        return new OccurrenceList(views, kindRefs.values(), unitRefs.values(), more);
    }

    static DateView date(Occurrence o) {
        return new DateView(o.id(), o.recurrence().toString(), Times.text(o.starts(), o.zone(), o.allDay()),
                Times.text(o.ends(), o.zone(), o.allDay()));
    }

    EventView event(Event event, Caller caller) {
        var details = event.details();
        var schedule = event.schedule();
        UUID host = details.host();
        names.remember(event.audience().people());
        return new EventView(event.id(), event.version(), unit(event.unit()), kind(details.kind(), caller.language()), details.title(),
                details.description(), details.place(), host == null ? null : new Ref(host, names.person(host)), details.hostName(),
                schedule.allDay(), Times.text(schedule.start(), schedule.zone(), schedule.allDay()),
                Times.text(schedule.end(), schedule.zone(), schedule.allDay()), schedule.zone().getId(), schedule.rule(),
                schedule.excluded().stream().map(Objects::toString).toList(), schedule.repeats(),
                event.audience().units().stream().map(this::unit).toList(),
                event.audience().people().stream().map(p -> new Ref(p, names.person(p))).toList(), event.uid(), event.trace().createdAt(),
                event.trace().createdBy(), event.trace().changedAt(), event.trace().changedBy(), events.mayChange(caller, event));
    }

    KindView kind(Kind kind, Language language) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Language each : Language.values()) {
            all.put(each.tag(), kind.name(each));
        }
        return new KindView(kind.id(), kind.version(), unit(kind.unit()), kind.word(), kind.name(language), all, kind.colour(), kind.keywords(),
                kind.position(), kind.retired());
    }

    @Nullable KindRef kind(UUID id, Language language) {
        return kinds.find(id).map(k -> new KindRef(k.id(), k.word(), k.name(language), k.colour())).orElse(null);
    }

    Ref unit(UUID id) {
        return new Ref(id, names.unit(id));
    }
}
