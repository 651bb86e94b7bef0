package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.shuyuan.api.attendance.GatheringDraft;
import org.shuyuan.api.directory.Group;
import org.shuyuan.attendance.internal.jpa.GatheringStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** What modules attach is attended once; who is expected follows from the audience. */
class GatheringServiceTest {

    @BothDatabases
    void aSubjectHasOneGatheringHoweverOftenItIsAskedFor(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Callable<UUID>> asks = Stream.<Callable<UUID>>generate(() -> () -> p.gathering("same", Portal.START)).limit(16).toList();
            List<UUID> answers = threads.invokeAll(asks).stream().map(GatheringServiceTest::got).toList();
            threads.shutdown();

            assertThat(answers.stream().distinct()).as("sixteen at a time").hasSize(1);
            assertThat(p.roll(answers.get(0))).containsExactly("张三", "李娜", "王伟");
            assertThat(p.gatherings.of("calendar", List.of("same", "other"))).singleElement().satisfies(a -> assertThat(a.cancelled()).isFalse());
        }
    }

    private static UUID got(Future<UUID> answer) {
        try {
            return answer.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @BothDatabases
    void howItWasAttendedIsToldAsTheRollShowsItToWhoMayReadIt(Database database) {
        try (Portal p = new Portal(database)) {
            UUID taken = p.gathering("taken", Portal.START);
            p.mark(taken, Portal.as(p.li, State.PRESENT), Portal.as(p.wang, State.ON_LEAVE));
            p.closing.close(p.organiser, taken, p.version(taken));
            UUID never = p.gathering("never taken", Portal.START);
            UUID off = p.gathering("called off", Portal.START);
            p.mark(off, Portal.as(p.li, State.PRESENT));
            p.gatherings.cancel(p.organiser, Portal.subject("called off"));
            assertThat(p.gatherings.attended(p.organiser, List.of(taken, never, off, UUID.randomUUID()))).singleElement().satisfies(a -> {
                assertThat(a.gathering()).isEqualTo(taken);
                assertThat(a.rate()).as("one of two, leave excused by the usual rules").isEqualTo(50.0);
                assertThat(a.link()).isEqualTo("/attendance/gatherings/" + taken + "?unit=" + p.credit.id());
            });
            assertThat(p.gatherings.attended(p.member, List.of(taken))).as("of the unit, but no reader of its rolls").isEmpty();
            p.rules.set(p.organiser, p.credit.id(), 0, new Rules(false, 100, 100, 90, 3, 0, 7, 5, true));
            assertThat(p.gatherings.attended(p.organiser, List.of(taken)).get(0).rate()).as("by the unit's own rules").isEqualTo(33.3);
            assertThat(p.gatherings.attended(p.organiser, List.of())).isEmpty();
        }
    }

    @BothDatabases
    void expectedAreThoseOfUnitsAndAllBelowOfGroupsAndThoseNamed(Database database) {
        try (Portal p = new Portal(database)) {
            Group youth = p.groups.add("青年", null, p.wang.id(), p.secretary.id());
            assertThat(p.roll(p.gatherings.attach(p.organiser, Portal.subject("whole"), p.draft(p.bank, Portal.START, List.of(p.bank.id()), List.of(), List.of()))))
                    .containsExactly("张三", "李娜", "王伟", "秘书");
            assertThat(p.roll(p.gatherings.attach(p.organiser, Portal.subject("youth"), p.draft(p.credit, Portal.START, List.of(), List.of(), List.of(youth.id())))))
                    .as("a group means its members of the owning unit and below").containsExactly("王伟");
            assertThat(p.roll(p.gatherings.attach(p.organiser, Portal.subject("both"), p.draft(p.bank, Portal.START, List.of(p.office.id()), List.of(p.li.id(), p.secretary.id()), List.of()))))
                    .as("each once").containsExactly("李娜", "秘书");
        }
    }

    @BothDatabases
    void whoMovesBeforeTheRollIsTakenIsExpectedWhereTheyBelongThen(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.people.add("新来", "C4", p.credit);
            p.people.add(p.zhang.id(), "张三", "C3", p.office);

            p.mark(id, Portal.as(p.li, State.PRESENT));

            assertThat(p.roll(id)).containsExactly("新来", "李娜", "王伟");
            p.people.add("更新", "C5", p.credit);
            p.mark(id, Portal.as(p.wang, State.LATE));
            assertThat(p.roll(id)).as("once it is being taken nobody comes by itself").containsExactly("新来", "李娜", "王伟");
            assertThat(p.onRoll.refresh(p.organiser, id).came()).hasSize(1);
            assertThat(p.audit.actions()).contains("attendance.refresh-people");
        }
    }

    @BothDatabases
    void whoIsNamedAndHasLeftByThenIsNotExpected(Database database) {
        try (Portal p = new Portal(database)) {
            LocalDate day = LocalDate.ofInstant(Portal.START, ZoneId.of("Asia/Shanghai"));
            UUID id = p.gatherings.attach(p.organiser, Portal.subject("named"), p.draft(p.credit, Portal.START, List.of(), List.of(p.li.id(), p.secretary.id()), List.of()));
            assertThat(p.roll(id)).containsExactly("李娜", "秘书");
            p.people.leaves(p.secretary, day);
            p.mark(id, Portal.as(p.li, State.PRESENT));
            assertThat(p.roll(id)).as("left between invitation and event").containsExactly("李娜");
            p.closing.close(p.organiser, id, p.version(id));
            assertThat(p.rolls.roll(p.organiser, id)).noneMatch(m -> m.state() == State.ABSENT);
        }
    }

    @BothDatabases
    void everybodyCountsWhereTheyBelongOnTheDay(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gatherings.attach(p.organiser, Portal.subject("whole"), p.draft(p.bank, Portal.START, List.of(), List.of(), List.of()));
            p.onRoll.add(p.organiser, id, List.of(p.people.add("借调", "X1", p.office).id()), false);
            p.people.add(p.zhang.id(), "张三", "C3", p.office);
            p.mark(id, Portal.as(p.li, State.PRESENT));
            assertThat(p.rolls.roll(p.organiser, id)).filteredOn(m -> m.person().equals(p.zhang.id())).singleElement()
                    .satisfies(m -> assertThat(m.unit()).as("transferred since it was planned").isEqualTo(p.office.id()));
        }
    }

    @BothDatabases
    void whoIsExcusedWeeksAheadSettlesNothingForTheOthers(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.now(Portal.START.minus(Duration.ofDays(20)));
            p.mark(id, Portal.as(p.li, State.EXEMPT));
            assertThat(p.gatherings.find(p.organiser, id).settledAt()).isNull();
            p.now(Portal.START);
            p.people.add("新来", "C4", p.credit);
            p.people.leaves(p.zhang, LocalDate.ofInstant(Portal.START, ZoneId.of("Asia/Shanghai")));
            p.mark(id, Portal.as(p.wang, State.PRESENT));
            assertThat(p.roll(id)).containsExactly("新来", "李娜", "王伟");
            assertThat(p.state(id, p.li)).isEqualTo(State.EXEMPT);
        }
    }

    @BothDatabases
    void whatIsPutOffByWeeksIsOpenAgainAlsoForWhoIsExpected(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.mark(id, Portal.as(p.li, State.PRESENT), Portal.as(p.wang, State.ABSENT));
            p.moved(id, Duration.ofDays(14));
            assertThat(p.gatherings.find(p.organiser, id).settledAt()).as("in no figure").isNull();
            assertThat(p.state(id, p.li)).isNull();
            assertThat(p.state(id, p.wang)).as("nobody is absent from what is to come").isNull();
            p.people.leaves(p.zhang, LocalDate.ofInstant(Portal.START, ZoneId.of("Asia/Shanghai")).plusDays(3));
            p.now(Portal.START.plus(Duration.ofDays(14)));
            p.mark(id, Portal.as(p.li, State.LATE));
            assertThat(p.roll(id)).containsExactly("李娜", "王伟");
        }
    }

    @BothDatabases
    void whatIsClosedOrCalledOffMeanwhileIsNotClosedAgain(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.mark(id, Portal.as(p.li, State.PRESENT));
            int version = p.version(id);
            p.gatherings.cancel(p.organiser, Portal.subject("one"));
            assertThatThrownBy(() -> p.closing.close(p.organiser, id, version)).isNotNull();
            assertThat(p.gatherings.find(p.organiser, id).cancelled()).isTrue();
        }
    }

    @BothDatabases
    void whoSignsInWhileTheRollClosesIsEitherThereOrToldThatItIsClosed(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            ExecutorService threads = Executors.newFixedThreadPool(2);
            for (int round = 0; round < 12; round++) {
                UUID id = p.gathering("round " + round, Portal.START);
                p.doors.open(p.organiser, id, 5, "");
                String device = "phone-of-somebody-01234567" + (10 + round);
                String ticket = p.doors.enter(p.doors.code(p.organiser, id), device).ticket();
                int version = p.version(id);
                Future<String> came = threads.submit(() -> {
                    try {
                        return p.doors.signIn(Portal.phone(p.li, "10.1.2.3"), ticket, device).state().word();
                    } catch (org.shuyuan.api.problem.Problem told) {
                        return told.getMessage();
                    }
                });
                threads.submit(() -> p.closing.close(p.organiser, id, version)).get();
                assertThat(came.get()).isIn("present", "attendance.door-shut");
                assertThat(p.state(id, p.li)).isEqualTo(came.get().equals("present") ? State.PRESENT : State.ABSENT);
            }
            threads.shutdown();
        }
    }

    @BothDatabases
    void aDateThatIsMovedTakesItsGatheringAlong(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            GatheringDraft later = p.draft(p.credit, Portal.START.plus(Duration.ofDays(1)), List.of(), List.of(p.secretary.id()), List.of());
            p.gatherings.follow(p.organiser, Portal.subject("one"), later);
            assertThat(p.gatherings.find(p.organiser, id).draft().start()).isEqualTo(later.start());
            assertThat(p.roll(id)).containsExactly("秘书");

            int version = p.version(id);
            p.gatherings.follow(p.organiser, Portal.subject("one"), later);
            assertThat(p.version(id)).as("said twice changes nothing").isEqualTo(version);
            p.gatherings.follow(p.organiser, Portal.subject("none"), later);
        }
    }

    @BothDatabases
    void whatIsCancelledGoesUnlessSomebodyWasMarked(Database database) {
        try (Portal p = new Portal(database)) {
            UUID unmarked = p.gathering("unmarked", Portal.START);
            UUID marked = p.gathering("marked", Portal.START);
            p.mark(marked, Portal.as(p.li, State.PRESENT));

            p.gatherings.cancel(p.organiser, Portal.subject("unmarked"));
            p.gatherings.cancel(p.organiser, Portal.subject("marked"));

            assertThatThrownBy(() -> p.gatherings.find(p.organiser, unmarked)).hasMessage("attendance.no-such-gathering");
            assertThat(p.gatherings.find(p.organiser, marked).cancelled()).isTrue();
            assertThat(p.state(marked, p.li)).isEqualTo(State.PRESENT);
            assertThatThrownBy(() -> p.mark(marked, Portal.as(p.wang, State.PRESENT))).hasMessage("attendance.cancelled");

            p.gatherings.follow(p.organiser, Portal.subject("marked"), p.draft(p.credit, Portal.START, List.of(), List.of(), List.of()));
            assertThat(p.gatherings.find(p.organiser, marked).cancelled()).as("it takes place again").isFalse();
        }
    }

    @BothDatabases
    void aRollIsSeenByWhoMayReadThereAndIsAbsentForOthers(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            assertThat(p.rolls.roll(p.inspector, id)).hasSize(3);
            assertThatThrownBy(() -> p.rolls.roll(p.member, id)).hasMessage("attendance.no-such-gathering");
            assertThatThrownBy(() -> p.rolls.mark(p.inspector, id, List.of(Portal.as(p.li, State.PRESENT)), Mark.Way.ROLL)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.closing.close(p.inspector, id, 1)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.onRoll.add(p.inspector, id, List.of(p.secretary.id()), false)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.onRoll.leaveOut(p.inspector, id, p.li.id())).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.onRoll.refresh(p.inspector, id)).hasMessage("access.forbidden");
        }
    }

    @BothDatabases
    void theDayIsThatOfTheUnitsZone(Database database) {
        try (Portal p = new Portal(database)) {
            assertThat(LocalDate.ofInstant(Portal.START, ZoneId.of("Asia/Shanghai"))).isEqualTo("2026-03-04");
            assertThat(p.gatherings.list(p.organiser, p.bank.id(), new GatheringStore.Query(Portal.START, Portal.START.plusSeconds(1), null, null, null, Portal.START,
                    "g.starts", 0, 10)).items()).isEmpty();
            p.gathering();
            assertThat(p.gatherings.list(p.organiser, p.bank.id(), new GatheringStore.Query(Portal.START, Portal.START.plusSeconds(1), "%三月%", "study", null, Portal.START,
                    "g.starts", 0, 10)).items().stream().map(g -> g.draft().title()).collect(Collectors.joining())).isEqualTo("三月学习");
        }
    }
}
