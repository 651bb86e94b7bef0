package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.persistence.OptimisticLockException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.LeaveService.Wish;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class LeaveServiceTest {

    private static final Instant MORNING = Portal.START.minus(Duration.ofHours(1));
    private static final Instant NOON = Portal.START.plus(Duration.ofHours(3));

    private static Wish sick(Instant from, Instant to) {
        return new Wish(null, from, to, "sick", "发烧");
    }

    static Leave asked(Portal p) {
        return p.leaves.ask(p.member, sick(MORNING, NOON));
    }

    static Leave approved(Portal p) {
        Leave asked = asked(p);
        return p.leaves.decide(p.head, asked.id(), asked.version(), true, "早日康复");
    }

    private static @Nullable Mark of(Portal p, UUID gathering) {
        return p.marks.of(gathering).stream().filter(m -> m.person().equals(p.li.id())).findFirst().orElse(null);
    }

    private static void refused(ThrowingCallable work, String code) {
        assertThatThrownBy(work).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.errors().isEmpty() ? e.code() : e.errors().get(0).code()).isEqualTo(code));
    }

    @BothDatabases
    void approvedLeaveIsOnEveryRollOfItsTimeAndOnThoseMadeLater(Database database) {
        try (Portal p = new Portal(database)) {
            UUID before = p.gathering("before", Portal.START);

            Leave leave = approved(p);

            UUID later = p.gathering("later", Portal.START.plus(Duration.ofHours(1)));
            UUID nextDay = p.gathering("next", Portal.START.plus(Duration.ofDays(1)));
            assertThat(List.of(before, later)).allSatisfy(gathering -> {
                assertThat(of(p, gathering).state()).isEqualTo(State.ON_LEAVE);
                assertThat(of(p, gathering).reason()).isEqualTo("sick");
                assertThat(of(p, gathering).by()).isEqualTo("秘书");
            });
            assertThat(of(p, nextDay).state()).isNull();
            assertThat(leave.status()).isEqualTo(Leave.Status.APPROVED);
            assertThat(p.told.sent()).extracting(s -> s.notice().key()).containsExactly("notice.leave-asked", "notice.leave-approved-said");
            assertThat(p.audit.actions()).contains("attendance.ask-leave", "attendance.approve-leave", "attendance.mark");
            assertThat(p.audit.entries().toString()).as("a note may tell of an illness").doesNotContain("发烧");
        }
    }

    @BothDatabases
    void leaveForLessThanHalfOfAGatheringExcusesNobodyFromIt(Database database) {
        try (Portal p = new Portal(database)) {
            UUID planned = p.gathering("planned", NOON.minus(Duration.ofMinutes(44)));
            UUID half = p.gathering("half", NOON.minus(Duration.ofMinutes(45)));
            approved(p);
            UUID later = p.gathering("made later", NOON.minus(Duration.ofMinutes(5)));
            assertThat(of(p, planned).state()).as("44 of 90 minutes").isNull();
            assertThat(of(p, later).state()).isNull();
            assertThat(of(p, half).state()).isEqualTo(State.ON_LEAVE);

            p.gatherings.follow(p.organiser, Portal.subject("half"), p.draft(p.credit, NOON.minus(Duration.ofMinutes(20)), List.of(), List.of(), List.of()));
            assertThat(of(p, half).state()).as("moved, so that little of it is left").isNull();
        }
    }

    @BothDatabases
    void twoLeavesOneAfterTheOtherCountTogether(Database database) {
        try (Portal p = new Portal(database)) {
            Instant third = Portal.START.plus(Duration.ofMinutes(30));
            for (Wish wish : List.of(sick(MORNING, third), sick(third, third.plus(Duration.ofMinutes(30))))) {
                Leave asked = p.leaves.ask(p.member, wish);
                p.leaves.decide(p.head, asked.id(), asked.version(), true, null);
            }
            UUID id = p.gathering();
            assertThat(of(p, id).state()).as("twice a third of it").isEqualTo(State.ON_LEAVE);
        }
    }

    @BothDatabases
    void whoPlansAroundLeaveLearnsOfApprovedLeaveThatTouchesTheTime(Database database) {
        try (Portal p = new Portal(database)) {
            Leave leave = asked(p);
            assertThat(p.gatherings.away(List.of(p.li.id(), p.wang.id()), MORNING, NOON)).as("not decided yet").isEmpty();
            p.leaves.decide(p.head, leave.id(), leave.version(), true, null);
            assertThat(p.gatherings.away(List.of(p.li.id(), p.wang.id()), Portal.START, Portal.START.plusSeconds(1))).singleElement().satisfies(away -> {
                assertThat(away.person()).isEqualTo(p.li.id());
                assertThat(away.to()).isEqualTo(NOON);
            });
            assertThat(p.gatherings.away(List.of(p.li.id()), NOON, NOON.plusSeconds(1))).as("over by then").isEmpty();
            assertThat(p.gatherings.away(List.of(p.wang.id()), MORNING, NOON)).isEmpty();
            assertThat(p.gatherings.away(List.of(), MORNING, NOON)).isEmpty();
        }
    }

    @BothDatabases
    void aGatheringThatIsMovedOutOfTheTimeForgetsTheLeaveAndFindsItAgain(Database database) {
        try (Portal p = new Portal(database)) {
            UUID gathering = p.gathering("moved", Portal.START);
            approved(p);
            assertThat(of(p, gathering).state()).isEqualTo(State.ON_LEAVE);

            p.gatherings.follow(p.organiser, Portal.subject("moved"), p.draft(p.credit, Portal.START.plus(Duration.ofDays(1)), List.of(), List.of(), List.of()));
            assertThat(of(p, gathering).state()).isNull();

            p.gatherings.follow(p.organiser, Portal.subject("moved"), p.draft(p.credit, Portal.START.plus(Duration.ofHours(1)), List.of(), List.of(), List.of()));
            assertThat(of(p, gathering).reason()).isEqualTo("sick");
        }
    }

    @BothDatabases
    void whoWasThereAllTheSameStaysSoAndWhoWasMissedIsNotAbsentAnyMore(Database database) {
        try (Portal p = new Portal(database)) {
            UUID came = p.gathering("came", Portal.START);
            p.mark(came, Portal.as(p.li, State.PRESENT));
            UUID missed = p.gathering("missed", Portal.START);
            p.closing.close(p.organiser, missed, p.gatherings.find(p.organiser, missed).version());

            Leave leave = approved(p);

            assertThat(of(p, came).state()).isEqualTo(State.PRESENT);
            assertThat(of(p, missed).state()).isEqualTo(State.ON_LEAVE);

            p.leaves.decide(p.head, leave.id(), leave.version(), false, "重复");

            assertThat(of(p, came).state()).isEqualTo(State.PRESENT);
            assertThat(of(p, missed).state()).as("the roll is closed").isEqualTo(State.ABSENT);
        }
    }

    @BothDatabases
    void whoNeedsItNoMoreTakesItBackAndOpenRollsForget(Database database) {
        try (Portal p = new Portal(database)) {
            UUID gathering = p.gathering();
            Leave leave = approved(p);

            Leave after = p.leaves.withdraw(p.member, leave.id(), leave.version());

            assertThat(after.status()).isEqualTo(Leave.Status.WITHDRAWN);
            assertThat(of(p, gathering).state()).isNull();
            refused(() -> p.leaves.withdraw(p.member, leave.id(), after.version()), "attendance.leave-decided");
            refused(() -> p.leaves.decide(p.head, leave.id(), after.version(), true, null), "attendance.leave-decided");
        }
    }

    @BothDatabases
    void anEventThatGoesTakesARollAlongOnWhichOnlyLeaveIsKnown(Database database) {
        try (Portal p = new Portal(database)) {
            UUID gathering = p.gathering();
            approved(p);

            p.gatherings.cancel(p.organiser, Portal.subject("one"));

            assertThat(p.store.find(gathering)).isEmpty();
        }
    }

    @BothDatabases
    void onlyWhomTheUnitLetsDecidesAndNobodyOnOneself(Database database) {
        try (Portal p = new Portal(database)) {
            Leave leave = asked(p);

            refused(() -> p.leaves.decide(p.organiser, leave.id(), leave.version(), true, null), "attendance.no-such-leave");
            refused(() -> p.leaves.decide(p.member, leave.id(), leave.version(), true, null), "access.forbidden");
            refused(() -> p.leaves.list(p.organiser, p.bank.id(), null, 0, 10), "access.forbidden");
            refused(() -> p.leaves.withdraw(p.head, leave.id(), leave.version()), "attendance.no-such-leave");
            refused(() -> p.leaves.ask(p.member, new Wish(p.wang.id(), MORNING, NOON, "sick", null)), "access.forbidden");
            p.access.grant(p.member, Permissions.APPROVE, p.bank.id());
            refused(() -> p.leaves.decide(p.member, leave.id(), leave.version(), true, null), "attendance.own-leave");

            assertThat(p.leaves.list(p.head, p.bank.id(), Leave.Status.ASKED, 0, 10).items()).extracting(Leave::id).containsExactly(leave.id());
            Leave written = p.leaves.ask(p.head, new Wish(p.wang.id(), MORNING, NOON, "sick", null));
            assertThat(written.person()).as("by telephone").isEqualTo(p.wang.id());
            assertThatThrownBy(() -> p.leaves.decide(p.head, leave.id(), 7, true, null)).isInstanceOf(OptimisticLockException.class);
        }
    }

    @BothDatabases
    void ofTwoFirstRequestsInOneMomentOneIsTaken(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            ExecutorService threads = Executors.newFixedThreadPool(6);
            List<Future<Leave>> all = threads.invokeAll(Collections.nCopies(6, () -> asked(p)));
            threads.shutdown();
            int taken = 0;
            for (Future<Leave> one : all) {
                try {
                    one.get();
                    taken++;
                } catch (ExecutionException twice) {
                    assertThat(twice.getCause()).hasMessage("attendance.leave-twice");
                }
            }
            assertThat(taken).isEqualTo(1);
        }
    }

    @BothDatabases
    void itIsAskedForInTimeOnceAndWithAReason(Database database) {
        try (Portal p = new Portal(database)) {
            asked(p);
            Caller nobody = p.organiser;

            refused(() -> p.leaves.ask(nobody, sick(MORNING, NOON)), "attendance.without-person");
            refused(() -> p.leaves.ask(p.member, sick(MORNING.minus(Duration.ofHours(1)), MORNING.plus(Duration.ofHours(1)))), "attendance.leave-twice");
            refused(() -> p.leaves.ask(p.member, sick(NOON, NOON)), "attendance.leave-time");
            refused(() -> p.leaves.ask(p.member, sick(NOON, NOON.plus(Duration.ofDays(400)))), "attendance.leave-time");
            refused(() -> p.leaves.ask(p.member, new Wish(null, NOON, NOON.plusSeconds(60), "none", null)), "attendance.no-such-reason");
            refused(() -> p.leaves.ask(p.member, new Wish(null, NOON, NOON.plusSeconds(60), "sick", "长".repeat(501))), "attendance.too-long");

            p.now(NOON.plus(Duration.ofDays(10)));
            refused(() -> p.leaves.ask(p.member, sick(NOON.plus(Duration.ofDays(1)), NOON.plus(Duration.ofDays(6)))), "attendance.leave-late");
            assertThat(p.leaves.ask(p.member, sick(NOON.plus(Duration.ofDays(1)), NOON.plus(Duration.ofDays(8)))).status()).isEqualTo(Leave.Status.ASKED);
        }
    }
}
