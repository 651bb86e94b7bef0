package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.DoorStore;
import org.shuyuan.attendance.internal.jpa.GatheringStore;
import org.shuyuan.attendance.internal.jpa.MarkStore;

/**
 * Signing in by the code on the room's screen. It fails closed: before it was opened, after it was stopped or its time is over, and for a
 * gathering to come, no code is worth anything. A code that is forwarded within its seconds cannot be told from one that was seen; what
 * looks unusual is shown to the organiser instead ({@link Unusual}). Thread-safe.
 */
@Component(service = Doors.class)
public final class Doors {

    /** Longest time after the start during which people can still be on time, in minutes. */
    static final int LONGEST_GRACE = 120;
    private static final int USUAL_GRACE = 5;
    /** People who come out of the room late sign in yet. */
    static final Duration AFTER_END = Duration.ofMinutes(15);

    /** @param ticket for this device only, to be used within ten minutes */
    public record Entered(UUID unit, String ticket) {}

    /** @param already the person had signed in before @param left the person has signed out by that */
    public record SignedIn(Gathering gathering, State state, Instant at, boolean already, boolean left) {}

    private final DoorStore store;
    private final GatheringStore gatheringStore;
    private final GatheringService gatherings;
    private final RollPeople people;
    private final MarkStore marks;
    private final Arrivals arrivals;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public Doors(@Reference DoorStore store, @Reference GatheringStore gatheringStore, @Reference GatheringService gatherings, @Reference RollPeople people, @Reference MarkStore marks,
            @Reference Arrivals arrivals, @Reference Watch watch, @Reference Transactions transactions) {
        this.store = store;
        this.gatheringStore = gatheringStore;
        this.gatherings = gatherings;
        this.people = people;
        this.marks = marks;
        this.arrivals = arrivals;
        this.watch = watch;
        this.transactions = transactions;
    }

    /** The door of a gathering, if it ever had one. @throws Problem of {@link GatheringService#find} */
    public Optional<Door> of(Caller caller, UUID id) {
        gatherings.find(caller, id);
        return store.find(id);
    }

    /** What is shown now. @throws Problem 403; 409 {@code attendance.door-shut} */
    public String code(Caller caller, UUID id) {
        gatherings.forTaking(caller, id);
        Instant now = watch.clock().instant();
        return store.find(id).filter(door -> door.open(now)).orElseThrow(() -> Problem.conflict("attendance.door-shut")).code(now);
    }

    /**
     * People can sign in from now until a quarter of an hour after the end. Codes of before are worth nothing any more.
     *
     * @param grace minutes after the start for which one is on time, 0–120; as the unit had it last when null
     * @param addresses from which people may sign in; as the unit had them last when null, empty for anywhere
     * @throws Problem 409 {@code attendance.not-yet}, {@code attendance.closed}, {@code attendance.over}; 422
     */
    public Door open(Caller caller, UUID id, @Nullable Integer grace, @Nullable String addresses) {
        Gathering gathering = gatherings.open(caller, id);
        Instant now = watch.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        Instant start = gathering.draft().start();
        if (now.isBefore(start.minus(RollService.EARLY))) {
            throw Problem.conflict("attendance.not-yet");
        }
        Instant closes = gathering.draft().end().plus(AFTER_END);
        if (!now.isBefore(closes)) {
            throw Problem.conflict("attendance.over");
        }
        Optional<Door> last = store.find(id).or(() -> store.last(gathering.unit()));
        int minutes = grace != null ? grace : last.map(door -> usual(door)).orElse(USUAL_GRACE);
        if (minutes < 0 || minutes > LONGEST_GRACE) {
            throw Problem.invalid("grace", "attendance.bad-grace");
        }
        String from = (addresses != null ? addresses : last.map(Door::addresses).orElse("")).strip();
        if (from.length() > 500) {
            throw Problem.invalid("addresses", "attendance.bad-addresses");
        }
        AddressRanges.of(from);
        Door door = new Door(id, Secrets.random(), now, closes, start.plus(Duration.ofMinutes(minutes)), from, false);
        return transactions.call(() -> {
            people.settled(gathering);
            store.put(door);
            watch.written(caller, gathering, "open-door", null, Map.of("closes", closes.toString(), "grace", minutes, "addresses", from));
            return door;
        });
    }

    private int usual(Door door) {
        return gatheringStore.find(door.gathering()).map(g -> (int) Duration.between(g.draft().start(), door.lateAfter()).toMinutes()).filter(m -> m >= 0 && m <= LONGEST_GRACE).orElse(USUAL_GRACE);
    }

    /** Nobody signs in any more. */
    public void stop(Caller caller, UUID id) {
        Gathering gathering = gatherings.forTaking(caller, id);
        transactions.run(() -> store.find(id).filter(door -> !door.stopped()).ifPresent(door -> {
            store.put(new Door(id, door.secret(), door.opens(), door.closes(), door.lateAfter(), door.addresses(), true));
            watch.written(caller, gathering, "stop-door", null, null);
        }));
    }

