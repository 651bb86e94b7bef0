package org.shuyuan.attendance.internal;

import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.ShortCodes;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.CardStore;
import org.shuyuan.attendance.internal.jpa.GatheringStore;
import org.shuyuan.attendance.internal.jpa.MarkStore;
import org.shuyuan.attendance.internal.jpa.StationStore;

/**
 * Signing in at a station. Nobody is signed in to the portal there: the station's secret says which station it is, and staff number with PIN, or a card, who is there. It fails closed:
 * stopped, past its end, before or after a gathering's time, nothing is written. Whether a number exists is never told. Thread-safe.
 */
@Component(service = StationTaps.class)
public final class StationTaps {

    /** What a card's number is sealed for. */
    static final String CARD = "attendance.card";
    static final int LONGEST = 64;
    private static final Duration AHEAD = Duration.ofDays(1);
    /** A card that is held there again so soon after its owner signed out is read twice. */
    private static final Duration TWICE = Duration.ofSeconds(20);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    /**
     * What was typed or read.
     *
     * @param pin null: none was asked for yet
     * @param id of the message, the same when it is sent again
     */
    public record Tap(@Nullable String input, @Nullable String pin, @Nullable String id) {}

    /** What came of it. */
    public enum Outcome {
        /** It is no card: a PIN is needed. Says nothing of whether somebody has that number. */
        PIN,
        SIGNED_IN,
        ALREADY,
        /** Where the minutes count. */
        SIGNED_OUT,
        ALREADY_OUT
    }

    /** @param gathering with all that follows null where a PIN is needed */
    public record Answer(Outcome outcome, @Nullable Gathering gathering, @Nullable String name, @Nullable State state, @Nullable Instant at) {}

    /** What the station shows. @param gathering null: all of the day */
    public record Shown(Station station, @Nullable Gathering gathering, Instant now) {}

    private final StationStore store;
    private final CardStore cards;
    private final GatheringStore gatherings;
    private final RollPeople rolls;
    private final MarkStore marks;
    private final Arrivals arrivals;
    private final WrongTries wrong;
    private final ShortCodes codes;
    private final People people;
    private final Units units;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public StationTaps(@Reference StationStore store, @Reference CardStore cards, @Reference GatheringStore gatherings, @Reference RollPeople rolls, @Reference MarkStore marks,
            @Reference Arrivals arrivals, @Reference WrongTries wrong, @Reference ShortCodes codes, @Reference People people, @Reference Units units, @Reference Watch watch,
            @Reference Transactions transactions) {
        this.store = store;
        this.cards = cards;
        this.gatherings = gatherings;
        this.rolls = rolls;
        this.marks = marks;
        this.arrivals = arrivals;
        this.wrong = wrong;
        this.codes = codes;
        this.people = people;
        this.units = units;
        this.watch = watch;
        this.transactions = transactions;
    }

    /** What is typed and what is read are compared so: full-width digits and small letters are what they look like. */
    static String normal(@Nullable String typed) {
        return typed == null ? "" : Normalizer.normalize(typed, Normalizer.Form.NFKC).strip().toUpperCase(Locale.ROOT);
    }

    /** @param secret what the browser keeps @throws Problem 409 {@code attendance.station-over} */
    public Shown shown(@Nullable String secret) {
        Station station = current(secret);
        return new Shown(station, station.gathering() == null ? null : gatherings.find(station.gathering()).orElse(null), watch.clock().instant());
    }

    private Station current(@Nullable String secret) {
        return Optional.ofNullable(secret).filter(s -> !s.isBlank() && s.length() <= 100).flatMap(s -> store.of(Secrets.hash(s))).filter(s -> s.open(watch.clock().instant()))
                .orElseThrow(() -> Problem.conflict("attendance.station-over"));
    }

