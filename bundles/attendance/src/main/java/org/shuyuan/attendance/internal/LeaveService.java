package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import javax.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.GatheringStore;
import org.shuyuan.attendance.internal.jpa.LeaveStore;
import org.shuyuan.attendance.internal.jpa.MarkStore;

/**
 * Leave: who will be away asks for it, whoever the unit lets decide says yes or no, and every roll of that time knows, those that are made later too. Who was there all the same stays
 * marked as there. Thread-safe.
 */
@Component(service = LeaveService.class)
public final class LeaveService {

    static final int NOTE = 500;
    static final int ANSWER = 200;
    /** Longest leave at once: a year. */
    static final Duration LONGEST = Duration.ofDays(366);
    private static final int OWN = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    /**
     * What somebody asks for.
     *
     * @param person for whom; null: the caller
     * @param to exclusive
     */
    public record Wish(@Nullable UUID person, Instant from, Instant to, @Nullable String reason, @Nullable String note) {}

    private final LeaveStore store;
    private final MarkStore marks;
    private final GatheringStore gatherings;
    private final Reasons reasons;
    private final RulesService rules;
    private final People people;
    private final Units units;
    private final Access access;
    private final Accounts accounts;
    private final Audit audit;
    private final Notices notices;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public LeaveService(@Reference LeaveStore store, @Reference MarkStore marks, @Reference GatheringStore gatherings, @Reference Reasons reasons, @Reference RulesService rules,
            @Reference People people, @Reference Units units, @Reference Access access, @Reference Accounts accounts, @Reference Audit audit, @Reference Notices notices, @Reference Watch watch,
            @Reference Transactions transactions) {
        this.store = store;
        this.marks = marks;
        this.gatherings = gatherings;
        this.reasons = reasons;
        this.rules = rules;
        this.people = people;
        this.units = units;
        this.access = access;
        this.accounts = accounts;
        this.audit = audit;
        this.notices = notices;
        this.watch = watch;
        this.transactions = transactions;
    }

    /** The caller's own, the newest first. */
    public List<Leave> mine(Caller caller) {
        UUID person = caller.person();
        return person == null ? List.of() : store.of(person, OWN);
    }

    /** Where the caller's leave is decided, and so whose reasons can be given; null: the caller is nobody of a unit. */
    public @Nullable UUID unitOf(Caller caller) {
        return unitOf(caller.person());
    }

    private @Nullable UUID unitOf(@Nullable UUID person) {
        Person known = person == null ? null : people.get(List.of(person)).get(person);
        return known == null ? null : known.unit();
    }

    /** What can be given as a reason there. */
    public List<Reason> reasons(UUID unit) {
        return reasons.at(unit).stream().filter(r -> r.state() == State.ON_LEAVE).toList();
    }

    /** How many days after it ended it can still be asked for there. */
    public int days(UUID unit) {
        return rules.at(unit).rules().leaveDays();
    }

    /**
     * The caller asks for leave; whoever decides may also write down what somebody asked for by telephone.
     *
     * @throws Problem 403 for somebody else, by who does not decide there; 409 {@code attendance.without-person}, {@code attendance.leave-twice}; 422 for a time, reason or note that is none
     */
    public Leave ask(Caller caller, Wish wish) {
        boolean own = wish.person() == null || wish.person().equals(caller.person());
        UUID person = own ? caller.person() : wish.person();
        UUID unit = unitOf(person);
        if (person == null || unit == null) {
            throw own ? Problem.conflict("attendance.without-person") : Problem.invalid("person", "attendance.no-such-person");
        }
        if (!own) {
            access.require(caller, Permissions.APPROVE, unit);
        }
        Instant now = watch.clock().instant();
        check(wish, unit, now);
        Leave wanted = new Leave(Ids.next(), 1, person, unit, Objects.requireNonNull(wish.reason()), blank(wish.note()), wish.from(), wish.to(), Leave.Status.ASKED, now, null, null, null);
        return transactions.call(() -> {
            hold(person);
            if (store.overlaps(person, wish.from(), wish.to())) {
                throw Problem.conflict("attendance.leave-twice");
            }
            store.add(wanted);
            written(caller, "ask-leave", null, wanted);
            List<UUID> deciders = accounts.holding(Permissions.APPROVE, unit).stream().filter(account -> !account.equals(caller.account())).toList();
            String name = Objects.requireNonNull(people.get(List.of(person)).get(person)).name();
            notices.send(new Notices.Notice("attendance", "notice.leave-asked", Map.of("name", name, "when", when(wanted)), "/attendance/leave?unit=" + unit), deciders);
            return wanted;
        });
    }

