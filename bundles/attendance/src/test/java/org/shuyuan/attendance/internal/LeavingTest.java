package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.Anonymiser.Holding;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.api.records.RecordSource.Item;
import org.shuyuan.api.records.RecordSource.Question;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.RollService.Marking;
import org.shuyuan.attendance.internal.jpa.LeaverStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

/** What a person's page tells, what people learn of themselves, and what is left of who is anonymised. */
class LeavingTest {

    @BothDatabases
    void thePersonsPageTellsWhatWasAttendedToWhoMaySeeIt(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.mark(id, Portal.as(p.li, State.PRESENT), Portal.as(p.wang, State.ABSENT));
            AttendedRecords records = new AttendedRecords(p.figureStore, p.access);
            List<UUID> both = List.of(p.li.id(), p.wang.id());
            Question all = new Question(p.organiser, both, Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"), 10);
            assertThat(records.records(all)).extracting(Item::person).as("who was absent attended nothing").containsExactly(p.li.id());
            assertThat(records.records(new Question(p.member, both, all.from(), all.to(), 10))).extracting(Item::link).as("one's own, without the roll").containsExactly("/attendance/mine");
        }
    }

    @BothDatabases
    void whatOneMaySeeIsNotPushedOutByWhatOneMayNot(Database database) {
        try (Portal p = new Portal(database)) {
            p.mark(p.gathering(), Portal.as(p.li, State.PRESENT));
            UUID newer = p.gatherings.attach(p.organiser, Portal.subject("newer"), p.draft(p.office, Portal.START.plus(Duration.ofDays(1)), List.of(), List.of(), List.of()));
            List<UUID> people = new ArrayList<>(Stream.generate(UUID::randomUUID).limit(1_100).toList());
            p.db.jpa().run(em -> Sql.batch(em, "insert into attendance_mark (gathering_id, person_id, source, expected, state) values (?, ?, 'hand', true, 'present')", people,
                    one -> new Object[] {newer, one}));
            Caller clerk = FakeAccess.person("信贷部考勤员");
            p.access.grant(clerk, Permissions.READ, p.credit.id());
            people.add(p.li.id());

            List<Item> told = new AttendedRecords(p.figureStore, p.access).records(new Question(clerk, people, Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"), 10));

            assertThat(told).extracting(Item::person).containsExactly(p.li.id());
        }
    }

    @BothDatabases
    void oneIsToldAllThatIsHeldOfOneself(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            OwnMarks own = p.own();
            assertThat(own.held(p.member)).singleElement().satisfies(held -> assertThat(held.rows()).hasSize(1));
            p.mark(id, new Marking(p.li.id(), State.ON_LEAVE, null, "sick", null, null));
            assertThat(own.held(p.member).get(0).rows().get(0)).contains("三月学习", "attendance:state.on-leave", "sick");
            assertThat(own.held(p.inspector)).isEmpty();
        }
    }

    @BothDatabases
    void marksStayWithoutReasonsAndNames(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.mark(id, new Marking(p.li.id(), State.ON_LEAVE, null, "sick", "住院", null), Portal.as(p.wang, State.PRESENT));
            AnonymousAttendance anonymiser = new AnonymousAttendance(new LeaverStore(p.db.jpa()), p.leaveFiles);
            Leaver who = new Leaver(p.li.id(), "已匿名人员 7", 7, Set.of(), Set.of("组织委员"));
            assertThat(anonymiser.holdings(p.organiser, who)).extracting(Holding::key).containsExactly("anonymise.marks", "anonymise.notes", "anonymise.signed");

            p.db.transactions().run(() -> anonymiser.anonymise(p.organiser, who));

            assertThat(p.rolls.roll(p.organiser, id)).filteredOn(m -> m.person().equals(p.li.id())).singleElement().satisfies(m -> {
                assertThat(m.state()).isEqualTo(State.ON_LEAVE);
                assertThat(m.reason()).isNull();
                assertThat(m.note()).isNull();
                assertThat(m.by()).isEqualTo("已匿名人员 7");
            });
            assertThat(anonymiser.holdings(p.organiser, who)).extracting(Holding::key).containsExactly("anonymise.marks");
        }
    }
}
