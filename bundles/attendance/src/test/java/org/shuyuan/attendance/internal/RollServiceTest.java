package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.persistence.OptimisticLockException;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.RollService.Marking;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** The roll is taken: each person has one state, who was faster is not overwritten unseen, and what is closed stays. */
class RollServiceTest {

    @BothDatabases
    void eachIsMarkedWithReasonNoteAndMinutes(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.mark(id, Portal.as(p.li, State.PRESENT), new Marking(p.wang.id(), State.ON_LEAVE, null, "official-trip", "省行开会", null),
                    new Marking(p.zhang.id(), State.LATE, null, "traffic", null, 60));

            List<Mark> roll = p.rolls.roll(p.organiser, id);
            assertThat(roll).filteredOn(m -> m.person().equals(p.wang.id())).singleElement().satisfies(m -> {
                assertThat(m.state()).isEqualTo(State.ON_LEAVE);
                assertThat(m.reason()).isEqualTo("official-trip");
                assertThat(m.note()).isEqualTo("省行开会");
                assertThat(m.by()).isEqualTo("组织委员");
                assertThat(m.at()).isEqualTo(Portal.START);
            });
            assertThat(roll).filteredOn(m -> m.person().equals(p.zhang.id())).singleElement().satisfies(m -> assertThat(m.minutes()).isEqualTo(60));
            assertThat(p.audit.actions()).contains("attendance.mark");
            assertThat(p.audit.entries().toString()).as("names are looked up where they are shown").doesNotContain("王伟");
            assertThat(p.told.heard()).anyMatch(word -> word.contains("attendance") && word.contains(id.toString()));
        }
    }

    @BothDatabases
    void aMarkIsTakenBack(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.mark(id, Portal.as(p.li, State.PRESENT));
            p.mark(id, new Marking(p.li.id(), null, State.PRESENT, null, null, null));
            assertThat(p.state(id, p.li)).isNull();
        }
    }

    @BothDatabases
    void theSecondOfTwoWhoMarkOnePersonIsTold(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.mark(id, Portal.as(p.li, State.PRESENT));
            assertThatThrownBy(() -> p.mark(id, Portal.as(p.li, State.ABSENT), Portal.as(p.wang, State.PRESENT))).isInstanceOfSatisfying(Problem.class, problem -> {
                assertThat(problem.code()).isEqualTo("attendance.marked-meanwhile");
                assertThat(problem.values()).containsEntry("who", "组织委员");
            });
            assertThat(p.state(id, p.wang)).as("all or none").isNull();
            p.mark(id, Portal.as(p.li, State.PRESENT));
            assertThat(p.state(id, p.li)).as("who says the same is right").isEqualTo(State.PRESENT);
        }
    }

    @BothDatabases
    void manyWhoMarkAtATimeLoseNobody(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            List<Person> many = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                many.add(p.people.add("员工" + i, "M" + i, p.credit));
            }
            UUID id = p.gathering();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Callable<List<Mark>>> marks = new ArrayList<>();
            many.forEach(person -> marks.add(() -> p.mark(id, Portal.as(person, State.PRESENT))));
            threads.invokeAll(marks).forEach(done -> assertThat(done).succeedsWithin(Duration.ofSeconds(60)));
            threads.shutdown();
            assertThat(p.rolls.roll(p.organiser, id)).filteredOn(m -> m.state() == State.PRESENT).hasSize(40);
        }
    }

    @BothDatabases
    void nobodyIsThereBeforeItBeginsButLeaveCanBeNoted(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.now(Portal.START.minus(Duration.ofDays(1)));
            assertThatThrownBy(() -> p.mark(id, Portal.as(p.li, State.PRESENT))).hasMessage("attendance.not-yet");
            assertThatThrownBy(() -> p.closing.close(p.organiser, id, p.version(id))).hasMessage("attendance.not-yet");
            p.mark(id, Portal.as(p.li, State.ON_LEAVE));
            p.now(Portal.START.minus(Duration.ofMinutes(30)));
            p.mark(id, Portal.as(p.wang, State.PRESENT));
            assertThat(p.state(id, p.li)).isEqualTo(State.ON_LEAVE);
        }
    }

    @BothDatabases
    void closingMakesTheOthersAbsentAndReopeningTakesThatBack(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.mark(id, Portal.as(p.li, State.PRESENT), Portal.as(p.wang, State.ABSENT));
            int version = p.version(id);

            Gathering closed = p.closing.close(p.organiser, id, version);
            assertThat(closed.closedBy()).isEqualTo("组织委员");
            assertThat(p.state(id, p.zhang)).isEqualTo(State.ABSENT);
            assertThatThrownBy(() -> p.mark(id, new Marking(p.zhang.id(), State.PRESENT, State.ABSENT, null, null, null))).hasMessage("attendance.closed");
            assertThatThrownBy(() -> p.onRoll.add(p.organiser, id, List.of(p.secretary.id()), false)).hasMessage("attendance.closed");
            assertThatThrownBy(() -> p.closing.reopen(p.organiser, id, version, "更正")).as("by one who has seen it open").isInstanceOf(OptimisticLockException.class);

            p.closing.reopen(p.organiser, id, closed.version(), "更正");
            assertThat(p.state(id, p.zhang)).as("only assumed").isNull();
            assertThat(p.state(id, p.wang)).as("said").isEqualTo(State.ABSENT);
            assertThat(p.audit.actions()).contains("attendance.close", "attendance.reopen");
        }
    }

    @BothDatabases
    void whoIsAddedIsExpectedOrAnObserverAndWhoIsLeftOutStaysOut(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.onRoll.add(p.organiser, id, List.of(p.secretary.id()), true);
            assertThatThrownBy(() -> p.mark(id, Portal.as(p.secretary, State.PRESENT))).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.errors()).hasSize(1));
            assertThatThrownBy(() -> p.mark(id, Portal.as(p.li, State.OBSERVER))).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.errors()).hasSize(1));
            p.mark(id, Portal.as(p.secretary, State.OBSERVER));

            p.onRoll.leaveOut(p.organiser, id, p.zhang.id());
            p.onRoll.leaveOut(p.organiser, id, p.zhang.id());
            p.onRoll.refresh(p.organiser, id);
            assertThat(p.roll(id)).containsExactly("李娜", "王伟", "秘书");
            assertThatThrownBy(() -> p.mark(id, Portal.as(p.zhang, State.PRESENT))).hasMessage("attendance.not-on-roll");
            assertThatThrownBy(() -> p.onRoll.leaveOut(p.organiser, id, p.secretary.id())).hasMessage("attendance.marked");

            assertThat(p.audit.actions()).contains("attendance.add-people").filteredOn("attendance.leave-out"::equals).as("once").hasSize(1);
            p.onRoll.add(p.organiser, id, List.of(p.zhang.id()), false);
            p.mark(id, Portal.as(p.zhang, State.PRESENT));
            assertThat(p.state(id, p.zhang)).isEqualTo(State.PRESENT);
            assertThatThrownBy(() -> p.onRoll.add(p.organiser, id, List.of(UUID.randomUUID()), false)).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.errors()).hasSize(1));
        }
    }

    @BothDatabases
    void whatIsNoReasonNoteOrNumberIsRefused(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            for (Marking wrong : List.of(new Marking(p.li.id(), State.LATE, null, "official-trip", null, null), new Marking(p.li.id(), State.ON_LEAVE, null, "no-such", null, null),
                    new Marking(p.li.id(), State.PRESENT, null, null, "长".repeat(201), null), new Marking(p.li.id(), State.PRESENT, null, null, null, 1441),
                    new Marking(p.li.id(), State.PRESENT, null, null, null, -1))) {
                assertThatThrownBy(() -> p.mark(id, wrong)).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.status()).isEqualTo(422));
            }
            assertThatThrownBy(() -> p.rolls.mark(p.organiser, id, List.of(), Mark.Way.ROLL)).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.status()).isEqualTo(422));
        }
    }
}