    /** Of two who ask for the same person in one moment the second waits and sees what the first wrote. Part of the caller's transaction. */
    private void hold(UUID person) {
        if (store.hold(person)) {
            return;
        }
        try {
            transactions.attempt(() -> {
                store.begin(person);
                return person;
            });
        } catch (PersistenceException another) {
            store.hold(person);
        }
    }

    private void check(Wish wish, UUID unit, Instant now) {
        Problem wrong = new Problem(422, "rest.invalid");
        int days = days(unit);
        if (!wish.to().isAfter(wish.from()) || Duration.between(wish.from(), wish.to()).compareTo(LONGEST) > 0) {
            wrong.field("to", "attendance.leave-time");
        } else if (wish.to().isBefore(now.minus(Duration.ofDays(days)))) {
            wrong.field("to", "attendance.leave-late", Map.of("days", days));
        }
        if (reasons(unit).stream().noneMatch(r -> r.word().equals(wish.reason()) && !r.retired())) {
            wrong.field("reason", "attendance.no-such-reason");
        }
        if (wish.note() != null && wish.note().length() > NOTE) {
            wrong.field("note", "attendance.too-long", Map.of("max", NOTE));
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
    }

    /**
     * The caller needs it no more; rolls forget it.
     *
     * @throws Problem 404 {@code attendance.no-such-leave}; 409 {@code attendance.leave-decided}: it was refused or withdrawn
     * @throws OptimisticLockException another version is stored
     */
    public Leave withdraw(Caller caller, UUID id, int version) {
        Leave seen = store.find(id).filter(l -> l.person().equals(caller.person())).orElseThrow(() -> Problem.notFound("attendance.no-such-leave"));
        fresh(seen, version);
        if (seen.status() != Leave.Status.ASKED && seen.status() != Leave.Status.APPROVED) {
            throw Problem.conflict("attendance.leave-decided");
        }
        return transactions.call(() -> {
            Leave after = store.change(seen.withdrawn(watch.clock().instant()));
            if (seen.status() == Leave.Status.APPROVED) {
                forget(caller, seen);
            }
            written(caller, "withdraw-leave", seen, after);
            return after;
        });
    }

    /** One, for whoever decides and for whom it is of. @throws Problem 404 */
    public Leave find(Caller caller, UUID id) {
        return store.find(id).filter(l -> l.person().equals(caller.person()) || access.can(caller, Permissions.APPROVE, l.unit())).orElseThrow(() -> Problem.notFound("attendance.no-such-leave"));
    }

    /** What was asked for at the unit and below, where the caller decides. @param status null for all */
    public LeaveStore.Page list(Caller caller, UUID unit, Leave.@Nullable Status status, int offset, int size) {
        Set<UUID> within = access.within(caller, Permissions.APPROVE, unit);
        return store.list(within, status, offset, size);
    }

    /**
     * Yes or no, also after the other was said. A yes marks the person at every gathering of the time where nothing or only absence is known; a no takes such marks back.
     *
     * @throws Problem 403 {@code attendance.own-leave}: nobody decides on oneself; 404; 409 {@code attendance.leave-decided}; 422
     * @throws OptimisticLockException another version is stored
     */
    public Leave decide(Caller caller, UUID id, int version, boolean approved, @Nullable String answer) {
        Leave seen = find(caller, id);
        access.require(caller, Permissions.APPROVE, seen.unit());
        if (seen.person().equals(caller.person())) {
            throw new Problem(403, "attendance.own-leave");
        }
        if (answer != null && answer.length() > ANSWER) {
            throw new Problem(422, "rest.invalid").field("answer", "attendance.too-long", Map.of("max", ANSWER));
        }
        fresh(seen, version);
        Leave.Status wanted = approved ? Leave.Status.APPROVED : Leave.Status.REFUSED;
        if (seen.status() == Leave.Status.WITHDRAWN || seen.status() == wanted) {
            throw Problem.conflict("attendance.leave-decided");
        }
        return transactions.call(() -> {
            Leave after = store.change(seen.decided(wanted, watch.clock().instant(), caller.name(), blank(answer)));
            if (approved) {
                apply(caller, after);
            } else if (seen.status() == Leave.Status.APPROVED) {
                forget(caller, seen);
            }
            written(caller, approved ? "approve-leave" : "refuse-leave", seen, after);
            String key = (approved ? "notice.leave-approved" : "notice.leave-refused") + (after.answer() == null ? "" : "-said");
            notices.send(new Notices.Notice("attendance", key, Map.of("when", when(after), "answer", Objects.requireNonNullElse(after.answer(), "")), "/attendance/mine?unit=" + after.unit()),
                    accounts.ofPeople(List.of(after.person())));
            return after;
        });
    }

    private void apply(Caller caller, Leave leave) {
        Instant now = watch.clock().instant();
        for (LeaveStore.Met met : store.met(leave)) {
            Mark was = marks.locked(met.gathering(), List.of(leave.person())).get(leave.person());
            if (was != null && was.onRoll() && was.expected() && (was.state() == null || was.state() == State.ABSENT)) {
                change(caller, was, new Mark(was.gathering(), was.person(), was.unit(), was.source(), true, State.ON_LEAVE, leave.reason(), null, null, Mark.Way.LEAVE, now, caller.name()));
            }
        }
    }

    /** Where only the leave had marked the person, a closed roll says absent again and an open one nothing. */
    private void forget(Caller caller, Leave leave) {
        Instant now = watch.clock().instant();
        for (LeaveStore.Met met : store.touched(leave)) {
            Mark was = marks.locked(met.gathering(), List.of(leave.person())).get(leave.person());
            if (was != null && was.onRoll() && was.way() == Mark.Way.LEAVE) {
                change(caller, was, met.closed() ? new Mark(was.gathering(), was.person(), was.unit(), was.source(), true, State.ABSENT, null, null, null, Mark.Way.CLOSING, now, caller.name())
                        : was.unmarked());
            }
        }
    }

    private void change(Caller caller, Mark before, Mark after) {
        marks.change(List.of(after));
        gatherings.find(before.gathering()).ifPresent(g -> watch.written(caller, g, "mark", RollService.words(List.of(before)), RollService.words(List.of(after))));
    }

    private static void fresh(Leave seen, int version) {
        if (seen.version() != version) {
            throw new OptimisticLockException("leave " + seen.id());
        }
    }

    private void written(Caller caller, String action, @Nullable Leave before, Leave after) {
        audit.write(caller, after.unit(), "attendance." + action, new Audit.Subject("attendance.leave", after.id().toString(), when(after)), before == null ? null : snapshot(before), snapshot(after));
        watch.changed(after);
    }

    /** The person by id, and no note: names are looked up where they are shown, and a note may tell of an illness. */
    private static Map<String, Object> snapshot(Leave leave) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("person", leave.person().toString());
        all.put("from", leave.from().toString());
        all.put("to", leave.to().toString());
        all.put("reason", leave.reason());
        all.put("state", leave.status().word());
        return all;
    }

    private String when(Leave leave) {
        ZoneId zone = units.find(leave.unit()).map(Unit::zone).orElse(ZoneId.of("Asia/Shanghai"));
        return TIME.format(leave.from().atZone(zone)) + " – " + TIME.format(leave.to().atZone(zone));
    }

    private static @Nullable String blank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
