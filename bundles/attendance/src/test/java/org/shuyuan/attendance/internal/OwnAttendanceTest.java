package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.attendance.internal.Figures.By;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** What people learn of their own attendance is what the figures say of them. */
class OwnAttendanceTest {

    private static final LocalDate FROM = LocalDate.parse("2026-01-01");
    private static final LocalDate TO = LocalDate.parse("2026-12-31");

    private static OwnAttendance.Answer own(Portal p, Caller caller, UUID unit, int offset, int size, UUID... still) {
        return new OwnAttendance(p.figureStore, p.rules, p.people, p.units).of(caller, unit, FROM, TO, false, List.of(still), offset, size);
    }

    private static Double rate(OwnAttendance.Answer answer) {
        return answer.tally().rate(answer.rules().rules());
    }

    @BothDatabases
    void leaveAtWhatIsStillToComeLowersNobodysRate(Database database) {
        try (Portal p = new Portal(database)) {
            p.rules.set(p.organiser, p.bank.id(), 0, new Rules(false, 100, 100, 90, 3, 0, 7, 5, true));
            UUID february = p.gathering("february", Portal.START.minus(Duration.ofDays(20)));
            p.mark(february, Portal.as(p.li, State.PRESENT));
            p.now(Portal.START.minus(Duration.ofDays(5)));
            p.gathering();
            LeaveServiceTest.approved(p);

            OwnAttendance.Answer mine = own(p, p.member, p.credit.id(), 0, 20);

            assertThat(mine.page().items()).extracting("state", "taken").as("it is shown, and said to count nowhere")
                    .containsExactly(tuple(State.ON_LEAVE, false), tuple(State.PRESENT, true));
            assertThat(rate(mine)).isEqualTo(100.0);
            Figures.Answer figures = p.figures.answer(p.organiser, new Figures.Question(p.bank.id(), FROM, TO, null), By.PERSON);
            assertThat(figures.rows()).filteredOn(r -> r.key().equals(p.li.id().toString())).singleElement()
                    .satisfies(r -> assertThat(r.tally().counts()).as("the same as by person").isEqualTo(mine.tally().counts()));
        }
    }

    @BothDatabases
    void oneIsCountedByTheRulesOfOnesOwnUnitWhicheverOneIsChosen(Database database) {
        try (Portal p = new Portal(database)) {
            p.rules.set(p.organiser, p.credit.id(), 0, new Rules(true, 50, 100, 90, 3, 0, 7, 5, true));
            p.mark(p.gathering(), Portal.as(p.li, State.LATE));
            assertThat(rate(own(p, p.member, p.credit.id(), 0, 20))).isEqualTo(50.0);
            assertThat(rate(own(p, p.member, p.bank.id(), 0, 20))).as("looking from the bank, which counts late as whole").isEqualTo(50.0);
        }
    }

    @BothDatabases
    void theRateIsOfEverythingHoweverFewRowsAreShown(Database database) {
        try (Portal p = new Portal(database)) {
            p.mark(p.gathering("one", Portal.START.minus(Duration.ofDays(2))), Portal.as(p.li, State.PRESENT));
            p.mark(p.gathering("two", Portal.START.minus(Duration.ofDays(1))), Portal.as(p.li, State.ABSENT));
            OwnAttendance.Answer mine = own(p, p.member, p.credit.id(), 1, 1);
            assertThat(mine.page().items()).extracting("state").containsExactly(State.PRESENT);
            assertThat(mine.page().total()).isEqualTo(2);
            assertThat(rate(mine)).isEqualTo(50.0);
        }
    }

    @BothDatabases
    void whatCanStillBeObjectedToIsThereInTheNewYearToo(Database database) {
        try (Portal p = new Portal(database)) {
            Duration year = Duration.ofDays(64);
            UUID december = p.gathering("december", Portal.START.minus(year));
            p.mark(december, Portal.as(p.li, State.ABSENT), Portal.as(p.wang, State.ABSENT));
            OwnAttendance.Answer mine = own(p, p.member, p.credit.id(), 0, 20, december);
            assertThat(mine.page().items()).as("30 December is no day of 2026").isEmpty();
            assertThat(mine.still()).extracting("gathering", "person").containsExactly(tuple(december, p.li.id()));
            assertThat(mine.since()).as("from which on years can be chosen").isEqualTo(2025);
            OwnAttendance.Answer then = new OwnAttendance(p.figureStore, p.rules, p.people, p.units)
                    .of(p.member, p.credit.id(), FROM.minusYears(1), FROM.minusDays(1), false, List.of(december), 0, 20);
            assertThat(then.page().items()).extracting("gathering").containsExactly(december);
            assertThat(then.still()).as("shown once").isEmpty();
        }
    }
}
