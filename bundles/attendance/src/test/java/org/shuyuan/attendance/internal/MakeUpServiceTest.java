package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.attendance.internal.Figures.By;
import org.shuyuan.attendance.internal.MakeUpService.Done;
import org.shuyuan.attendance.internal.jpa.LeaverStore;
import org.shuyuan.attendance.internal.jpa.MakeUpStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Who missed a gathering makes it up: assigned or offered, handed in, checked by somebody else, and counted as the unit says. */
class MakeUpServiceTest {

    private static final LocalDate DAY = LocalDate.parse("2026-03-04");
    private static final LocalDate DUE = LocalDate.parse("2026-03-18");
    static final Done DONE = new Done(LocalDate.parse("2026-03-05"), 60, "学习了会议材料，体会三点");

    /** Li absent by closing, Wang on leave, Zhang present. */
    static UUID closed(Portal p) {
        UUID id = p.gathering();
        p.mark(id, Portal.as(p.wang, State.ON_LEAVE), Portal.as(p.zhang, State.PRESENT));
        p.closing.close(p.organiser, id, p.version(id));
        p.now(Portal.START.plus(Duration.ofDays(2)));
        return id;
    }

    static MakeUp assigned(Portal p, UUID gathering, Person who) {
        return p.makeUps.assign(p.organiser, gathering, who.id(), "读会议材料", DUE).makeUp();
    }

    static MakeUp handedIn(Portal p, UUID gathering) {
        MakeUp made = assigned(p, gathering, p.li);
        return p.makeUps.handIn(p.member, made.id(), made.version(), DONE).makeUp();
    }

    private static MakeUpStore.Query all(MakeUp.@Nullable Status status, boolean overdue) {
        return new MakeUpStore.Query(status, overdue, null, DAY, "coalesce(u.due, date '2999-12-31'), u.id", 0, 10);
    }

