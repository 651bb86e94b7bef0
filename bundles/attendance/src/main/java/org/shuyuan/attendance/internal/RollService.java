package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.GatheringStore;
import org.shuyuan.attendance.internal.jpa.MarkStore;

/** Taking the roll: what becomes of each; {@link RollPeople} says who is on it, {@link RollClosing} when it is done. Thread-safe. */
@Component(service = RollService.class)
public final class RollService {

    /** How long before the start people can be marked as there: who comes early is there. Leave and exemption can be marked at any time. */
    public static final Duration EARLY = Duration.ofHours(2);
    /** Most people that are marked or added at once. */
    static final int MOST = 2_000;
    static final int NOTE = 200;
    private static final int MINUTES = 24 * 60;
    static final Set<State> AHEAD = Set.of(State.ON_LEAVE, State.EXEMPT);

    /**
     * What becomes of somebody.
     *
     * @param state null: nothing is known any more
     * @param was the state that whoever marks has seen, to notice that another was faster
     */
    public record Marking(UUID person, @Nullable State state, @Nullable State was, @Nullable String reason, @Nullable String note, @Nullable Integer minutes) {}

    private final GatheringService gatherings;
    private final GatheringStore store;
    private final MarkStore marks;
    private final RollPeople onRoll;
    private final Reasons reasons;
    private final Arrivals arrivals;
    private final NeedlessMakeUps makeUps;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public RollService(@Reference GatheringService gatherings, @Reference GatheringStore store, @Reference MarkStore marks, @Reference RollPeople onRoll, @Reference Reasons reasons,
            @Reference Arrivals arrivals, @Reference NeedlessMakeUps makeUps, @Reference Watch watch, @Reference Transactions transactions) {
        this.gatherings = gatherings;
        this.store = store;
        this.marks = marks;
        this.onRoll = onRoll;
        this.reasons = reasons;
        this.arrivals = arrivals;
        this.makeUps = makeUps;
        this.watch = watch;
        this.transactions = transactions;
    }

    /** Everybody who is on the roll, in the order of ids. @throws Problem of {@link GatheringService#find} */
    public List<Mark> roll(Caller caller, UUID id) {
        gatherings.find(caller, id);
        return marks.of(id).stream().filter(Mark::onRoll).toList();
    }

    /** The reasons that can be given at the gathering, those that are retired too: older marks have them. */
    public List<Reason> reasons(Gathering gathering) {
        return reasons.at(gathering.unit());
    }

    /**
     * Marks people, all or none.
     *
     * @return the rows as they are now
     * @throws Problem 404 {@code attendance.not-on-roll}; 409 {@code attendance.closed}, {@code attendance.not-yet}, {@code attendance.marked-meanwhile}; 422
     */
    public List<Mark> mark(Caller caller, UUID id, List<Marking> wanted, Mark.Way way) {
        Gathering gathering = gatherings.open(caller, id);
        boolean early = check(gathering, wanted);
        return transactions.call(() -> {
            onRoll.hold(id);
            // who is excused weeks ahead does not settle who will be expected on the day
            if (!early) {
                onRoll.settled(gathering);
            }
            Map<UUID, Mark> before = marks.locked(id, wanted.stream().map(Marking::person).toList());
            List<Mark> after = new ArrayList<>();
            List<Mark> overtaken = new ArrayList<>();
            Instant now = watch.clock().instant();
            for (Marking one : wanted) {
                Mark was = before.get(one.person());
                if (was == null || !was.onRoll()) {
                    throw Problem.notFound("attendance.not-on-roll");
                }
                if (was.state() != one.was() && was.state() != one.state()) {
                    overtaken.add(was);
                }
                after.add(marked(caller, was, one, way, now));
            }
            if (!overtaken.isEmpty()) {
                throw Problem.conflict("attendance.marked-meanwhile").with("who", Objects.requireNonNullElse(overtaken.get(0).by(), "?")).with("count", overtaken.size());
            }
            List<Mark> changed = after.stream().filter(m -> !same(m, Objects.requireNonNull(before.get(m.person())))).toList();
            marks.change(changed);
            if (!changed.isEmpty()) {
                watch.written(caller, gathering, "mark", words(changed.stream().map(m -> Objects.requireNonNull(before.get(m.person()))).toList()), words(changed));
                makeUps.drop(caller, gathering, changed);
            }
            return after;
        });
    }

    private static Mark marked(Caller caller, Mark was, Marking one, Mark.Way way, Instant now) {
        @Nullable State state = one.state();
        if (was.expected() == (state == State.OBSERVER) && state != null) {
            throw Problem.invalid("state", was.expected() ? "attendance.expected-no-observer" : "attendance.observer-only");
        }
        return state == null ? was.unmarked()
                : new Mark(was.gathering(), was.person(), was.unit(), was.source(), was.expected(), state, one.reason(), one.note(), one.minutes(), way, now, caller.name());
    }

