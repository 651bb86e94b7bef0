package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
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
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.GatheringStore;
import org.shuyuan.attendance.internal.jpa.MakeUpStore;
import org.shuyuan.attendance.internal.jpa.MarkStore;

/**
 * Make-up study: who did not attend in full is told to make it up, or offers to, hands in what was done, and whoever takes the roll accepts it or sends it back. What it counts is the unit's
 * to say ({@link Rules#makeUpCounts}); the mark stays what it was. Thread-safe.
 */
@Component(service = MakeUpService.class)
public final class MakeUpService {

    static final int TASK = 500;
    static final int NOTE = 2_000;
    static final int ANSWER = 500;
    private static final int MINUTES = 24 * 60;
    private static final int DAYS = 366;
    /** Who has leave may study ahead, by so many days. */
    private static final int AHEAD = 30;
    private static final int OWN = 200;

    /** What the learner hands in. */
    public record Done(@Nullable LocalDate day, @Nullable Integer minutes, @Nullable String note) {}

    private final MakeUpStore store;
    private final MarkStore marks;
    private final GatheringStore gatheringStore;
    private final GatheringService gatherings;
    private final RulesService rules;
    private final People people;
    private final Units units;
    private final Access access;
    private final Accounts accounts;
    private final Notices notices;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public MakeUpService(@Reference MakeUpStore store, @Reference MarkStore marks, @Reference GatheringStore gatheringStore, @Reference GatheringService gatherings,
            @Reference RulesService rules, @Reference People people, @Reference Units units, @Reference Access access, @Reference Accounts accounts, @Reference Notices notices,
            @Reference Watch watch, @Reference Transactions transactions) {
        this.store = store;
        this.marks = marks;
        this.gatheringStore = gatheringStore;
        this.gatherings = gatherings;
        this.rules = rules;
        this.people = people;
        this.units = units;
        this.access = access;
        this.accounts = accounts;
        this.notices = notices;
        this.watch = watch;
        this.transactions = transactions;
    }

    /** The caller's own, what waits for them first. */
    public List<MakeUpStore.Line> mine(Caller caller) {
        UUID person = caller.person();
        return person == null ? List.of() : store.of(person, OWN);
    }

    /** Gatherings of the last year that the caller did not attend in full and may offer to make up for. */
    public List<UUID> missed(Caller caller) {
        UUID person = caller.person();
        if (person == null) {
            return List.of();
        }
        Map<UUID, Rules> held = new HashMap<>();
        return store.missed(person, watch.clock().instant().minus(Duration.ofDays(DAYS)), OWN).stream()
                .filter(m -> held.computeIfAbsent(m.unit(), unit -> rules.at(unit).rules()).missed(m.state())).map(MakeUpStore.Missed::gathering).toList();
    }

    /** Of a gathering, by person; for whoever has asked for its roll. */
    public Map<UUID, MakeUp> at(UUID gathering) {
        return store.at(gathering);
    }

    /** One, for the learner and for whoever takes the roll. @throws Problem 404 {@code attendance.no-such-make-up} */
    public MakeUpStore.Line find(Caller caller, UUID id) {
        return store.find(id).filter(l -> l.makeUp().person().equals(caller.person()) || access.can(caller, Permissions.TAKE, l.unit()))
                .orElseThrow(() -> Problem.notFound("attendance.no-such-make-up"));
    }

    /** At gatherings of the unit and below whose rolls the caller takes. */
    public MakeUpStore.Page list(Caller caller, UUID unit, MakeUpStore.Query query) {
        return store.list(access.within(caller, Permissions.TAKE, unit), query);
    }

    /**
     * One person is to make it up.
     *
     * @throws Problem 404, 403; 409 {@code attendance.cancelled}, {@code attendance.nothing-missed}, {@code attendance.make-up-twice}; 422
     */
    public MakeUpStore.Line assign(Caller caller, UUID gathering, @Nullable UUID person, @Nullable String task, @Nullable LocalDate due) {
        if (person == null) {
            throw Problem.invalid("person", "attendance.no-such-person");
        }
        return store.find(assigned(caller, gathering, List.of(person), task, due).get(0)).orElseThrow();
    }