    /**
     * Somebody is at the station.
     *
     * @param secret what the browser keeps
     * @param address of the station
     * @throws Problem 403 {@code attendance.station-unknown}: the number or the PIN; 404 {@code attendance.not-expected}; 409 {@code attendance.station-over},
     *     {@code attendance.opens-later}, {@code attendance.door-shut}, {@code attendance.said-otherwise}; 422; 429
     */
    public Answer tap(@Nullable String secret, Tap tap, String address) {
        Station station = current(secret);
        String input = normal(tap.input());
        if (input.isEmpty() || input.length() > LONGEST || tap.id() != null && tap.id().length() > LONGEST || tap.pin() != null && tap.pin().length() > LONGEST) {
            throw Problem.invalid("input", "attendance.station-input");
        }
        Optional<UUID> held = cards.holder(codes.seal(CARD, input));
        if (held.isEmpty() && (tap.pin() == null || tap.pin().isBlank())) {
            wrong.begin(List.of(WrongTries.Key.station(WrongTries.Kind.ASKED, station.id())));
            return new Answer(Outcome.PIN, null, null, null, null);
        }
        Person person = held.isPresent() ? held.flatMap(people::find).filter(p -> p.unit() != null).orElseThrow(StationTaps::unknown) : byPin(station, input, normal(tap.pin()));
        return transactions.call(() -> signIn(station, person, tap.id(), address));
    }

    private static Problem unknown() {
        return Problem.forbidden("attendance.station-unknown");
    }

    /** Hashes outside any transaction, and for a number that nobody has too. */
    private Person byPin(Station station, String number, String pin) {
        List<WrongTries.Key> keys = List.of(new WrongTries.Key(WrongTries.Kind.NUMBER, number), WrongTries.Key.station(WrongTries.Kind.STATION, station.id()));
        wrong.begin(keys);
        List<Person> known = people.knownBy(People.KnownBy.NUMBER, number);
        @Nullable Person person = known.size() == 1 ? known.get(0) : null;
        UUID owner = person == null ? new UUID(0, 0) : person.id();
        if (!codes.matches(owner, pin, person == null ? null : cards.pin(owner).orElse(null)) || person == null) {
            throw unknown();
        }
        wrong.right(List.of(keys.get(0), keys.get(1), WrongTries.Key.station(WrongTries.Kind.ASKED, station.id())));
        return person;
    }

    private Answer signIn(Station station, Person person, @Nullable String tap, String address) {
        Instant now = watch.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        // not the portal itself: it may do everything, and nothing of that is asked for here
        Caller caller = new Caller(new UUID(0, 0), null, station.name(), Caller.Kind.SYSTEM, Language.ZH_CN, address);
        List<Standing> all = standing(station, person, now);
        if (all.isEmpty()) {
            throw later(station, person, now).orElseGet(() -> Problem.notFound("attendance.not-expected"));
        }
        for (Standing one : all) {
            @Nullable Times times = one.times();
            if (tap != null && times != null && (tap.equals(times.tap()) || tap.equals(times.leftTap()))) {
                // the same message again, whose answer was lost
                return tap.equals(times.tap()) ? told(caller, station, one, person, Outcome.SIGNED_IN) : told(caller, station, one, person, Outcome.SIGNED_OUT);
            }
        }
        // where the organiser has said since that the person is not there, a tap is for another
        @Nullable Standing at = all.stream().filter(one -> one.times() != null).max(Comparator.comparing(Standing::stands).thenComparing(Standing::last)).orElse(null);
        boolean there = at != null && at.stands() && at.known().left() == null;
        if (at != null && at.stands() && now.isBefore(at.last().plus(there ? Arrivals.SOON : TWICE))) {
            return told(caller, station, at, person, null);
        }
        if (at != null && there && arrivals.leaves(at.gathering(), at.known(), now)) {
            return leaves(caller, station, at, person, now, tap);
        }
        boolean over = at != null && (Meant.over(at.gathering(), now) || at.known().left() != null);
        Optional<Gathering> meant = Meant.of(all.stream().filter(one -> one.times() == null).map(Standing::gathering).toList(), now, there && !over, over);
        if (meant.isPresent()) {
            Gathering gathering = meant.get();
            rolls.settled(gathering);
            Mark was = Objects.requireNonNull(marks.locked(gathering.id(), List.of(person.id())).get(person.id()));
            State state = arrivals.came(caller, gathering, was, Times.came(gathering.id(), person.id(), now, Mark.Way.STATION, tap), lateAfter(station, gathering), "sign-in-at-station");
            return new Answer(Outcome.SIGNED_IN, gathering, person.name(), state, now);
        }
        // whoever is at none means one of those that are open
        Standing last = Objects.requireNonNull(at);
        return arrivals.leaves(last.gathering(), last.known(), now) ? leaves(caller, station, last, person, now, tap) : told(caller, station, last, person, null);
    }

