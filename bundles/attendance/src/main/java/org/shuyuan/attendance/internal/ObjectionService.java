package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.GatheringStore;
import org.shuyuan.attendance.internal.jpa.MarkStore;
import org.shuyuan.attendance.internal.jpa.ObjectionStore;

/**
 * Objections: for some days after the roll was closed a person may say what their mark should be; whoever takes the roll, but nobody of their own, decides. A mark of a closed roll is changed
 * so without opening the roll again. Thread-safe.
 */
@Component(service = ObjectionService.class)
public final class ObjectionService {

    static final int WHY = 500;
    static final int ANSWER = 500;
    private static final int OWN = 200;
    /** What a mark can be wanted to be: nobody objects to be absent, and observers are not expected. */
    private static final Set<State> WANTED = Set.of(State.PRESENT, State.LATE, State.LEFT_EARLY, State.ON_LEAVE, State.EXEMPT);

    /**
     * What somebody objects to.
     *
     * @param person whose mark; null: the caller's
     * @param state what it should be
     */
    public record Wish(@Nullable UUID gathering, @Nullable UUID person, @Nullable State state, @Nullable String why) {}

    /** A gathering whose mark the caller may object to. @param until the last moment */
    public record Open(UUID gathering, State state, Instant until) {}

    private final ObjectionStore store;
    private final MarkStore marks;
    private final GatheringStore gatheringStore;
    private final RollService rolls;
    private final RulesService rules;
    private final People people;
    private final Access access;
    private final Accounts accounts;
    private final Notices notices;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public ObjectionService(@Reference ObjectionStore store, @Reference MarkStore marks, @Reference GatheringStore gatheringStore, @Reference RollService rolls,
            @Reference RulesService rules, @Reference People people, @Reference Access access, @Reference Accounts accounts, @Reference Notices notices,
            @Reference Watch watch, @Reference Transactions transactions) {
        this.store = store;
        this.marks = marks;
        this.gatheringStore = gatheringStore;
        this.rolls = rolls;
        this.rules = rules;
        this.people = people;
        this.access = access;
        this.accounts = accounts;
        this.notices = notices;
        this.watch = watch;
        this.transactions = transactions;
    }

    /** The caller's own, the newest first. */
    public List<ObjectionStore.Line> mine(Caller caller) {
        UUID person = caller.person();
        return person == null ? List.of() : store.of(person, OWN);
    }

    /** The marks the caller may object to. */
    public List<Open> open(Caller caller) {
        UUID person = caller.person();
        if (person == null) {
            return List.of();
        }
        Instant now = watch.clock().instant();
        Map<UUID, Integer> days = new HashMap<>();
        Map<UUID, List<Objection>> there = store.of(person, OWN).stream().map(ObjectionStore.Line::objection).collect(Collectors.groupingBy(Objection::gathering));
        return store.marked(person, now.minus(Duration.ofDays(Rules.MOST_DAYS)), OWN).stream()
                .map(m -> new Open(m.gathering(), m.state(), until(m.since(), days.computeIfAbsent(m.unit(), unit -> rules.at(unit).rules().objectionDays()))))
                .filter(o -> now.isBefore(o.until()) && !said(there.getOrDefault(o.gathering(), List.of()), o.state())).toList();
    }

    /** One, for whose mark it is and for whoever takes the roll. @throws Problem 404 {@code attendance.no-such-objection} */
    public ObjectionStore.Line find(Caller caller, UUID id) {
        return store.find(id).filter(l -> l.objection().person().equals(caller.person()) || access.can(caller, Permissions.TAKE, l.unit()))
                .orElseThrow(() -> Problem.notFound("attendance.no-such-objection"));
    }

    /** At gatherings of the unit and below whose rolls the caller takes. */
    public ObjectionStore.Page list(Caller caller, UUID unit, ObjectionStore.Query query) {
        return store.list(access.within(caller, Permissions.TAKE, unit), query);
    }

    /**
     * The caller objects to their mark; whoever takes the roll may also write down what somebody said by telephone.
     *
     * @throws Problem 403 for somebody else, by who does not take the roll; 404 {@code attendance.no-such-gathering}; 409 {@code attendance.without-person}, {@code attendance.cancelled},
     *     {@code attendance.not-marked}, {@code attendance.objection-late}, {@code attendance.objection-twice}; 422
     */
    public ObjectionStore.Line object(Caller caller, Wish wish) {
        boolean own = wish.person() == null || wish.person().equals(caller.person());
        UUID person = own ? caller.person() : wish.person();
        if (person == null) {
            throw Problem.conflict("attendance.without-person");
        }
        Gathering gathering = (wish.gathering() == null ? java.util.Optional.<Gathering>empty() : gatheringStore.find(wish.gathering()))
                .filter(g -> own || access.can(caller, Permissions.READ, g.unit()) || access.can(caller, Permissions.TAKE, g.unit()))
                .orElseThrow(() -> Problem.notFound("attendance.no-such-gathering"));
        if (!own) {
            access.require(caller, Permissions.TAKE, gathering.unit());
        }
        return transactions.call(() -> {
            // the gathering before the row, as everywhere; two objections of one person at the same moment come one after the other
            marks.lock(gathering.id());
            Mark mark = marks.locked(gathering.id(), List.of(person)).get(person);
            if (mark == null || !mark.onRoll()) {
                throw own ? Problem.notFound("attendance.no-such-gathering") : Problem.invalid("person", "attendance.no-such-person");
            }
            Objection made = checked(gathering, mark, wish);
            store.add(made);
            written(caller, gathering, "object", null, snapshot(made));
            Person who = people.get(List.of(person)).get(person);
            notices.send(new Notices.Notice("attendance", "notice.objection-asked", Map.of("name", who == null ? "?" : who.name(), "title", gathering.draft().title()),
                    "/attendance/make-up/objections?unit=" + gathering.unit()),
                    accounts.holding(Permissions.TAKE, gathering.unit()).stream().filter(account -> !account.equals(caller.account())).toList());
            return store.find(made.id()).orElseThrow();
        });
    }