    /**
     * All who missed it are to make it up, but for those who do already.
     *
     * @return how many
     * @throws Problem 404, 403; 409 {@code attendance.cancelled}, {@code attendance.nobody-missed}; 422
     */
    public int assignAll(Caller caller, UUID gathering, @Nullable String task, @Nullable LocalDate due) {
        return assigned(caller, gathering, null, task, due).size();
    }

    private List<UUID> assigned(Caller caller, UUID id, @Nullable List<UUID> some, @Nullable String task, @Nullable LocalDate due) {
        Gathering gathering = gatherings.forTaking(caller, id);
        String wanted = task == null ? "" : task.strip();
        LocalDate today = today(gathering.unit());
        Problem wrong = new Problem(422, "rest.invalid");
        text(wrong, "task", wanted, TASK, "attendance.task-needed");
        if (due == null || due.isBefore(today) || due.isAfter(today.plusDays(DAYS))) {
            wrong.field("due", "attendance.bad-due", Map.of("days", DAYS));
        }
        thrown(wrong);
        return transactions.call(() -> {
            // two who assign the same, and the learner who offers meanwhile, come one after the other
            marks.lock(id);
            Map<UUID, MakeUp> there = store.at(id);
            Rules held = rules.at(gathering.unit()).rules();
            List<Mark> missed = marks.of(id).stream().filter(m -> some == null || some.contains(m.person())).filter(m -> missed(held, m)).toList();
            if (some != null && missed.isEmpty()) {
                throw Problem.conflict("attendance.nothing-missed");
            }
            List<MakeUp> fresh = new ArrayList<>();
            List<MakeUp> again = new ArrayList<>();
            for (Mark m : missed) {
                MakeUp was = there.get(m.person());
                if (was == null) {
                    fresh.add(MakeUp.assigned(Ids.next(), 1, id, m.person(), wanted, Objects.requireNonNull(due), watch.clock().instant(), caller.name()));
                } else if (was.status() == MakeUp.Status.DROPPED) {
                    again.add(MakeUp.assigned(was.id(), was.version(), id, m.person(), wanted, Objects.requireNonNull(due), watch.clock().instant(), caller.name()));
                }
            }
            if (fresh.isEmpty() && again.isEmpty()) {
                throw Problem.conflict(some == null ? "attendance.nobody-missed" : "attendance.make-up-twice");
            }
            store.add(fresh);
            again.forEach(store::change);
            fresh.addAll(again);
            List<UUID> told = fresh.stream().map(MakeUp::person).sorted().toList();
            watch.makeUp(caller, gathering, "assign", null, Map.of("people", told.stream().map(UUID::toString).toList(), "due", due.toString(), "task", wanted));
            notices.send(new Notices.Notice("attendance", "notice.make-up-assigned", Map.of("title", gathering.draft().title(), "due", due.toString()), mine(gathering)), accounts.ofPeople(told));
            return fresh.stream().map(MakeUp::id).toList();
        });
    }

    /**
     * The learner makes up for a gathering nobody told them to make up for.
     *
     * @throws Problem 404 {@code attendance.no-such-gathering}; 409 {@code attendance.without-person}, {@code attendance.cancelled}, {@code attendance.nothing-missed},
     *     {@code attendance.make-up-twice}; 422
     */
    public MakeUpStore.Line offer(Caller caller, @Nullable UUID id, Done done) {
        UUID person = caller.person();
        if (person == null) {
            throw Problem.conflict("attendance.without-person");
        }
        Gathering gathering = (id == null ? java.util.Optional.<Gathering>empty() : gatheringStore.find(id)).orElseThrow(() -> Problem.notFound("attendance.no-such-gathering"));
        if (marks.of(gathering.id()).stream().noneMatch(m -> m.person().equals(person) && m.onRoll())) {
            throw Problem.notFound("attendance.no-such-gathering");
        }
        if (gathering.cancelled()) {
            throw Problem.conflict("attendance.cancelled");
        }
        Done checked = checked(done, gathering);
        return transactions.call(() -> {
            marks.lock(gathering.id());
            Rules held = rules.at(gathering.unit()).rules();
            if (marks.of(gathering.id()).stream().noneMatch(m -> m.person().equals(person) && missed(held, m))) {
                throw Problem.conflict("attendance.nothing-missed");
            }
            MakeUp was = store.at(gathering.id()).get(person);
            if (was != null && was.status() != MakeUp.Status.DROPPED) {
                throw Problem.conflict("attendance.make-up-twice");
            }
            MakeUp made = MakeUp.offered(was == null ? Ids.next() : was.id(), was == null ? 1 : was.version(), gathering.id(), person, Objects.requireNonNull(checked.day()),
                    Objects.requireNonNull(checked.minutes()), Objects.requireNonNull(checked.note()), watch.clock().instant());
            if (was == null) {
                store.add(List.of(made));
            } else {
                store.change(made);
            }
            return heard(caller, gathering, was, store.find(made.id()).orElseThrow());
        });
    }

