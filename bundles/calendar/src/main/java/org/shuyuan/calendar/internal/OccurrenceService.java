package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.OccurrenceStore;

/**
 * Single occurrences of a repeating event: left out (EXDATE), moved or otherwise changed (RECURRENCE-ID), and brought back to what
 * the series says. Who may change the event may do so with its occurrences. Thread-safe.
 */
@Component(service = OccurrenceService.class)
public final class OccurrenceService {

    /** @param occurrence for one that is left out: as the series would have it */
    public record Dated(Occurrence occurrence, boolean cancelled) {}

    private final EventService events;
    private final OccurrenceStore rows;
    private final Occurrences occurrences;
    private final EventWriter writer;
    private final EventNotices notices;
    private final Transactions transactions;

    @Activate
    public OccurrenceService(@Reference EventService events, @Reference OccurrenceStore rows, @Reference Occurrences occurrences,
            @Reference EventWriter writer, @Reference EventNotices notices, @Reference Transactions transactions) {
        this.events = events;
        this.rows = rows;
        this.occurrences = occurrences;
        this.writer = writer;
        this.notices = notices;
        this.transactions = transactions;
    }

    /** What ends after {@code from}, soonest first, with those that are left out. @throws Problem of {@link EventService#find} */
    public List<Dated> dates(Caller caller, UUID id, Instant from, int limit) {
        Event event = events.find(caller, id);
        List<Occurrence> planned = rows.ofEvent(id, from, limit);
        long last = planned.size() < limit ? Long.MAX_VALUE : planned.get(planned.size() - 1).starts();
        List<Dated> all = new ArrayList<>(planned.stream().map(o -> new Dated(o, false)).toList());
        for (LocalDateTime left : event.schedule().excluded()) {
            Occurrence o = Occurrences.row(event, left, null, new UUID(0, left.hashCode()));
            if (o.ends() > from.getEpochSecond() && o.starts() <= last) {
                all.add(new Dated(o, true));
            }
        }
        all.sort(Comparator.comparingLong((Dated d) -> d.occurrence().starts()).thenComparing(d -> d.occurrence().recurrence()));
        return List.copyOf(all);
    }

    /** The earlier of a moment and the start of one of the event's occurrences; the moment when it has no such. */
    public Instant since(UUID event, @Nullable UUID occurrence, Instant otherwise) {
        return occurrence == null ? otherwise : rows.start(event, occurrence).filter(otherwise::isAfter).orElse(otherwise);
    }

    /** The event, if it has such a date. @throws Problem 404 {@code calendar.no-such-date}, and of {@link EventService#find} */
    public Event find(Caller caller, UUID id, LocalDateTime recurrence) {
        return having(events.find(caller, id), recurrence);
    }

    /**
     * One occurrence gets a time, a title, a place, a text or a host of its own; what equals the series follows it as before. One that was left
     * out takes place again.
     *
     * @throws Problem 404 {@code calendar.no-such-date}, 422 {@code rest.invalid}
     * @throws OptimisticLockException another version is stored; {@link EventService#find} gives it
     */
    public Event change(Caller caller, UUID id, int version, LocalDateTime recurrence, OccurrenceOverride.Time time, Details wanted) {
        Event before = forChange(caller, id, version, recurrence);
        events.checkHost(wanted, before);
        List<OccurrenceOverride> own = new ArrayList<>(before.draft().overridesBut(recurrence));
        OccurrenceOverride.of(before.details(), before.schedule(), recurrence, time, wanted).ifPresent(own::add);
        EventDraft draft = before.draft().with(without(before, recurrence), own);
        return transactions.call(() -> {
            Event after = writer.change(caller, before, draft, "calendar.change-date");
            notices.dateChanged(caller, before, after, recurrence);
            return after;
        });
    }

    /** It does not take place. @throws OptimisticLockException as {@link #change} */
    public Event leaveOut(Caller caller, UUID id, int version, LocalDateTime recurrence) {
        Event before = forChange(caller, id, version, recurrence);
        Schedule schedule = before.schedule();
        if (schedule.excluded().contains(recurrence)) {
            throw Problem.notFound("calendar.no-such-date");
        }
        Set<LocalDateTime> excluded = new HashSet<>(schedule.excluded());
        excluded.add(recurrence);
        EventDraft draft = before.draft().with(schedule.excluding(excluded), before.overrides());
        return transactions.call(() -> {
            Event after = writer.change(caller, before, draft, "calendar.leave-out-date");
            notices.dateLeftOut(caller, before, recurrence);
            return after;
        });
    }

    /** It takes place as the series says: neither left out nor with anything of its own. @throws OptimisticLockException as {@link #change} */
    public Event restore(Caller caller, UUID id, int version, LocalDateTime recurrence) {
        Event before = forChange(caller, id, version, recurrence);
        EventDraft draft = before.draft().with(without(before, recurrence), before.draft().overridesBut(recurrence));
        return transactions.call(() -> {
            Event after = writer.change(caller, before, draft, "calendar.restore-date");
            notices.dateChanged(caller, before, after, recurrence);
            return after;
        });
    }

    private static Schedule without(Event event, LocalDateTime recurrence) {
        Set<LocalDateTime> excluded = new HashSet<>(event.schedule().excluded());
        excluded.remove(recurrence);
        return event.schedule().excluding(excluded);
    }

    private Event forChange(Caller caller, UUID id, int version, LocalDateTime recurrence) {
        return having(events.forChange(caller, id, version), recurrence);
    }

    private Event having(Event event, LocalDateTime recurrence) {
        Schedule any = event.schedule().excluding(Set.of());
        if (!any.repeats() || occurrences.starts(any, recurrence, recurrence.plusSeconds(1), 1).isEmpty()) {
            throw Problem.notFound("calendar.no-such-date");
        }
        return event;
    }
}