    /** A gathering that can be signed in to now and expects the person. @param times null: not signed in there */
    private record Standing(Gathering gathering, Mark mark, @Nullable Times times) {

        /** Whoever takes the roll has not said otherwise since. */
        boolean stands() {
            return mark.state() == null || mark.state().there();
        }

        Times known() {
            return Objects.requireNonNull(times);
        }

        Instant last() {
            return known().left() == null ? known().came() : Objects.requireNonNull(known().left());
        }
    }

    private List<Standing> standing(Station station, Person person, Instant now) {
        List<Standing> all = new ArrayList<>();
        // in the order in which others lock them too
        for (Gathering gathering : open(station, now).stream().sorted(Comparator.comparing(Gathering::id)).toList()) {
            if (rolls.held(gathering.id()) && rolls.expects(gathering, person.id())) {
                Mark mark = Objects.requireNonNull(marks.locked(gathering.id(), List.of(person.id())).get(person.id()));
                all.add(new Standing(gathering, mark, arrivals.before(gathering.id(), person.id()).orElse(null)));
            }
        }
        return all;
    }

    private Answer leaves(Caller caller, Station station, Standing at, Person person, Instant now, @Nullable String tap) {
        Gathering gathering = at.gathering();
        Mark was = Objects.requireNonNull(marks.locked(gathering.id(), List.of(person.id())).get(person.id()));
        State state = arrivals.left(caller, gathering, was, at.known().left(now, Mark.Way.STATION, tap), lateAfter(station, gathering), "sign-out-at-station");
        return new Answer(Outcome.SIGNED_OUT, gathering, person.name(), state, now);
    }

    /** @param as null: that the person was there already, or had left already */
    private Answer told(Caller caller, Station station, Standing at, Person person, @Nullable Outcome as) {
        Gathering gathering = at.gathering();
        Mark was = Objects.requireNonNull(marks.locked(gathering.id(), List.of(person.id())).get(person.id()));
        State state = arrivals.again(caller, gathering, was, at.known(), lateAfter(station, gathering), "sign-in-at-station");
        Outcome outcome = as != null ? as : at.known().left() == null ? Outcome.ALREADY : Outcome.ALREADY_OUT;
        Instant when = outcome == Outcome.SIGNED_IN ? at.known().came() : at.last();
        return new Answer(outcome, gathering, person.name(), state, when);
    }

    private static Instant lateAfter(Station station, Gathering gathering) {
        return gathering.draft().start().plus(Duration.ofMinutes(station.grace()));
    }

    /** What can be signed in to now. @throws Problem for a station of one gathering, why that cannot */
    private List<Gathering> open(Station station, Instant now) {
        if (station.gathering() != null) {
            Gathering gathering = gatherings.find(station.gathering()).filter(g -> !g.cancelled() && g.closedAt() == null).orElseThrow(() -> Problem.conflict("attendance.door-shut"));
            if (now.isBefore(gathering.draft().start().minus(RollService.EARLY))) {
                throw opensLater(gathering);
            }
            if (!now.isBefore(gathering.draft().end().plus(Doors.AFTER_END))) {
                throw Problem.conflict("attendance.door-shut");
            }
            return List.of(gathering);
        }
        return store.gatherings(units.subtreeIds(station.unit()), now.minus(Doors.AFTER_END), now.plus(RollService.EARLY)).stream().flatMap(id -> gatherings.find(id).stream()).toList();
    }

    /** Whoever comes too early for something of today is told when it opens, rather than that nobody expects them. */
    private Optional<Problem> later(Station station, Person person, Instant now) {
        if (station.gathering() != null) {
            return Optional.empty();
        }
        return store.gatherings(units.subtreeIds(station.unit()), now, now.plus(AHEAD)).stream().flatMap(id -> gatherings.find(id).stream())
                .filter(g -> now.isBefore(g.draft().start().minus(RollService.EARLY)) && g.draft().start().isBefore(station.ends()))
                .filter(g -> rolls.expects(g, person.id())).findFirst().map(this::opensLater);
    }

    private Problem opensLater(Gathering gathering) {
        ZoneId zone = units.find(gathering.unit()).map(u -> u.zone()).orElse(ZoneId.of("Asia/Shanghai"));
        return Problem.conflict("attendance.opens-later").with("time", TIME.format(gathering.draft().start().minus(RollService.EARLY).atZone(zone))).with("title", gathering.draft().title());
    }
}