    /**
     * The learner has done it.
     *
     * @throws Problem 404; 409 {@code attendance.cancelled}, {@code attendance.make-up-decided}: nothing waits for the learner, {@code attendance.nothing-missed}; 422
     * @throws OptimisticLockException another version is stored
     */
    public MakeUpStore.Line handIn(Caller caller, UUID id, int version, Done done) {
        MakeUpStore.Line seen = store.find(id).filter(l -> l.makeUp().person().equals(caller.person())).orElseThrow(() -> Problem.notFound("attendance.no-such-make-up"));
        Gathering gathering = gathering(seen, version);
        if (!seen.makeUp().waitsForLearner()) {
            throw Problem.conflict("attendance.make-up-decided");
        }
        if (!rules.at(gathering.unit()).rules().missed(seen.mark())) {
            throw Problem.conflict("attendance.nothing-missed");
        }
        Done checked = checked(done, gathering);
        return transactions.call(() -> heard(caller, gathering, seen.makeUp(), store.change(seen.makeUp().handedIn(Objects.requireNonNull(checked.day()), Objects.requireNonNull(checked.minutes()),
                Objects.requireNonNull(checked.note()), watch.clock().instant()))));
    }

    private MakeUpStore.Line heard(Caller caller, Gathering gathering, @Nullable MakeUp before, MakeUpStore.Line now) {
        watch.makeUp(caller, gathering, "hand-in", before == null ? null : before.snapshot(), now.makeUp().snapshot());
        Person who = people.get(List.of(now.makeUp().person())).get(now.makeUp().person());
        notices.send(new Notices.Notice("attendance", "notice.make-up-handed-in", Map.of("name", who == null ? "?" : who.name(), "title", gathering.draft().title()),
                "/attendance/make-up?unit=" + gathering.unit()), accounts.holding(Permissions.TAKE, gathering.unit()).stream().filter(account -> !account.equals(caller.account())).toList());
        return now;
    }

    /**
     * Whoever takes the roll accepts what was handed in or sends it back, also what was accepted by mistake.
     *
     * @throws Problem 403 {@code attendance.own-make-up}: nobody checks their own; 404; 409 {@code attendance.make-up-decided}: nothing was handed in; 422
     * @throws OptimisticLockException another version is stored
     */
    public MakeUpStore.Line check(Caller caller, UUID id, int version, boolean accepted, @Nullable String answer) {
        MakeUpStore.Line seen = taken(caller, id);
        String said = said(answer, !accepted);
        Gathering gathering = gathering(seen, version);
        MakeUp.Status was = seen.makeUp().status();
        if (was != MakeUp.Status.HANDED_IN && (accepted || was != MakeUp.Status.ACCEPTED)) {
            throw Problem.conflict("attendance.make-up-decided");
        }
        return decided(caller, gathering, seen.makeUp(), accepted ? MakeUp.Status.ACCEPTED : MakeUp.Status.SENT_BACK, said);
    }

    /**
     * It is not needed any more.
     *
     * @param answer why
     * @throws Problem 403, 404; 409 {@code attendance.make-up-decided}: it was accepted or dropped; 422
     * @throws OptimisticLockException another version is stored
     */
    public MakeUpStore.Line drop(Caller caller, UUID id, int version, @Nullable String answer) {
        MakeUpStore.Line seen = taken(caller, id);
        String said = said(answer, true);
        Gathering gathering = gathering(seen, version);
        if (seen.makeUp().status() == MakeUp.Status.ACCEPTED || seen.makeUp().status() == MakeUp.Status.DROPPED) {
            throw Problem.conflict("attendance.make-up-decided");
        }
        return decided(caller, gathering, seen.makeUp(), MakeUp.Status.DROPPED, said);
    }