    private static void refused(ThrowingCallable work, String code) {
        assertThatThrownBy(work).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.errors().isEmpty() ? e.code() : e.errors().get(0).code()).isEqualTo(code));
    }

    @BothDatabases
    void whoIsToldToMakeItUpHandsInAndIsAcceptedAndBothSidesHear(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);

            MakeUp handedIn = handedIn(p, id);
            MakeUpStore.Line accepted = p.makeUps.check(p.organiser, handedIn.id(), handedIn.version(), true, null);

            assertThat(accepted.makeUp()).satisfies(u -> {
                assertThat(u.status()).isEqualTo(MakeUp.Status.ACCEPTED);
                assertThat(u.task()).isEqualTo("读会议材料");
                assertThat(u.due()).isEqualTo(DUE);
                assertThat(u.doneOn()).isEqualTo(DONE.day());
                assertThat(u.minutes()).isEqualTo(60);
                assertThat(u.decidedBy()).isEqualTo("组织委员");
            });
            assertThat(accepted.mark()).as("the mark stays what it was").isEqualTo(State.ABSENT);
            assertThat(p.told.sent()).extracting(s -> s.notice().key()).containsExactly("notice.make-up-assigned", "notice.make-up-handed-in", "notice.make-up-accepted");
            assertThat(p.audit.actions()).contains("attendance.assign-make-up", "attendance.hand-in-make-up", "attendance.accept-make-up");
            assertThat(p.audit.entries().toString()).as("what somebody wrote of their study is no matter of the trail").doesNotContain("体会三点");
            assertThat(p.told.heard()).anyMatch(word -> word.contains("make-up"));
        }
    }

    @BothDatabases
    void oneWhoIsMarkedAbsentIsToldWhileTheRollIsStillOpen(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.mark(id, Portal.as(p.li, State.ABSENT), Portal.as(p.wang, State.ON_LEAVE));

            refused(() -> assigned(p, id, p.zhang), "attendance.nothing-missed");
            refused(() -> p.makeUps.assign(p.member, id, p.li.id(), "读会议材料", DUE), "attendance.no-such-gathering");
            refused(() -> p.makeUps.assign(p.inspector, id, p.li.id(), "读会议材料", DUE), "access.forbidden");
            MakeUp made = assigned(p, id, p.li);

            assertThat(p.makeUps.at(id)).as("Wang was on leave, and is told by himself or not at all").containsOnlyKeys(p.li.id());
            assertThat(p.gatherings.find(p.organiser, id).closedAt()).isNull();
            p.mark(id, new RollService.Marking(p.li.id(), State.LATE, State.ABSENT, null, null, null));
            assertThat(p.makeUpStore.find(made.id()).orElseThrow().makeUp().status()).as("she came after all").isEqualTo(MakeUp.Status.DROPPED);
            p.mark(id, new RollService.Marking(p.li.id(), State.ABSENT, State.LATE, null, null, null));
            assertThat(assigned(p, id, p.li).status()).as("a mistake").isEqualTo(MakeUp.Status.ASSIGNED);
        }
    }

    @BothDatabases
    void allWhoMissedItAreToldAtOnceAndNobodyTwice(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            assigned(p, id, p.li);

            assertThat(p.makeUps.assignAll(p.organiser, id, "看录像", DUE)).as("Wang: Li does already, Zhang was there").isEqualTo(1);

            assertThat(p.makeUps.at(id)).containsOnlyKeys(p.li.id(), p.wang.id());
            refused(() -> p.makeUps.assignAll(p.organiser, id, "看录像", DUE), "attendance.nobody-missed");
            refused(() -> assigned(p, id, p.li), "attendance.make-up-twice");
            refused(() -> assigned(p, id, p.zhang), "attendance.nothing-missed");
        }
    }

    @BothDatabases
    void whoCameLateHasSomethingToMakeUpOnlyWhereThatDoesNotCountFully(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.mark(id, Portal.as(p.li, State.LATE));

            refused(() -> assigned(p, id, p.li), "attendance.nothing-missed");
            p.rules.set(p.organiser, p.bank.id(), 0, new Rules(true, 50, 100, 90, 3, 0, 7, 5, true));

            assertThat(assigned(p, id, p.li).status()).as("the roll is settled, if not closed").isEqualTo(MakeUp.Status.ASSIGNED);
        }
    }

    @BothDatabases
    void whatIsNotEnoughIsSentBackWithAReasonAndHandedInAgain(Database database) {
        try (Portal p = new Portal(database)) {
            MakeUp handedIn = handedIn(p, closed(p));

            refused(() -> p.makeUps.check(p.organiser, handedIn.id(), handedIn.version(), false, " "), "attendance.answer-needed");
            MakeUp back = p.makeUps.check(p.organiser, handedIn.id(), handedIn.version(), false, "请补充体会").makeUp();
            refused(() -> p.makeUps.check(p.organiser, back.id(), back.version(), true, null), "attendance.make-up-decided");
            MakeUp again = p.makeUps.handIn(p.member, back.id(), back.version(), new Done(DONE.day(), 90, "补充体会")).makeUp();

            assertThat(back.answer()).isEqualTo("请补充体会");
            assertThat(again.status()).isEqualTo(MakeUp.Status.HANDED_IN);
            assertThat(again.answer()).isNull();
            refused(() -> p.makeUps.handIn(p.member, again.id(), again.version(), DONE), "attendance.make-up-decided");
            assertThat(p.told.sent()).extracting(s -> s.notice().key()).contains("notice.make-up-sent-back");
        }
    }

    @BothDatabases
    void theLearnerOffersForWhatTheyMissed(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            UUID cameTo = p.gathering("came", Portal.START.plus(Duration.ofDays(1)));
            p.mark(cameTo, Portal.as(p.li, State.PRESENT));
            assertThat(p.makeUps.missed(p.member)).containsExactly(id);

            MakeUp offered = p.makeUps.offer(p.member, id, DONE).makeUp();

            assertThat(offered.offered()).isTrue();
            assertThat(offered.status()).isEqualTo(MakeUp.Status.HANDED_IN);
            assertThat(p.makeUps.missed(p.member)).isEmpty();
            assertThat(p.makeUps.mine(p.member)).extracting(l -> l.makeUp().id()).containsExactly(offered.id());
            refused(() -> p.makeUps.offer(p.member, id, DONE), "attendance.make-up-twice");
            refused(() -> p.makeUps.offer(p.member, cameTo, DONE), "attendance.nothing-missed");
            refused(() -> p.makeUps.offer(p.head, id, DONE), "attendance.no-such-gathering");
            Caller nobody = new Caller(UUID.randomUUID(), null, "admin", Caller.Kind.SESSION, p.member.language(), "");
            refused(() -> p.makeUps.offer(nobody, id, DONE), "attendance.without-person");
        }
    }

    @BothDatabases
    void onlyWhoTakesTheRollAssignsAndChecksAndNobodyTheirOwn(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            MakeUp handedIn = handedIn(p, id);

            refused(() -> p.makeUps.assignAll(p.inspector, id, "看录像", DUE), "access.forbidden");
            refused(() -> p.makeUps.check(p.inspector, handedIn.id(), handedIn.version(), true, null), "attendance.no-such-make-up");
            refused(() -> p.makeUps.check(p.member, handedIn.id(), handedIn.version(), true, null), "access.forbidden");
            refused(() -> p.makeUps.list(p.inspector, p.bank.id(), all(null, false)), "access.forbidden");
            refused(() -> p.makeUps.handIn(p.head, handedIn.id(), handedIn.version(), DONE), "attendance.no-such-make-up");
            p.access.grant(p.member, Permissions.TAKE, p.bank.id());
            refused(() -> p.makeUps.check(p.member, handedIn.id(), handedIn.version(), true, null), "attendance.own-make-up");
            refused(() -> p.makeUps.drop(p.member, handedIn.id(), handedIn.version(), "不用了"), "attendance.own-make-up");
            assertThatThrownBy(() -> p.makeUps.check(p.organiser, handedIn.id(), 7, true, null)).isInstanceOf(OptimisticLockException.class);
        }
    }

    @BothDatabases
    void whatIsNotNeededIsDroppedWithAReasonAndMayBeginAnew(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            MakeUp made = assigned(p, id, p.li);

            refused(() -> p.makeUps.drop(p.organiser, made.id(), made.version(), null), "attendance.answer-needed");
            MakeUp dropped = p.makeUps.drop(p.organiser, made.id(), made.version(), "当天公差").makeUp();

            refused(() -> p.makeUps.handIn(p.member, dropped.id(), dropped.version(), DONE), "attendance.make-up-decided");
            refused(() -> p.makeUps.drop(p.organiser, dropped.id(), dropped.version(), "当天公差"), "attendance.make-up-decided");
            assertThat(assigned(p, id, p.li)).satisfies(again -> {
                assertThat(again.id()).isEqualTo(dropped.id());
                assertThat(again.status()).isEqualTo(MakeUp.Status.ASSIGNED);
                assertThat(again.answer()).isNull();
            });
        }
    }

    @BothDatabases
    void whoWasThereAfterAllHasNothingToMakeUp(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            MakeUp made = assigned(p, id, p.li);
            p.closing.reopen(p.organiser, id, p.gatherings.find(p.organiser, id).version(), "签到表上有她");
            assertThat(p.makeUpStore.find(made.id()).orElseThrow().makeUp().status()).as("nothing is known of her again").isEqualTo(MakeUp.Status.ASSIGNED);

            p.mark(id, Portal.as(p.li, State.PRESENT));

            assertThat(p.makeUpStore.find(made.id()).orElseThrow().makeUp().status()).isEqualTo(MakeUp.Status.DROPPED);
            assertThat(p.audit.actions()).contains("attendance.drop-make-up");
        }
    }

    @BothDatabases
    void whatIsHandedInHasADayMinutesAndWhatWasLearntAndATaskADueDay(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            MakeUp made = assigned(p, id, p.li);

            for (Done wrong : List.of(new Done(null, 60, "好"), new Done(LocalDate.parse("2026-03-07"), 60, "好"), new Done(LocalDate.parse("2026-01-01"), 60, "好"))) {
                refused(() -> p.makeUps.handIn(p.member, made.id(), made.version(), wrong), "attendance.bad-done");
            }
            refused(() -> p.makeUps.handIn(p.member, made.id(), made.version(), new Done(DONE.day(), 0, "好")), "attendance.bad-spent");
            refused(() -> p.makeUps.handIn(p.member, made.id(), made.version(), new Done(DONE.day(), 1441, "好")), "attendance.bad-spent");
            refused(() -> p.makeUps.handIn(p.member, made.id(), made.version(), new Done(DONE.day(), 60, " ")), "attendance.note-needed");
            refused(() -> p.makeUps.handIn(p.member, made.id(), made.version(), new Done(DONE.day(), 60, "长".repeat(2001))), "attendance.too-long");
            refused(() -> p.makeUps.assignAll(p.organiser, id, " ", DUE), "attendance.task-needed");
            refused(() -> p.makeUps.assignAll(p.organiser, id, "长".repeat(501), DUE), "attendance.too-long");
            refused(() -> p.makeUps.assignAll(p.organiser, id, "看录像", null), "attendance.bad-due");
            refused(() -> p.makeUps.assignAll(p.organiser, id, "看录像", DAY), "attendance.bad-due");
            refused(() -> p.makeUps.assignAll(p.organiser, id, "看录像", DUE.plusYears(2)), "attendance.bad-due");
        }
    }

    @BothDatabases
    void theListTellsWhatIsOverdueAndHowManyThereAre(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            handedIn(p, id);
            assigned(p, id, p.wang);

            MakeUpStore.Query later = new MakeUpStore.Query(null, true, "%三月%", DUE.plusDays(1), "u.id", 0, 10);
            assertThat(p.makeUps.list(p.organiser, p.bank.id(), later)).satisfies(page -> {
                assertThat(page.items()).extracting(l -> l.makeUp().person()).as("what is handed in waits for the organiser").containsExactly(p.wang.id());
                assertThat(page.counts()).containsEntry("overdue", 1).containsEntry("assigned", 1).containsEntry("handed-in", 1);
            });
            assertThat(p.makeUps.list(p.organiser, p.bank.id(), all(null, true)).items()).as("on the day it was assigned").isEmpty();
            assertThat(p.makeUps.list(p.organiser, p.bank.id(), all(MakeUp.Status.HANDED_IN, false)).total()).isEqualTo(1);
            assertThat(p.makeUps.list(p.organiser, p.office.id(), all(null, false)).items()).as("gatherings of another department").isEmpty();
        }
    }

    @BothDatabases
    void acceptedStudyCountsAsTheUnitSaysInEveryFigure(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            MakeUp handedIn = handedIn(p, id);
            MakeUp leave = assigned(p, id, p.wang);
            Figures.Question year = new Figures.Question(p.bank.id(), LocalDate.parse("2026-01-01"), LocalDate.parse("2026-12-31"), null);
            p.rules.set(p.organiser, p.bank.id(), 0, new Rules(true, 100, 100, 90, 3, 60, 7, 5, true));
            assertThat(p.figures.answer(p.organiser, year, By.UNIT).all().hundredths(p.rules.at(p.bank.id()).rules())).as("handed in is not accepted").isEqualTo(100);

            p.makeUps.check(p.organiser, handedIn.id(), handedIn.version(), true, null);

            p.groups.add("青年", null, p.li.id(), p.zhang.id());
            for (By by : List.of(By.UNIT, By.KIND, By.MONTH, By.GROUP)) {
                Figures.Answer answer = p.figures.answer(p.organiser, year, by);
                assertThat(answer.rows()).as(by.name()).filteredOn(r -> r.tally().base(answer.rules().rules()) > 0).singleElement().satisfies(r -> {
                    assertThat(r.tally().rate(answer.rules().rules())).as("one there, one of two made up for at 60 %").isEqualTo(80.0);
                    assertThat(r.tally().madeUp()).isEqualTo(1);
                });
            }
            Figures.Answer people = p.figures.answer(p.organiser, year, By.PERSON);
            assertThat(people.rows()).filteredOn(r -> r.name().equals("李娜")).singleElement().satisfies(r -> assertThat(r.tally().rate(people.rules().rules())).isEqualTo(60.0));
            assertThat(p.figures.evidence(p.organiser, year, By.PERSON, p.li.id().toString(), null, 0, 10).items()).extracting("makeUp").containsExactly("accepted");
            assertThat(p.figures.evidence(p.organiser, year, By.UNIT, p.credit.id().toString(), null, true, 0, 10)).as("what the number of those made up for opens to").satisfies(page -> {
                assertThat(page.total()).isEqualTo(1);
                assertThat(page.items()).extracting("person").containsExactly(p.li.id());
            });
            assertThat(new OwnAttendance(p.figureStore, p.rules, p.people, p.units).of(p.member, p.credit.id(), year.from(), year.to(), false, List.of(), 0, 20).tally().madeUp()).isEqualTo(1);
            assertThat(p.marks.counts(List.of(id))).filteredOn(c -> c.state() == State.ABSENT).extracting("madeUp").containsExactly(1);

            p.rules.set(p.organiser, p.bank.id(), 1, new Rules(false, 100, 100, 90, 3, 60, 7, 5, true));
            p.makeUps.handIn(Portal.phone(p.wang, ""), leave.id(), leave.version(), DONE);
            p.makeUps.check(p.organiser, leave.id(), leave.version() + 1, true, null);
            Figures.Answer counting = p.figures.answer(p.organiser, year, By.UNIT);
            assertThat(counting.all().rate(counting.rules().rules())).as("leave counts as not having come, and was made up for too").isEqualTo(73.3);
        }
    }

    @BothDatabases
    void anEventThatGoesLeavesTheGatheringSomebodyIsToMakeUpFor(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.mark(id, Portal.as(p.li, State.ON_LEAVE));
            MakeUp made = assigned(p, id, p.li);
            p.rolls.mark(p.organiser, id, List.of(new RollService.Marking(p.li.id(), null, State.ON_LEAVE, null, null, null)), Mark.Way.ROLL);

            p.gatherings.cancel(p.organiser, Portal.subject("one"));

            assertThat(p.store.find(id)).hasValueSatisfying(g -> assertThat(g.cancelled()).isTrue());
            refused(() -> p.makeUps.handIn(p.member, made.id(), made.version(), DONE), "attendance.cancelled");
        }
    }

    @BothDatabases
    void oneIsToldWhatIsHeldAndWhoIsAnonymisedLeavesTheFigureWithoutTheWords(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            MakeUp handedIn = handedIn(p, id);
            p.makeUps.check(p.organiser, handedIn.id(), handedIn.version(), true, "好");
            assertThat(p.own().held(p.member)).anySatisfy(held -> {
                assertThat(held.key()).isEqualTo("make-up.mine");
                assertThat(held.rows().get(0)).contains("读会议材料", DONE.note(), "attendance:make-up.accepted");
            });
            AnonymousAttendance anonymiser = new AnonymousAttendance(new LeaverStore(p.db.jpa()), p.leaveFiles);
            Leaver who = new Leaver(p.li.id(), "已匿名人员 7", 7, Set.of(), Set.of("组织委员"));
            assertThat(anonymiser.holdings(p.organiser, who)).extracting("key").contains("anonymise.make-up");

            p.db.transactions().run(() -> anonymiser.anonymise(p.organiser, who));

            assertThat(p.makeUps.at(id).get(p.li.id())).satisfies(u -> {
                assertThat(u.status()).isEqualTo(MakeUp.Status.ACCEPTED);
                assertThat(u.note()).isNull();
                assertThat(u.answer()).isNull();
                assertThat(u.decidedBy()).isEqualTo("已匿名人员 7");
            });
            assertThat(anonymiser.holdings(p.organiser, who)).extracting("key").doesNotContain("anonymise.make-up");
        }
    }
}
