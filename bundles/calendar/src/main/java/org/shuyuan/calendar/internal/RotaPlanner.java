package org.shuyuan.calendar.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.attendance.Gatherings;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.RotaTurn.Mark;
import org.shuyuan.calendar.internal.RotaTurn.State;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.calendar.internal.jpa.RotaTurnStore;

/**
 * Keeps the turns of a rota in step with the dates that they are for and with its members: makes those that are missing, moves and cancels them with their dates, and gives those to come that
 * nobody has promised, changed or taken over in the fair order. Of one that has ended the turns stay, and only their speakers are hosts again of dates that were written anew. What is past or said
 * stays, and a date that came to lie in the past because its event was changed gets no turn: nobody was to speak there. Doing it again changes nothing. Asks no permission. Thread-safe.
 */
@Component(service = RotaPlanner.class)
public final class RotaPlanner {

    /** Dates looked at before and after now: turns that were fixed stay in sight when fewer are planned ahead. */
    private static final int PAST = 500;
    private static final int FUTURE = 200;

    private final RotaStore rotas;
    private final RotaTurnStore turns;
    private final RotaHosts hosts;
    private final Units units;
    private final Gatherings gatherings;
    private final Transactions transactions;
    private final Live live;
    private final Settings settings;

    @Activate
    public RotaPlanner(@Reference RotaStore rotas, @Reference RotaTurnStore turns, @Reference RotaHosts hosts, @Reference Units units, @Reference Gatherings gatherings,
            @Reference Transactions transactions, @Reference Live live, @Reference Settings settings) {
        this.rotas = rotas;
        this.turns = turns;
        this.hosts = hosts;
        this.units = units;
        this.gatherings = gatherings;
        this.transactions = transactions;
        this.live = live;
        this.settings = settings;
    }

    /** The rota goes. Part of the transaction that removes it. */
    void release(Rota rota) {
        hosts.release(rota);
    }

    /** The event's dates are others now. Part of the transaction that changed it. @param states what it was and is */
    void follow(Event... states) {
        Set<UUID> touched = new TreeSet<>();
        for (Event state : states) {
            touched.addAll(rotas.serving(state.id(), state.unit(), List.of(state.details().kind())));
        }
        touched.forEach(this::refresh);
    }

    /** Any of the unit's events may have changed. Part of the transaction that changed them. */
    void followAll(UUID unit) {
        rotas.ofUnit(unit).forEach(this::refresh);
    }

    /** Part of a transaction. @return whether anything changed */
    boolean refresh(UUID id) {
        return refresh(id, false);
    }

    /** Also what was before, as the rota says now from which day on. Part of the transaction that wrote it. */
    void begin(UUID id) {
        refresh(id, true);
    }

    private boolean refresh(UUID id, boolean begin) {
        return transactions.call(() -> {
            rotas.claim(id);
            return rotas.find(id).map(rota -> {
                boolean changed = rota.running() && new Round(rota, begin).run();
                hosts.follow(rota, turns.of(List.of(id)));
                if (changed) {
                    transactions.afterCommit(
                            () -> live.publish("changed", "{\"module\":\"calendar\",\"type\":\"rota\",\"id\":\"" + rota.id() + "\",\"unit\":\"" + rota.unit() + "\"}"));
                }
                return changed;
            }).orElse(false);
        });
    }

    /** What counts of turns: those held to whom they were credited, those past that nobody has confirmed, and those fixed ahead. */
    static List<RotaOrder.Taken> taken(List<RotaTurn> all, Instant now) {
        List<RotaOrder.Taken> taken = new ArrayList<>();
        for (RotaTurn t : all) {
            RotaTurn.Held held = t.held();
            UUID member = t.state() == State.HELD && held != null ? held.member() : t.state() == State.PLANNED && !open(t, now) ? t.due() : null;
            if (member != null) {
                taken.add(new RotaOrder.Taken(member, t.date().starts()));
            }
        }
        return taken;
    }

    private static boolean open(RotaTurn t, Instant now) {
        return t.state() == State.PLANNED && t.mark() == Mark.OPEN && t.ahead(now);
    }

    private record Key(UUID event, LocalDateTime recurrence) {
        static Key of(RotaTurn.Date date) {
            return new Key(date.event(), date.recurrence());
        }
    }

    /** One refreshing of one rota. */
    private final class Round {

        private final Rota rota;
        private final boolean begin;
        private final Instant now = settings.clock().instant();
        private final Map<UUID, RotaTurn> stored = new LinkedHashMap<>();
        private final Map<UUID, RotaTurn> wanted = new LinkedHashMap<>();
        private final Set<UUID> fresh = new HashSet<>();

        Round(Rota rota, boolean begin) {
            this.rota = rota;
            this.begin = begin;
        }

        boolean run() {
            turns.of(List.of(rota.id())).forEach(t -> stored.put(t.id(), t));
            wanted.putAll(stored);
            withDates();
            wanted.replaceAll((id, t) -> withoutLeavers(t));
            give();
            return write();
        }

