package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.indicators.IndicatorSource;
import org.shuyuan.api.indicators.IndicatorSource.Of;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Attendance as whoever assesses asks for it. In March Li was absent and Wang came; in April Li came late and Wang was on leave. */
class AttendanceIndicatorsTest {

    private static IndicatorSource source(Portal p) {
        UUID march = p.gathering();
        p.mark(march, Portal.as(p.li, State.ABSENT), Portal.as(p.wang, State.PRESENT), Portal.as(p.zhang, State.PRESENT));
        p.now(Portal.START.plus(Duration.ofDays(35)));
        UUID april = p.gathering("april", Portal.START.plus(Duration.ofDays(35)));
        p.mark(april, Portal.as(p.li, State.LATE), Portal.as(p.wang, State.ON_LEAVE), Portal.as(p.zhang, State.PRESENT));
        return new AttendanceIndicators(p.figures, p.units);
    }

    private static IndicatorSource.Question of(Portal p, Caller caller, String indicator, Of of, UUID... ids) {
        return new IndicatorSource.Question(caller, indicator, p.bank.id(), of, List.of(ids), LocalDate.parse("2026-01-01"), LocalDate.parse("2026-12-31"));
    }

    @BothDatabases
    void theRateOfManyPeopleIsThatOfTheFiguresWithWhatItIsMadeOf(Database database) {
        try (Portal p = new Portal(database)) {
            assertThat(source(p).values(of(p, p.organiser, "rate", Of.PERSON, p.li.id(), p.wang.id())))
                    .containsExactlyInAnyOrder(new IndicatorSource.Value(p.li.id(), 50.0, 1.0, 2.0), new IndicatorSource.Value(p.wang.id(), 100.0, 1.0, 1.0));
        }
    }

    @BothDatabases
    void aUnitIsMeasuredWithAllBelowIt(Database database) {
        try (Portal p = new Portal(database)) {
            IndicatorSource source = source(p);
            assertThat(source.values(of(p, p.organiser, "attended", Of.UNIT, p.bank.id(), p.credit.id(), p.office.id())))
                    .containsExactlyInAnyOrder(new IndicatorSource.Value(p.bank.id(), 4.0, 4.0, null), new IndicatorSource.Value(p.credit.id(), 4.0, 4.0, null));
            assertThat(source.evidence(of(p, p.organiser, "attended", Of.UNIT, p.bank.id()), p.bank.id(), 0, 10).total()).isEqualTo(4);
        }
    }

    @BothDatabases
    void everyNumberOpensDownToTheRollsItRestsOn(Database database) {
        try (Portal p = new Portal(database)) {
            IndicatorSource source = source(p);
            IndicatorSource.Evidences absences = source.evidence(of(p, p.organiser, "absent", Of.PERSON, p.li.id()), p.li.id(), 0, 10);
            assertThat(absences.total()).isEqualTo(1);
            assertThat(absences.items()).singleElement().satisfies(one -> {
                assertThat(one.key()).isEqualTo("record.attended-absent");
                assertThat(one.values()).containsEntry("title", "三月学习");
                assertThat(one.link()).startsWith("/attendance/gatherings/");
            });
            assertThat(source.evidence(of(p, p.organiser, "rate", Of.PERSON, p.li.id()), p.li.id(), 0, 1)).satisfies(page -> {
                assertThat(page.total()).isEqualTo(2);
                assertThat(page.items()).extracting(IndicatorSource.Evidence::key).as("the newest first").containsExactly("record.attended-late");
            });
        }
    }

    @BothDatabases
    void whoReadsNoAttendanceMeasuresNothingAndWhatIsNotMeasuredIsNotKnown(Database database) {
        try (Portal p = new Portal(database)) {
            IndicatorSource source = source(p);
            for (IndicatorSource.Indicator one : source.indicators()) {
                assertThatThrownBy(() -> source.values(of(p, p.member, one.id(), Of.PERSON, p.li.id()))).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.status()).isEqualTo(403));
                assertThatThrownBy(() -> source.evidence(of(p, p.member, one.id(), Of.PERSON, p.li.id()), p.li.id(), 0, 10)).isInstanceOf(Problem.class);
            }
            assertThatThrownBy(() -> source.values(of(p, p.organiser, "beauty", Of.PERSON, p.li.id()))).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.status()).isEqualTo(404));
        }
    }
}
