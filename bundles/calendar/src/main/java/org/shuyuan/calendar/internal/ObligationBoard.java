package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.calendar.internal.jpa.EvidenceStore;

/**
 * How it stands with what is owed. Read from the calendar each time, never noted, so that what is moved, called off or entered late tells at once. An event counts for a unit that plans it or is
 * named among those it is for (not for the units below those); for a group that it is for, planned at the obligation's unit or above it; for a person who hosts it. It counts in the period in which
 * it begins, by the days of whoever owes it; as held once it is over. Asks no permission. Thread-safe.
 */
@Component(service = ObligationBoard.class)
public final class ObligationBoard {

    /** How it stands. */
    public enum State {
        /** Enough was held. */
        DONE,
        /** What was held and what is still to come are enough. */
        PLANNED,
        /** Not enough yet, and there is time. */
        OPEN,
        /** Not enough, and the end is near. */
        DUE,
        /** The period is over, and there was not enough. */
        MISSED,
        /** Whoever should hold it came while the period ran, and owes it from the next one on. */
        LATER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean missing() {
            return this == OPEN || this == DUE || this == MISSED;
        }
    }

    /** What of which period is asked for. */
    record Asked(Obligation obligation, Period period) {}

    /** @param done held, by start @param planned still to come, by start */
    public record Row(Obligation obligation, Period period, Whom whom, List<Occurrence> done, List<Occurrence> planned, State state) {

        /** Events that are neither held nor planned yet; none of who owes nothing yet. */
        public int lacking() {
            return state == State.LATER ? 0 : Math.max(0, obligation.count() - done.size() - planned.size());
        }
    }

    private final EvidenceStore evidence;
    private final Obliged obliged;
    private final Kinds kinds;
    private final Units units;
    private final Settings settings;

    @Activate
    public ObligationBoard(@Reference EvidenceStore evidence, @Reference Obliged obliged, @Reference Kinds kinds, @Reference Units units, @Reference Settings settings) {
        this.evidence = evidence;
        this.obliged = obliged;
        this.kinds = kinds;
        this.units = units;
        this.settings = settings;
    }

    /** Its running period, or another: so many later. */
    Asked at(Obligation o, int shift) {
        return new Asked(o, Period.holding(o.every(), today(o)).plus(shift));
    }

    LocalDate today(Obligation o) {
        return LocalDate.ofInstant(settings.clock().instant(), units.find(o.unit()).map(Unit::zone).orElse(ZoneId.of("Asia/Shanghai")));
    }

    /** One row for each who owes it; none for a period that does not count. Two queries for the events of all. */
    List<Row> rows(Collection<Asked> asked, BiPredicate<Obligation, Whom> shown) {
        Instant now = settings.clock().instant();
        Map<Asked, List<Whom>> whom = new LinkedHashMap<>();
        Obliged.Look look = obliged.look();
        for (Asked one : asked) {
            if (one.obligation().counts(one.period())) {
                whom.put(one, look.in(one.obligation(), one.period(), today(one.obligation())).stream().filter(w -> shown.test(one.obligation(), w)).toList());
            }
        }
        Found found = find(whom);
        List<Row> rows = new ArrayList<>();
        whom.forEach((one, all) -> all.forEach(w -> rows.add(row(one, w, found, now))));
        return rows;
    }

    private record Found(Map<UUID, List<Occurrence>> reaching, Map<UUID, List<Occurrence>> hosted, Map<Obligation, Set<UUID>> kinds) {}

    private Found find(Map<Asked, List<Whom>> whom) {
        Set<UUID> targets = new HashSet<>();
        Set<UUID> hosts = new HashSet<>();
        Set<UUID> all = new HashSet<>();
        Map<Obligation, Set<UUID>> alike = new HashMap<>();
        LocalDate from = LocalDate.MAX;
        LocalDate to = LocalDate.MIN;
        for (Map.Entry<Asked, List<Whom>> one : whom.entrySet()) {
            Obligation o = one.getKey().obligation();
            if (one.getValue().isEmpty()) {
                continue;
            }
            all.addAll(alike.computeIfAbsent(o, owed -> kinds.alike(owed.kind(), owed.unit())));
            from = from.isBefore(one.getKey().period().first()) ? from : one.getKey().period().first();
            to = to.isAfter(one.getKey().period().last()) ? to : one.getKey().period().last();
            for (Whom w : one.getValue()) {
                if (w.what() == Whom.What.PERSON) {
                    hosts.add(w.id());
                } else {
                    targets.addAll(targets(o, w));
                }
            }
        }
        if (all.isEmpty()) {
            return new Found(Map.of(), Map.of(), alike);
        }
        // days begin at other moments elsewhere: a day more on either side, and each row takes its own
        long first = from.minusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        long last = to.plusDays(2).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        return new Found(evidence.reaching(targets, all, first, last), evidence.hosted(hosts, all, first, last), alike);
    }

    /** In whose calendars its events stand. */
    private List<UUID> targets(Obligation o, Whom w) {
        return w.what() == Whom.What.UNIT ? List.of(w.id()) : units.find(o.unit()).map(Unit::path).orElse(List.of()).stream().map(planner -> Reach.inGroup(w.id(), planner)).toList();
    }

    private Row row(Asked one, Whom w, Found found, Instant now) {
        Obligation o = one.obligation();
        Set<UUID> alike = found.kinds().getOrDefault(o, Set.of());
        Map<UUID, Occurrence> events = new LinkedHashMap<>();
        List<UUID> keys = w.what() == Whom.What.PERSON ? List.of(w.id()) : targets(o, w);
        Map<UUID, List<Occurrence>> where = w.what() == Whom.What.PERSON ? found.hosted() : found.reaching();
        keys.forEach(key -> where.getOrDefault(key, List.of()).stream().filter(e -> alike.contains(e.kind()) && one.period().holds(e.day(w.zone()))).forEach(e -> events.put(e.id(), e)));
        List<Occurrence> done = events.values().stream().filter(e -> e.held(now)).toList();
        List<Occurrence> planned = events.values().stream().filter(e -> !e.held(now)).toList();
        return new Row(o, one.period(), w, done, planned, state(o, one.period(), w, LocalDate.ofInstant(now, w.zone()), done.size(), planned.size()));
    }

    private static State state(Obligation o, Period period, Whom whom, LocalDate today, int done, int planned) {
        if (done >= o.count()) {
            return State.DONE;
        }
        if (!whom.whole() && (today.isAfter(period.last()) || done + planned < o.count())) {
            return State.LATER;
        }
        if (today.isAfter(period.last())) {
            return State.MISSED;
        }
        if (done + planned >= o.count()) {
            return State.PLANNED;
        }
        boolean near = period.holds(today) && today.isAfter(period.last().minusDays(o.lead()));
        return near ? State.DUE : State.OPEN;
    }
}