    /** @return whether nobody can be there yet */
    private boolean check(Gathering gathering, List<Marking> wanted) {
        if (wanted.isEmpty() || wanted.size() > MOST) {
            throw new Problem(422, "rest.invalid").field("marks", "attendance.too-many", Map.of("max", MOST));
        }
        boolean early = watch.clock().instant().isBefore(gathering.draft().start().minus(EARLY));
        Map<String, Reason> known = reasons.at(gathering.unit()).stream().collect(Collectors.toMap(Reason::word, r -> r));
        for (Marking one : wanted) {
            if (early && one.state() != null && !AHEAD.contains(one.state())) {
                throw Problem.conflict("attendance.not-yet");
            }
            if (one.reason() != null && (!known.containsKey(one.reason()) || known.get(one.reason()).state() != one.state())) {
                throw Problem.invalid("reason", "attendance.no-such-reason");
            }
            if (one.note() != null && one.note().length() > NOTE) {
                throw new Problem(422, "rest.invalid").field("note", "attendance.too-long", Map.of("max", NOTE));
            }
            if (one.minutes() != null && (one.minutes() < 0 || one.minutes() > MINUTES)) {
                throw Problem.invalid("minutes", "attendance.bad-minutes");
            }
        }
        return early;
    }

    /**
     * Whether people sign out there, and their minutes count.
     *
     * @throws Problem 409 {@code attendance.closed}
     * @throws OptimisticLockException another version is stored
     */
    public Gathering signOut(Caller caller, UUID id, int version, boolean wanted) {
        Gathering seen = gatherings.forChange(caller, id, version);
        if (seen.closedAt() != null) {
            throw Problem.conflict("attendance.closed");
        }
        if (seen.signOut() == wanted) {
            return seen;
        }
        return transactions.call(() -> {
            Gathering after = store.change(new Gathering(id, version, seen.draft(), false, seen.settledAt(), null, null, wanted));
            watch.written(caller, after, "set-sign-out", Map.of("signOut", seen.signOut()), Map.of("signOut", wanted));
            return after;
        });
    }

    /**
     * The organiser says when somebody who was there came and left; the minutes follow.
     *
     * @param came null: from the start
     * @param left null: not known
     * @return the row as it is now
     * @throws Problem 404 {@code attendance.not-on-roll}; 409 {@code attendance.closed}, {@code attendance.not-yet}, {@code attendance.no-sign-out}, {@code attendance.not-there};
     *     422 {@code attendance.bad-times}
     */
    public Mark times(Caller caller, UUID id, UUID person, @Nullable Instant came, @Nullable Instant left) {
        Gathering gathering = gatherings.open(caller, id);
        if (!gathering.signOut()) {
            throw Problem.conflict("attendance.no-sign-out");
        }
        Instant now = watch.clock().instant();
        Instant start = gathering.draft().start();
        if (now.isBefore(start.minus(EARLY))) {
            throw Problem.conflict("attendance.not-yet");
        }
        Instant from = came == null ? start : came;
        if (from.isBefore(start.minus(EARLY)) || !from.isBefore(gathering.draft().end()) || left != null && (left.isBefore(from) || left.isAfter(gathering.draft().end().plus(Duration.ofHours(12))))) {
            throw Problem.invalid("left", "attendance.bad-times");
        }
        return transactions.call(() -> {
            onRoll.hold(id);
            Mark was = marks.locked(id, List.of(person)).get(person);
            if (was == null || !was.onRoll()) {
                throw Problem.notFound("attendance.not-on-roll");
            }
            if (was.state() == null || !was.state().there()) {
                throw Problem.conflict("attendance.not-there");
            }
            Times wanted = new Times(id, person, from, Mark.Way.ROLL, null, left, left == null ? null : Mark.Way.ROLL, null, false);
            arrivals.said(wanted);
            // who was late stays late: the organiser has said so
            Mark after = arrivals.counted(caller, gathering, was, wanted, gathering.draft().end());
            marks.change(List.of(after));
            watch.written(caller, gathering, "mark", words(List.of(was)), words(List.of(after)));
            return after;
        });
    }

    private static boolean same(Mark a, Mark b) {
        return a.state() == b.state() && Objects.equals(a.reason(), b.reason()) && Objects.equals(a.note(), b.note()) && Objects.equals(a.minutes(), b.minutes());
    }

    /**
     * An objection was granted: besides approved leave the only way into a roll that stays closed. Part of the caller's transaction, which has asked whether the caller may.
     *
     * @throws Problem 404 {@code attendance.not-on-roll}; 409 {@code attendance.cancelled}, {@code attendance.not-yet}
     */
    void correct(Caller caller, Gathering gathering, UUID person, State wanted) {
        Instant now = watch.clock().instant();
        if (gathering.cancelled()) {
            throw Problem.conflict("attendance.cancelled");
        }
        if (wanted.there() && now.isBefore(gathering.draft().start().minus(EARLY))) {
            throw Problem.conflict("attendance.not-yet");
        }
        Mark was = marks.locked(gathering.id(), List.of(person)).get(person);
        if (was == null || !was.onRoll() || !was.expected()) {
            throw Problem.notFound("attendance.not-on-roll");
        }
        if (was.state() != wanted) {
            Mark after = new Mark(was.gathering(), person, was.unit(), was.source(), true, wanted, null, null, wanted.there() ? was.minutes() : null, Mark.Way.OBJECTION, now, caller.name());
            marks.change(List.of(after));
            watch.written(caller, gathering, "mark", words(List.of(was)), words(List.of(after)));
            makeUps.drop(caller, gathering, List.of(after));
        }
    }

    /** For the trail, by ids: names are looked up where they are shown, so that none stays there when somebody is anonymised. */
    static Map<String, String> words(List<Mark> some) {
        Map<String, String> words = new LinkedHashMap<>();
        some.forEach(m -> words.put(m.person().toString(), (m.state() == null ? "" : m.state().word()) + (m.reason() == null ? "" : " · " + m.reason())
                + (m.minutes() == null ? "" : " · " + m.minutes())));
        return words;
    }
}