        private void withDates() {
            Instant from = rota.from().atStartOfDay(units.get(rota.unit()).zone()).toInstant();
            List<RotaTurn.Date> past = from.isBefore(now) ? turns.dates(rota, from, now.plusMillis(1), true, PAST) : List.of();
            List<RotaTurn.Date> future = turns.dates(rota, from.isAfter(now) ? from : now.plusMillis(1), now.plus(Duration.ofDays(20_000)), false, FUTURE);
            Map<Key, RotaTurn> known = new HashMap<>();
            stored.values().forEach(t -> known.put(Key.of(t.date()), t));
            Map<UUID, Instant> changed = begin ? Map.of() : turns.changed(past.stream().filter(d -> !known.containsKey(Key.of(d))).map(RotaTurn.Date::event).distinct().toList());
            past.stream().filter(d -> known.containsKey(Key.of(d)) || !changed.getOrDefault(d.event(), Instant.MIN).isAfter(d.starts())).forEach(date -> date(known, date, true));
            for (int i = 0; i < future.size(); i++) {
                date(known, future.get(i), i < rota.ahead());
            }
            // what remains has no date any more: to come it is cancelled; what lies behind took place, whatever became of its event
            known.values().stream().filter(t -> t.state() == State.PLANNED && t.ahead(now)).forEach(t -> wanted.put(t.id(), t.on(t.date(), State.CANCELLED)));
        }

        private void date(Map<Key, RotaTurn> known, RotaTurn.Date date, boolean within) {
            RotaTurn turn = known.remove(Key.of(date));
            if (turn == null && within) {
                UUID id = Ids.next();
                fresh.add(id);
                wanted.put(id, new RotaTurn(id, 0, rota.id(), date, null, null, PlanItem.Who.NOBODY, null, Mark.OPEN, State.PLANNED, null));
            } else if (turn != null && !within && turn.mark() == Mark.OPEN && turn.state() == State.PLANNED && turn.topic() == null) {
                wanted.remove(turn.id());
            } else if (turn != null && (turn.state() == State.PLANNED || turn.state() == State.CANCELLED)) {
                wanted.put(turn.id(), turn.on(date, State.PLANNED));
            }
        }

        /** Whoever is on the list no more takes no turn to come. */
        private RotaTurn withoutLeavers(RotaTurn t) {
            boolean left = t.state() == State.PLANNED && t.ahead(now) && t.due() != null && rota.member(t.due()).isEmpty();
            return left ? t.given(null, null, PlanItem.Who.NOBODY, Mark.OPEN) : t;
        }

        private void give() {
            Map<UUID, Set<UUID>> cannot = new HashMap<>();
            List<RotaOrder.Missed> missed = new ArrayList<>();
            for (RotaTurnStore.Decline d : turns.declines(List.of(rota.id()))) {
                RotaTurn turn = wanted.get(d.turn());
                if (turn != null && turn.state() != State.CANCELLED) {
                    cannot.computeIfAbsent(d.turn(), t -> new HashSet<>()).add(d.member());
                    missed.add(new RotaOrder.Missed(d.member(), turn.date().starts()));
                }
            }
            withLeave(cannot);
            List<RotaTurn> fixed = new ArrayList<>();
            List<RotaOrder.Slot> slots = new ArrayList<>();
            for (RotaTurn t : wanted.values()) {
                if (open(t, now) || fresh.contains(t.id())) {
                    slots.add(new RotaOrder.Slot(t.id(), t.date().starts(), cannot.getOrDefault(t.id(), Set.of())));
                } else {
                    fixed.add(t);
                }
            }
            Map<UUID, Optional<UUID>> given = RotaOrder.fill(rota.order(), taken(fixed, now), missed, slots);
            given.forEach((id, member) -> {
                RotaTurn t = Objects.requireNonNull(wanted.get(id));
                UUID due = member.orElse(null);
                if (!Objects.equals(t.due(), due)) {
                    wanted.put(id, t.given(due, t.instead(), PlanItem.Who.NOBODY, Mark.OPEN));
                }
            });
        }

        /** Who has leave at a date is not given it, and keeps their place: with fewer turns than the others theirs is the next. */
        private void withLeave(Map<UUID, Set<UUID>> cannot) {
            List<RotaTurn> open = wanted.values().stream().filter(t -> open(t, now) || fresh.contains(t.id())).toList();
            List<UUID> members = rota.order().stream().map(RotaOrder.Member::id).toList();
            if (open.isEmpty() || members.isEmpty()) {
                return;
            }
            Instant first = open.stream().map(t -> t.date().starts()).min(Comparator.naturalOrder()).orElseThrow();
            Instant last = open.stream().map(t -> t.date().starts()).max(Comparator.naturalOrder()).orElseThrow();
            List<Gatherings.Away> leave = gatherings.away(members, first, last.plusMillis(1));
            open.forEach(t -> leave.stream().filter(l -> !l.from().isAfter(t.date().starts()) && l.to().isAfter(t.date().starts()))
                    .forEach(l -> cannot.computeIfAbsent(t.id(), id -> new HashSet<>()).add(l.person())));
        }

        private boolean write() {
            boolean changed = false;
            for (RotaTurn t : stored.values()) {
                if (!wanted.containsKey(t.id())) {
                    turns.remove(t);
                    changed = true;
                } else if (!t.equals(wanted.get(t.id()))) {
                    RotaTurn now = turns.change(Objects.requireNonNull(wanted.get(t.id())));
                    if (!now.date().starts().equals(t.date().starts())) {
                        turns.unremind(now);
                    }
                    changed = true;
                }
            }
            for (UUID id : fresh) {
                turns.add(Objects.requireNonNull(wanted.get(id)));
            }
            return changed || !fresh.isEmpty();
        }
    }
}
