package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.List;
import javax.persistence.OptimisticLockException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.Database;

/** A whole series is dragged by one of its dates. */
class SeriesMoveTest {

    private final Portal p = new Portal(Database.H2);

    @AfterEach
    void close() {
        p.close();
    }

    private Event add(String start, String rule) {
        return p.service.add(p.organiser, p.draft(p.bank, "微课堂", start, start.substring(0, 11) + "10:30", rule.isEmpty() ? null : rule));
    }

    private Event move(Event event, String recurrence, String start, String end) {
        return p.series.move(p.organiser, event.id(), event.version(), LocalDateTime.parse(recurrence), new OccurrenceOverride.Time(false, LocalDateTime.parse(start), LocalDateTime.parse(end)));
    }

    private static void refused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOfSatisfying(Problem.class, r -> assertThat(r.errors().isEmpty() ? r.code() : r.errors().get(0).code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // first start      | rule                                       | moved by      | where the first goes| rule then
        "2026-01-07T09:00 | FREQ=WEEKLY;COUNT=4                        | 2026-01-08T09:00 | FREQ=WEEKLY;COUNT=4",
        "2026-01-07T09:00 | FREQ=WEEKLY;BYDAY=WE                       | 2026-01-09T14:00 | FREQ=WEEKLY;BYDAY=FR",
        "2026-01-05T09:00 | FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=9         | 2026-01-06T09:00 | FREQ=WEEKLY;BYDAY=TU,TH,SA;COUNT=9",
        "2026-01-07T09:00 | FREQ=WEEKLY;BYDAY=WE;UNTIL=20260301T235959 | 2026-01-06T09:00 | FREQ=WEEKLY;BYDAY=TU;UNTIL=20260228T235959",
        "2026-01-05T09:00 | FREQ=WEEKLY;INTERVAL=2;BYDAY=MO            | 2026-01-11T09:00 | FREQ=WEEKLY;INTERVAL=2;BYDAY=SU",
        "2026-01-15T09:00 | FREQ=MONTHLY;BYMONTHDAY=15                 | 2026-01-16T09:00 | FREQ=MONTHLY;BYMONTHDAY=16",
        "2026-01-31T09:00 | FREQ=MONTHLY;BYMONTHDAY=-1                 | 2026-01-30T09:00 | FREQ=MONTHLY;BYMONTHDAY=-2",
        "2026-01-31T09:00 | FREQ=MONTHLY;BYMONTHDAY=-1                 | 2026-02-01T09:00 | FREQ=MONTHLY;BYMONTHDAY=1",
        "2026-01-05T09:00 | FREQ=MONTHLY;BYDAY=1MO                     | 2026-01-12T09:00 | FREQ=MONTHLY;BYDAY=2MO",
        "2026-01-05T09:00 | FREQ=MONTHLY;BYDAY=1MO                     | 2026-01-06T09:00 | FREQ=MONTHLY;BYDAY=1TU",
        "2026-01-30T09:00 | FREQ=MONTHLY;BYDAY=-1FR                    | 2026-01-29T09:00 | FREQ=MONTHLY;BYDAY=-1TH",
        "2026-01-05T09:00 | FREQ=MONTHLY;BYDAY=1MO                     | 2026-01-05T15:00 | FREQ=MONTHLY;BYDAY=1MO",
        "2026-03-12T09:00 | FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=12        | 2026-03-13T09:00 | FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=13",
        "2026-01-07T09:00 | FREQ=DAILY;COUNT=5                         | 2026-01-08T10:00 | FREQ=DAILY;COUNT=5",
    })
    void theRuleIsSaidForTheOtherDay(String start, String rule, String to, String then) {
        Event after = move(add(start, rule), start, to, to.substring(0, 11) + (to.endsWith("09:00") ? "10:30" : "16:30"));
        assertThat(after.schedule().rule()).isEqualTo(then);
        assertThat(after.schedule().start()).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "2026-01-06T09:00 | FREQ=MONTHLY;BYDAY=1TU                                | 2026-01-08T09:00",
        "2026-01-28T09:00 | FREQ=MONTHLY;BYMONTHDAY=28                            | 2026-01-29T09:00",
        "2026-01-30T09:00 | FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1         | 2026-01-29T09:00",
        "2026-01-05T09:00 | FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU                    | 2026-01-06T09:00",
    })
    void whatCannotBeSaidForTheOtherDayIsRefusedAndNothingMoves(String start, String rule, String to) {
        Event event = add(start, rule);
        // the first Tuesday, the 6th, put to Thursday the 8th: that is the second one
        refused("calendar.rule-not-movable", () -> move(event, start, to, to.substring(0, 11) + "10:30"));
        assertThat(p.service.find(p.organiser, event.id())).isEqualTo(event);
    }

    @Test
    void aLaterDateMovesThemAllAndWhatSingleDatesHaveGoesAlong() {
        Event event = add("2026-01-07T09:00", "FREQ=WEEKLY;COUNT=4");
        Event left = p.dates.leaveOut(p.organiser, event.id(), event.version(), LocalDateTime.parse("2026-01-14T09:00"));
        Details other = new Details(event.details().kind(), "微课堂", null, "一楼", null, null);
        Event own = p.dates.change(p.organiser, event.id(), left.version(), LocalDateTime.parse("2026-01-28T09:00"),
                new OccurrenceOverride.Time(false, LocalDateTime.parse("2026-01-29T15:00"), LocalDateTime.parse("2026-01-29T16:30")), other);

        Event after = move(own, "2026-01-21T09:00", "2026-01-22T10:00", "2026-01-22T12:00");
        List<Occurrence> january = p.month(p.organiser, p.bank, "2026-01-01", "2026-02-10", false);
        assertThat(Portal.days(january)).containsExactly("2026-01-08", "2026-01-22", "2026-01-30");
        assertThat(january).extracting(Occurrence::place).containsExactly("三楼会议室", "三楼会议室", "一楼");
        assertThat(january).extracting(o -> (o.ends() - o.starts()) / 60).containsExactly(120L, 120L, 120L);
        assertThat(after.schedule().excluded()).containsExactly(LocalDateTime.parse("2026-01-15T10:00"));
        assertThat(p.audit.actions()).contains("calendar.change-event");
    }

    @Test
    void onlyItsLengthMayChange() {
        Event after = move(add("2026-01-05T09:00", "FREQ=MONTHLY;BYDAY=1MO"), "2026-02-02T09:00", "2026-02-02T09:00", "2026-02-02T12:00");
        assertThat(after.schedule().end()).isEqualTo("2026-01-05T12:00");
        assertThat(after.schedule().rule()).isEqualTo("FREQ=MONTHLY;BYDAY=1MO");
    }

    @Test
    void aRollThatWasTakenStaysAndOneToComeIsCalledOffAsWithTheForm() {
        Event event = p.service.add(p.organiser, p.draft(p.bank, "微课堂", "2025-12-31T09:00", "2025-12-31T10:30", "FREQ=WEEKLY;COUNT=4"));
        p.gatherings.attach(p.organiser, event, LocalDateTime.parse("2025-12-31T09:00"));
        p.gatherings.attach(p.organiser, event, LocalDateTime.parse("2026-01-07T09:00"));
        move(event, "2026-01-07T09:00", "2026-01-08T09:00", "2026-01-08T10:30");
        assertThat(p.gatherings.of(event)).extracting(g -> g.subject().part() + g.cancelled()).containsExactly("2025-12-31T09:00false", "2026-01-07T09:00true");
    }

    @Test
    void whoMayNotPlanMovesNothingAndTheSecondOfTwoIsTold() {
        Event event = add("2026-01-07T09:00", "FREQ=WEEKLY;COUNT=4");
        p.access.grant(p.member, Permissions.READ, p.bank.id());
        OccurrenceOverride.Time to = new OccurrenceOverride.Time(false, LocalDateTime.parse("2026-01-08T09:00"), LocalDateTime.parse("2026-01-08T10:30"));
        assertThatThrownBy(() -> p.series.move(p.member, event.id(), event.version(), event.schedule().start(), to)).isInstanceOfSatisfying(Problem.class, r -> assertThat(r.status()).isEqualTo(403));
        assertThatThrownBy(() -> p.series.move(p.organiser, event.id(), event.version() + 1, event.schedule().start(), to)).isInstanceOf(OptimisticLockException.class);
        refused("calendar.no-such-date", () -> move(event, "2026-01-09T09:00", "2026-01-10T09:00", "2026-01-10T10:30"));
        Event once = add("2026-01-07T09:00", "");
        refused("calendar.no-series", () -> move(once, "2026-01-07T09:00", "2026-01-08T09:00", "2026-01-08T10:30"));
    }
}
