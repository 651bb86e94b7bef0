package org.shuyuan.calendar.internal.rest;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.resources.Bookings.Bookable;
import org.shuyuan.api.text.Language;
import org.shuyuan.calendar.internal.Details;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.EventDefaults;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.calendar.internal.Kind;
import org.shuyuan.calendar.internal.Kinds;
import org.shuyuan.calendar.internal.Names;
import org.shuyuan.calendar.internal.Occurrence;
import org.shuyuan.calendar.internal.OccurrenceOverride;
import org.shuyuan.calendar.internal.OccurrenceService;
import org.shuyuan.calendar.internal.Schedule;
import org.shuyuan.calendar.internal.rest.Views.DateDetail;
import org.shuyuan.calendar.internal.rest.Views.DateView;
import org.shuyuan.calendar.internal.rest.Views.DefaultsView;
import org.shuyuan.calendar.internal.rest.Views.EventView;
import org.shuyuan.calendar.internal.rest.Views.KindRef;
import org.shuyuan.calendar.internal.rest.Views.KindView;
import org.shuyuan.calendar.internal.rest.Views.ListedView;
import org.shuyuan.calendar.internal.rest.Views.OccurrenceList;
import org.shuyuan.calendar.internal.rest.Views.OccurrenceView;
import org.shuyuan.calendar.internal.rest.Views.OtherList;
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

    /** @param others of other modules in the same period; null where nobody asked for them */
    OccurrenceList occurrences(List<Occurrence> occurrences, boolean more, @Nullable OtherList others, Language language) {
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
                    o.host() == null ? o.hostName() : names.person(o.host(), language), o.repeats(), o.unit(), original(o)));
        }
        return new OccurrenceList(views, kindRefs.values(), unitRefs.values(), more, others);
    }

    List<ListedView> listed(List<Occurrence> occurrences, Language language) {
        names.remember(occurrences.stream().map(Occurrence::host).filter(Objects::nonNull).toList());
        return occurrences.stream().map(o -> new ListedView(o.id(), o.event(), o.title(), kind(o.kind(), language), Times.text(o.starts(), o.zone(), o.allDay()),
                Times.text(o.ends(), o.zone(), o.allDay()), o.allDay(), o.place(), o.host() == null ? o.hostName() : names.person(o.host(), language), o.repeats(),
                unit(o.unit()), original(o))).toList();
    }

    /** When it would be by its series, if it was moved. */
    private static @Nullable String original(Occurrence o) {
        if (!o.overridden()) {
            return null;
        }
        long by = o.recurrence().atZone(o.zone()).toEpochSecond();
        return by == o.starts() ? null : Times.text(by, o.zone(), o.allDay() && o.recurrence().toLocalTime().toSecondOfDay() == 0);
    }

    DateView date(OccurrenceService.Dated dated, Language language) {
        Occurrence o = dated.occurrence();
        String original = original(o);
        String state = dated.cancelled() ? "cancelled" : original != null ? "moved" : o.overridden() ? "changed" : "planned";
        return new DateView(o.id(), o.recurrence().toString(), state, Times.text(o.starts(), o.zone(), o.allDay()),
                Times.text(o.ends(), o.zone(), o.allDay()), o.allDay(), original, o.title(), o.place(), host(o.host(), language), o.hostName());
    }

    DateDetail date(Event event, LocalDateTime recurrence, Language language) {
        Schedule schedule = event.schedule();
        Optional<OccurrenceOverride> own = event.overrides().stream().filter(o -> o.recurrence().equals(recurrence)).findFirst();
        OccurrenceOverride one = own.orElse(new OccurrenceOverride(recurrence, null, null, null, null, null));
        OccurrenceOverride.Time time = one.time(schedule);
        Details details = one.details(event.details());
        return new DateDetail(recurrence.toString(), own.isEmpty(), schedule.excluded().contains(recurrence), details.title(), details.description(),
                details.place(), host(details.host(), language), details.hostName(), time.allDay(), Times.text(time.start(), schedule.zone(), time.allDay()),
                Times.text(time.end(), schedule.zone(), time.allDay()), Times.text(recurrence, schedule.zone(), schedule.allDay()));
    }

    DefaultsView defaults(EventDefaults.Defaults d, Language language) {
        names.remember(d.hosts());
        return new DefaultsView(d.kind(), d.start() == null ? null : d.start().toString(), d.end() == null ? null : d.end().toString(), d.places(),
                d.hosts().stream().filter(id -> !names.anonymous(id)).map(id -> person(id, language)).filter(p -> p.name() != null).toList(), d.hostNames());
    }

    /** One event with all that its page shows. */
    EventView whole(Event event, Caller caller) {
        return event(event, caller, events.continuesAfter(event).map(until -> until.toLocalDate().toString()).orElse(null));
    }

    EventView event(Event event, Caller caller) {
        return event(event, caller, null);
    }

    private EventView event(Event event, Caller caller, @Nullable String madeUntil) {
        var details = event.details();
        var schedule = event.schedule();
        Language language = caller.language();
        names.remember(event.audience().people());
        return new EventView(event.id(), event.version(), unit(event.unit()), kind(details.kind(), caller.language()), details.title(),
                details.description(), details.place(), host(details.host(), language), details.hostName(),
                schedule.allDay(), Times.text(schedule.start(), schedule.zone(), schedule.allDay()),
                Times.text(schedule.end(), schedule.zone(), schedule.allDay()), schedule.zone().getId(), schedule.rule(),
                texts(schedule.excluded()), texts(schedule.added()),
                texts(event.overrides().stream().map(OccurrenceOverride::recurrence).toList()), schedule.repeats(), madeUntil,
                event.audience().units().stream().map(this::unit).toList(),
                event.audience().people().stream().map(id -> person(id, language)).toList(),
                event.audience().groups().stream().map(id -> group(id, language)).toList(), rooms(event), event.uid(), event.trace().createdAt(),
                Anonymous.shown(event.trace().createdBy(), language), event.trace().changedAt(), Anonymous.shown(event.trace().changedBy(), language), events.mayChange(caller, event));
    }

    KindView kind(Kind kind, Language language) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Language each : Language.values()) {
            all.put(each.tag(), kind.name(each));
        }
        return new KindView(kind.id(), kind.version(), unit(kind.unit()), kind.word(), kind.name(language), all, kind.colour(), kind.keywords(),
                kind.position(), kind.retired(), kind.roll());
    }

    @Nullable KindRef kind(UUID id, Language language) {
        return kinds.find(id).map(k -> new KindRef(k.id(), k.word(), k.name(language), k.colour())).orElse(null);
    }

    Ref unit(UUID id) {
        return new Ref(id, names.unit(id));
    }

    Ref group(UUID id, Language language) {
        return new Ref(id, names.group(id, language));
    }

    /** Those that are gone from the register have no name. */
    private List<Ref> rooms(Event event) {
        Map<UUID, String> known = new HashMap<>();
        events.rooms(event.rooms()).forEach(r -> known.put(r.id(), r.name()));
        return event.rooms().stream().map(id -> new Ref(id, known.get(id))).toList();
    }

    @Nullable String room(UUID id) {
        return events.rooms(List.of(id)).stream().map(Bookable::name).findFirst().orElse(null);
    }

    Ref person(UUID id, Language language) {
        return new Ref(id, names.person(id, language));
    }

    private @Nullable Ref host(@Nullable UUID id, Language language) {
        return id == null ? null : person(id, language);
    }

    static List<String> texts(List<LocalDateTime> times) {
        return times.stream().map(Objects::toString).toList();
    }
}