    private Objection checked(Gathering gathering, Mark mark, Wish wish) {
        Instant now = watch.clock().instant();
        State was = mark.state();
        if (gathering.cancelled()) {
            throw Problem.conflict("attendance.cancelled");
        }
        // null where only some were excused ahead
        @Nullable Instant settled = gathering.settledAt();
        if (was == null || !mark.expected()) {
            throw Problem.conflict("attendance.not-marked");
        }
        int days = rules.at(gathering.unit()).rules().objectionDays();
        Instant since = gathering.closedAt() != null ? gathering.closedAt() : settled != null && settled.isAfter(gathering.draft().end()) ? settled : gathering.draft().end();
        if (!now.isBefore(until(since, days))) {
            throw Problem.conflict("attendance.objection-late").with("days", days);
        }
        if (said(store.at(gathering.id(), mark.person()), was)) {
            throw Problem.conflict("attendance.objection-twice");
        }
        Problem wrong = new Problem(422, "rest.invalid");
        String why = wish.why() == null ? "" : wish.why().strip();
        if (wish.state() == null || !WANTED.contains(wish.state()) || wish.state() == was) {
            wrong.field("state", "attendance.bad-wanted");
        }
        if (why.isEmpty() || why.length() > WHY) {
            wrong.field("why", why.isEmpty() ? "attendance.why-needed" : "attendance.too-long", why.isEmpty() ? Map.of() : Map.of("max", WHY));
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return new Objection(Ids.next(), 1, gathering.id(), mark.person(), was, Objects.requireNonNull(wish.state()), why, Objection.Status.ASKED, now, null, null, null);
    }

    /** Whether one waits, or the same mark was objected to and stayed: what was decided is not asked again. */
    private static boolean said(List<Objection> there, State state) {
        return there.stream().anyMatch(o -> o.status() == Objection.Status.ASKED || o.status() == Objection.Status.REFUSED && o.was() == state);
    }

    private static Instant until(Instant since, int days) {
        return days == 0 ? Instant.MIN : since.plus(Duration.ofDays(days));
    }

    /**
     * Yes changes the mark, on a closed roll too; no needs a reason.
     *
     * @throws Problem 403 {@code attendance.own-objection}: nobody decides on their own; 404; 409 {@code attendance.objection-decided}, {@code attendance.cancelled},
     *     {@code attendance.not-yet}; 422
     * @throws OptimisticLockException another version is stored
     */
    public ObjectionStore.Line decide(Caller caller, UUID id, int version, boolean granted, @Nullable String answer) {
        ObjectionStore.Line seen = find(caller, id);
        access.require(caller, Permissions.TAKE, seen.unit());
        Objection objection = seen.objection();
        if (objection.person().equals(caller.person())) {
            throw new Problem(403, "attendance.own-objection");
        }
        String said = answer == null ? "" : answer.strip();
        if (said.isEmpty() && !granted || said.length() > ANSWER) {
            throw new Problem(422, "rest.invalid").field("answer", said.isEmpty() ? "attendance.answer-needed" : "attendance.too-long", said.isEmpty() ? Map.of() : Map.of("max", ANSWER));
        }
        if (objection.version() != version) {
            throw new OptimisticLockException("objection " + id);
        }
        if (objection.status() != Objection.Status.ASKED) {
            throw Problem.conflict("attendance.objection-decided");
        }
        return transactions.call(() -> {
            marks.lock(objection.gathering());
            Gathering gathering = gatheringStore.find(objection.gathering()).orElseThrow();
            if (granted) {
                rolls.correct(caller, gathering, objection.person(), objection.wanted());
            }
            ObjectionStore.Line now = store.change(objection.decided(granted ? Objection.Status.GRANTED : Objection.Status.REFUSED, watch.clock().instant(), caller.name(),
                    said.isEmpty() ? null : said));
            written(caller, gathering, granted ? "grant-objection" : "refuse-objection", snapshot(objection), snapshot(now.objection()));
            notices.send(new Notices.Notice("attendance", "notice.objection-" + now.objection().status().word() + (granted && !said.isEmpty() ? "-said" : ""),
                    Map.of("title", gathering.draft().title(), "answer", said), "/attendance/mine?unit=" + gathering.unit()), accounts.ofPeople(List.of(objection.person())));
            return now;
        });
    }

    private void written(Caller caller, Gathering gathering, String action, @Nullable Map<String, ?> before, Map<String, ?> after) {
        watch.written(caller, gathering, action, before, after);
        watch.changed("objection", gathering.id(), gathering.unit());
    }

    /** The person by id and not why: names are looked up where they are shown, and a reason may tell of an illness. */
    private static Map<String, Object> snapshot(Objection objection) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("person", objection.person().toString());
        all.put("was", objection.was().word());
        all.put("wanted", objection.wanted().word());
        all.put("state", objection.status().word());
        return all;
    }
}
