package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.agenda.CalendarSource;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** What attendance puts into somebody's calendar. */
class OwnDatesTest {

    private static final Instant NEXT_MONTH = Portal.START.plus(Duration.ofDays(40));

    private static List<String> of(Portal p, Caller caller, @Nullable UUID person, Instant to) {
        CalendarSource.Question question = new CalendarSource.Question(caller, p.credit.id(), person, Portal.START.minus(Duration.ofDays(1)), to, 100);
        return new OwnDates(p.makeUpStore, p.leaveStore, p.units).items(question).stream().map(item -> item.key() + " " + item.allDay()).toList();
    }

    @BothDatabases
    void untilWhenStudyIsToBeMadeUpStandsThereUntilItIsHandedIn(Database database) {
        try (Portal p = new Portal(database)) {
            MakeUp made = MakeUpServiceTest.assigned(p, MakeUpServiceTest.closed(p), p.li);
            assertThat(of(p, p.member, p.li.id(), NEXT_MONTH)).containsExactly("agenda.make-up true");
            assertThat(of(p, p.member, p.li.id(), Portal.START)).as("before its day").isEmpty();

            p.makeUps.handIn(p.member, made.id(), made.version(), MakeUpServiceTest.DONE);
            assertThat(of(p, p.member, p.li.id(), NEXT_MONTH)).isEmpty();
        }
    }

    @BothDatabases
    void leaveStandsThereOnceItIsApproved(Database database) {
        try (Portal p = new Portal(database)) {
            Leave asked = LeaveServiceTest.asked(p);
            assertThat(of(p, p.member, p.li.id(), NEXT_MONTH)).isEmpty();

            p.leaves.decide(p.head, asked.id(), asked.version(), true, null);
            assertThat(of(p, p.member, p.li.id(), NEXT_MONTH)).containsExactly("agenda.leave false");
        }
    }

    @BothDatabases
    void nobodyElseSeesIt(Database database) {
        try (Portal p = new Portal(database)) {
            LeaveServiceTest.approved(p);
            assertThat(of(p, p.organiser, p.li.id(), NEXT_MONTH)).as("somebody who takes the roll").isEmpty();
            assertThat(of(p, p.member, null, NEXT_MONTH)).as("the unit's calendar").isEmpty();
        }
    }
}
