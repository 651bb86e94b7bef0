package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
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

/** A roll that is done, and opened once more for a reason. Thread-safe. */
@Component(service = RollClosing.class)
public final class RollClosing {

    private final GatheringService gatherings;
    private final GatheringStore store;
    private final MarkStore marks;
    private final RollPeople people;
    private final Arrivals arrivals;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public RollClosing(@Reference GatheringService gatherings, @Reference GatheringStore store, @Reference MarkStore marks, @Reference RollPeople people, @Reference Arrivals arrivals,
            @Reference Watch watch, @Reference Transactions transactions) {
        this.gatherings = gatherings;
        this.store = store;
        this.marks = marks;
        this.people = people;
        this.arrivals = arrivals;
        this.watch = watch;
        this.transactions = transactions;
    }

    /**
     * Nobody comes any more: of whom nothing was said is absent.
     *
     * @throws Problem 409 {@code attendance.closed}, {@code attendance.not-yet}: it has not begun
     * @throws OptimisticLockException another version is stored
     */
    public Gathering close(Caller caller, UUID id, int version) {
        Gathering seen = gatherings.forChange(caller, id, version);
        if (seen.closedAt() != null) {
            throw Problem.conflict("attendance.closed");
        }
        Instant now = watch.clock().instant();
        if (now.isBefore(seen.draft().start())) {
            throw Problem.conflict("attendance.not-yet");
        }
        return transactions.call(() -> {
            people.hold(id);
            people.settled(seen);
            // whoever gets leave at this moment is not overwritten
            List<Mark> rest = marks.locked(id, marks.of(id).stream().map(Mark::person).toList()).values().stream()
                    .filter(m -> m.onRoll() && m.expected() && m.state() == null).toList();
            marks.change(rest.stream().map(m -> new Mark(id, m.person(), m.unit(), m.source(), true, State.ABSENT, null, null, null, Mark.Way.CLOSING, now, caller.name())).toList());
            Gathering current = store.find(id).filter(g -> !g.cancelled()).orElseThrow(() -> Problem.conflict("attendance.cancelled"));
            List<Mark> toEnd = arrivals.toEnd(current, marks.of(id).stream().filter(Mark::onRoll).toList());
            marks.change(toEnd);
            Gathering closed = store.change(new Gathering(id, current.version(), current.draft(), false, current.settledAt(), now, caller.name(), current.signOut()));
            watch.written(caller, closed, "close", null, toEnd.isEmpty() ? Map.of("absent", rest.size()) : Map.of("absent", rest.size(), "toEnd", toEnd.size()));
            return closed;
        });
    }

    /**
     * The roll can be changed again; who was absent only because it was closed is open again.
     *
     * @param reason why; for the trail
     * @throws Problem 422 {@code attendance.answer-needed}
     * @throws OptimisticLockException another version is stored
     */
    public Gathering reopen(Caller caller, UUID id, int version, @Nullable String reason) {
        Gathering seen = gatherings.forChange(caller, id, version);
        if (seen.closedAt() == null) {
            return seen;
        }
        String why = reason == null ? "" : reason.strip();
        if (why.isEmpty() || why.length() > RollService.NOTE) {
            throw new Problem(422, "rest.invalid").field("reason", why.isEmpty() ? "attendance.answer-needed" : "attendance.too-long", why.isEmpty() ? Map.of() : Map.of("max", RollService.NOTE));
        }
        return transactions.call(() -> {
            marks.lock(id);
            List<Mark> assumed = marks.of(id).stream().filter(m -> m.way() == Mark.Way.CLOSING).toList();
            marks.change(assumed.stream().map(Mark::unmarked).toList());
            marks.change(arrivals.openAgain(seen, marks.of(id)));
            Gathering reopened = store.change(new Gathering(id, seen.version(), seen.draft(), false, seen.settledAt(), null, null, seen.signOut()));
            watch.written(caller, reopened, "reopen", Map.of("closedBy", Objects.requireNonNullElse(seen.closedBy(), "")), Map.of("open", assumed.size(), "reason", why));
            return reopened;
        });
    }
}