    /**
     * Somebody opened the address of a code. Says nothing of who: that comes with the ticket.
     *
     * @param device what the device is known by
     * @throws Problem 404 {@code attendance.code-wrong}; 409 {@code attendance.code-old}, {@code attendance.door-shut}
     */
    public Entered enter(@Nullable String code, String device) {
        UUID id = Door.gatheringOf(code).orElseThrow(() -> Problem.notFound("attendance.code-wrong"));
        Door door = store.find(id).orElseThrow(() -> Problem.notFound("attendance.code-wrong"));
        Gathering gathering = gatheringStore.find(id).filter(g -> !g.cancelled()).orElseThrow(() -> Problem.notFound("attendance.code-wrong"));
        Instant now = watch.clock().instant();
        if (!door.open(now) || gathering.closedAt() != null) {
            throw Problem.conflict("attendance.door-shut");
        }
        if (code == null || !door.shows(code, now)) {
            throw Problem.conflict("attendance.code-old");
        }
        return new Entered(gathering.unit(), door.ticket(device, now.plus(Door.TICKET)));
    }

    /**
     * The caller is there, since the code was seen. Once for each person; a device is one person's.
     *
     * @param ticket as of {@link #enter}
     * @param device what the device is known by
     * @throws Problem 403 {@code attendance.elsewhere}; 404 {@code attendance.not-expected}; 409 {@code attendance.no-ticket}, {@code attendance.door-shut},
     *     {@code attendance.device-used}, {@code attendance.said-otherwise}, {@code attendance.without-person}
     */
    public SignedIn signIn(Caller caller, @Nullable String ticket, @Nullable String device) {
        if (caller.kind() != Caller.Kind.SESSION) {
            throw Problem.forbidden("attendance.elsewhere");
        }
        UUID person = caller.person();
        if (person == null) {
            throw Problem.conflict("attendance.without-person");
        }
        Door.Ticket given = Door.Ticket.of(ticket).filter(t -> device != null && !device.isBlank()).orElseThrow(() -> Problem.conflict("attendance.no-ticket"));
        Door door = store.find(given.gathering()).filter(d -> d.gave(given, java.util.Objects.requireNonNull(device))).orElseThrow(() -> Problem.conflict("attendance.no-ticket"));
        Gathering gathering = gatheringStore.find(given.gathering()).filter(g -> !g.cancelled()).orElseThrow(() -> Problem.conflict("attendance.no-ticket"));
        Instant now = watch.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        if (now.getEpochSecond() >= given.until()) {
            throw Problem.conflict("attendance.no-ticket");
        }
        if (!door.open(now) || gathering.closedAt() != null) {
            throw Problem.conflict("attendance.door-shut");
        }
        if (!AddressRanges.of(door.addresses()).allow(caller.address())) {
            throw Problem.forbidden("attendance.elsewhere");
        }
        DoorStore.SignIn one = new DoorStore.SignIn(gathering.id(), person, Secrets.hash(java.util.Objects.requireNonNull(device)), caller.address(), now);
        Instant issued = Instant.ofEpochSecond(given.until()).minus(Door.TICKET);
        return transactions.call(() -> signIn(caller, gathering, door, one, issued));
    }

    private SignedIn signIn(Caller caller, Gathering gathering, Door door, DoorStore.SignIn one, Instant issued) {
        if (!people.held(gathering.id())) {
            throw Problem.conflict("attendance.door-shut");
        }
        Mark was = marks.locked(gathering.id(), List.of(one.person())).get(one.person());
        if (was == null || !was.onRoll()) {
            throw Problem.notFound("attendance.not-expected");
        }
        Optional<Times> before = arrivals.before(gathering.id(), one.person());
        if (before.isPresent()) {
            // the page of the sign-in loaded again is no leaving: the code must have been seen again
            if (arrivals.leaves(gathering, before.get(), issued)) {
                if (store.all(gathering.id()).stream().anyMatch(s -> s.device().equals(one.device()) && !s.person().equals(one.person()))) {
                    throw Problem.conflict("attendance.device-used");
                }
                State state = arrivals.left(caller, gathering, was, before.get().left(issued, Mark.Way.CODE, null), door.lateAfter(), "sign-out");
                return new SignedIn(gathering, state, issued, false, true);
            }
            boolean left = before.get().left() != null;
            State state = arrivals.again(caller, gathering, was, before.get(), door.lateAfter(), "sign-in");
            return new SignedIn(gathering, state, left ? Objects.requireNonNull(before.get().left()) : before.get().came(), true, left);
        }
        try {
            transactions.attempt(() -> {
                store.add(one);
                return one;
            });
        } catch (PersistenceException another) {
            throw Problem.conflict("attendance.device-used");
        }
        // who saw the code was there, however long the phone had no network or asked for a password
        State state = arrivals.came(caller, gathering, was, Times.came(gathering.id(), one.person(), issued, Mark.Way.CODE, null), door.lateAfter(), "sign-in");
        return new SignedIn(gathering, state, issued, false, false);
    }
}