    private MakeUpStore.Line decided(Caller caller, Gathering gathering, MakeUp before, MakeUp.Status as, String said) {
        return transactions.call(() -> {
            MakeUpStore.Line now = store.change(before.decided(as, watch.clock().instant(), caller.name(), said.isEmpty() ? null : said));
            String word = as == MakeUp.Status.ACCEPTED ? "accept" : as == MakeUp.Status.SENT_BACK ? "send-back" : "drop";
            watch.makeUp(caller, gathering, word, before.snapshot(), now.makeUp().snapshot());
            notices.send(new Notices.Notice("attendance", "notice.make-up-" + as.word() + (as == MakeUp.Status.ACCEPTED && !said.isEmpty() ? "-said" : ""),
                    Map.of("title", gathering.draft().title(), "answer", said), mine(gathering)), accounts.ofPeople(List.of(before.person())));
            return now;
        });
    }

    private MakeUpStore.Line taken(Caller caller, UUID id) {
        MakeUpStore.Line seen = find(caller, id);
        access.require(caller, Permissions.TAKE, seen.unit());
        if (seen.makeUp().person().equals(caller.person())) {
            throw new Problem(403, "attendance.own-make-up");
        }
        return seen;
    }

    private Gathering gathering(MakeUpStore.Line seen, int version) {
        if (seen.makeUp().version() != version) {
            throw new OptimisticLockException("make-up " + seen.makeUp().id());
        }
        Gathering gathering = gatheringStore.find(seen.makeUp().gathering()).orElseThrow(() -> Problem.notFound("attendance.no-such-gathering"));
        if (gathering.cancelled()) {
            throw Problem.conflict("attendance.cancelled");
        }
        return gathering;
    }

    private static boolean missed(Rules held, Mark mark) {
        return mark.onRoll() && mark.expected() && held.missed(mark.state());
    }

    private Done checked(Done done, Gathering gathering) {
        Problem wrong = new Problem(422, "rest.invalid");
        LocalDate first = gathering.draft().start().atZone(zone(gathering.unit())).toLocalDate().minusDays(AHEAD);
        if (done.day() == null || done.day().isAfter(today(gathering.unit())) || done.day().isBefore(first)) {
            wrong.field("day", "attendance.bad-done", Map.of("days", AHEAD));
        }
        if (done.minutes() == null || done.minutes() < 1 || done.minutes() > MINUTES) {
            wrong.field("minutes", "attendance.bad-spent");
        }
        String note = done.note() == null ? "" : done.note().strip();
        text(wrong, "note", note, NOTE, "attendance.note-needed");
        thrown(wrong);
        return new Done(done.day(), done.minutes(), note);
    }

    private static String said(@Nullable String answer, boolean needed) {
        String said = answer == null ? "" : answer.strip();
        Problem wrong = new Problem(422, "rest.invalid");
        text(wrong, "answer", needed || !said.isEmpty() ? said : "-", ANSWER, "attendance.answer-needed");
        thrown(wrong);
        return said;
    }

    private static void text(Problem wrong, String field, String text, int most, String missing) {
        if (text.isEmpty()) {
            wrong.field(field, missing);
        } else if (text.length() > most) {
            wrong.field(field, "attendance.too-long", Map.of("max", most));
        }
    }

    private static void thrown(Problem wrong) {
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
    }

    private static String mine(Gathering gathering) {
        return "/attendance/mine?unit=" + gathering.unit();
    }

    /** The day it is at a unit. */
    public LocalDate today(UUID unit) {
        return watch.clock().instant().atZone(zone(unit)).toLocalDate();
    }

    private ZoneId zone(UUID unit) {
        return units.find(unit).map(org.shuyuan.api.directory.Unit::zone).orElse(ZoneId.of("Asia/Shanghai"));
    }
}
