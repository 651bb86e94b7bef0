package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.attendance.GatheringDraft;
import org.shuyuan.api.attendance.Gatherings;
import org.shuyuan.api.attendance.Gatherings.Attached;
import org.shuyuan.api.attendance.Subject;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/**
 * The gatherings of an event's dates: each is made when somebody first wants its roll, and follows what becomes of the date. A date is named to
 * attendance by the event's id and its recurrence id; what does not repeat by the event's id alone. Thread-safe.
 */
@Component(service = EventGatherings.class)
public final class EventGatherings {

    /** The part of what does not repeat: its one date stays the same however it is moved. */
    private static final String ONLY = "";

    private final Gatherings gatherings;
    private final Settings settings;
    private final Occurrences occurrences;
    private final Kinds kinds;
    private final Access access;
    private final Transactions transactions;

    @Activate
    public EventGatherings(@Reference Gatherings gatherings, @Reference Settings settings, @Reference Occurrences occurrences, @Reference Kinds kinds, @Reference Access access,
            @Reference Transactions transactions) {
        this.gatherings = gatherings;
        this.settings = settings;
        this.occurrences = occurrences;
        this.kinds = kinds;
        this.access = access;
        this.transactions = transactions;
    }

    /**
     * The gathering of one date, made when there is none.
     *
     * @param event as the caller was shown it
     * @throws Problem 403; 404 {@code calendar.no-such-date}, also for one that is left out
     */
    public UUID attach(Caller caller, Event event, LocalDateTime recurrence) {
        access.require(caller, Permissions.WRITE, event.unit());
        if (!takesPlace(event, recurrence)) {
            throw Problem.notFound("calendar.no-such-date");
        }
        return transactions.call(() -> of(event).stream().filter(one -> !one.cancelled() && date(event, one).equals(recurrence)).map(Attached::gathering).findFirst()
                .orElseGet(() -> gatherings.attach(caller, subject(event, event.schedule().repeats() ? recurrence.toString() : ONLY), draft(event, recurrence))));
    }

    /** Those that there are, cancelled ones too. */
    public List<Attached> of(Event event) {
        return gatherings.of("calendar", List.of(event.id().toString()));
    }

    /** Whether a subject is that date. One made while the event did not repeat is not found once it does. */
    static boolean isOf(Subject subject, Occurrence date) {
        return subject.id().equals(date.event().toString()) && subject.part().equals(date.repeats() ? date.recurrence().toString() : ONLY);
    }

    /** The recurrence id of the date a gathering is of; for one made while the event did not repeat, that of its start. */
    public LocalDateTime date(Event event, Attached one) {
        return one.subject().part().equals(ONLY) ? event.schedule().start() : LocalDateTime.parse(one.subject().part());
    }

    /**
     * Dates that stay are told what they are now. One that is left out is cancelled, and one to come that the schedule has no more; what lies behind
     * took place, whatever becomes of the series. Part of the transaction that changed the event.
     */
    void follow(Caller caller, Event before, Event after) {
        for (Attached one : of(after)) {
            LocalDateTime recurrence = date(before.schedule().repeats() ? before : after, one);
            if (takesPlace(after, recurrence)) {
                if (!one.cancelled() || !takesPlace(before, recurrence)) {
                    gatherings.follow(caller, subject(after, one.subject().part()), draft(after, recurrence));
                }
            } else if (after.schedule().excluded().contains(recurrence) || ahead(after, recurrence)) {
                gatherings.cancel(caller, one.subject());
            }
        }
    }

    /** Those to come do not take place; what lies behind did. Part of the transaction that removes the event. */
    void cancel(Caller caller, Event event) {
        of(event).stream().filter(one -> ahead(event, date(event, one))).forEach(one -> gatherings.cancel(caller, one.subject()));
    }

    private boolean ahead(Event event, LocalDateTime recurrence) {
        return recurrence.atZone(event.schedule().zone()).toInstant().isAfter(settings.clock().instant());
    }

    private boolean takesPlace(Event event, LocalDateTime recurrence) {
        Schedule schedule = event.schedule();
        return schedule.repeats() ? !occurrences.starts(schedule, recurrence, recurrence.plusSeconds(1), 1).isEmpty() : recurrence.equals(schedule.start());
    }

    private static Subject subject(Event event, String part) {
        return new Subject("calendar", event.id().toString(), part, "/calendar/events/" + event.id() + "?unit=" + event.unit());
    }

    private GatheringDraft draft(Event event, LocalDateTime recurrence) {
        Occurrence date = Occurrences.row(event, recurrence, event.draft().override(recurrence).orElse(null), event.id());
        Map<String, String> names = new LinkedHashMap<>();
        String word = kinds.find(date.kind()).map(kind -> {
            kind.name().forEach((language, name) -> names.put(language.tag(), name));
            return kind.word();
        }).orElse("");
        return new GatheringDraft(date.unit(), word, names, date.title(), date.place(), Instant.ofEpochSecond(date.starts()), Instant.ofEpochSecond(date.ends()),
                event.audience().units(), event.audience().people(), event.audience().groups());
    }
}
