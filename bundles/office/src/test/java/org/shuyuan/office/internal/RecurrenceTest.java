package org.shuyuan.office.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shuyuan.api.problem.Problem;

/** The examples of RFC 5545 §3.8.5.3 by their own numbers, and what no rule may do to the server. */
class RecurrenceTest {

    private static final LocalDateTime FOREVER = LocalDateTime.of(2100, 1, 1, 0, 0);
    private final OfficeCalendars calendars = new OfficeCalendars();

    private List<LocalDateTime> occurrences(String start, String rule, int limit) {
        return calendars.occurrences(LocalDateTime.parse(start), rule, List.of(), List.of(), LocalDateTime.parse(start), FOREVER, limit);
    }

    private static String dates(List<LocalDateTime> times) {
        return times.stream().map(time -> time.toLocalDate().toString().replace("-", "")).collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', value = {
        "1997-09-02T09:00|FREQ=DAILY;INTERVAL=10;COUNT=5|19970902 19970912 19970922 19971002 19971012",
        "1997-09-02T09:00|FREQ=DAILY;INTERVAL=2|19970902 19970904 19970906 19970908",
        "1997-09-02T09:00|FREQ=WEEKLY;COUNT=10|19970902 19970909 19970916 19970923 19970930 19971007 19971014 19971021 19971028 19971104",
        "1997-09-02T09:00|FREQ=WEEKLY;INTERVAL=2;WKST=SU|19970902 19970916 19970930 19971014 19971028",
        "1997-09-02T09:00|FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH|19970902 19970904 19970909 19970911 19970916 19970918 19970923 19970925 19970930 19971002",
        "1997-09-02T09:00|FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH|19970902 19970904 19970916 19970918 19970930 19971002 19971014 19971016",
        "1997-09-05T09:00|FREQ=MONTHLY;COUNT=10;BYDAY=1FR|19970905 19971003 19971107 19971205 19980102 19980206 19980306 19980403 19980501 19980605",
        "1997-09-07T09:00|FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU|19970907 19970928 19971102 19971130 19980104 19980125 19980301 19980329 19980503 19980531",
        "1997-09-22T09:00|FREQ=MONTHLY;COUNT=6;BYDAY=-2MO|19970922 19971020 19971117 19971222 19980119 19980216",
        "1997-09-28T09:00|FREQ=MONTHLY;BYMONTHDAY=-3|19970928 19971029 19971128 19971229 19980129 19980226",
        "1997-09-02T09:00|FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15|19970902 19970915 19971002 19971015 19971102 19971115 19971202 19971215 19980102 19980115",
        "1997-09-30T09:00|FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1|19970930 19971001 19971031 19971101 19971130 19971201 19971231 19980101 19980131 19980201",
        "1997-09-10T09:00|FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15|19970910 19970911 19970912 19970913 19970914 19970915 19990310 19990311 19990312 19990313",
        "1997-09-02T09:00|FREQ=MONTHLY;INTERVAL=2;BYDAY=TU|19970902 19970909 19970916 19970923 19970930 19971104 19971111 19971118 19971125 19980106",
        "1997-06-10T09:00|FREQ=YEARLY;COUNT=10;BYMONTH=6,7|19970610 19970710 19980610 19980710 19990610 19990710 20000610 20000710 20010610 20010710",
        "1997-03-10T09:00|FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3|19970310 19990110 19990210 19990310 20010110 20010210 20010310 20030110 20030210 20030310",
        "1997-01-01T09:00|FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200|19970101 19970410 19970719 20000101 20000409 20000718 20030101 20030410 20030719 20060101",
        "1997-05-19T09:00|FREQ=YEARLY;BYDAY=20MO|19970519 19980518 19990517",
        "1997-05-12T09:00|FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO|19970512 19980511 19990517",
        "1997-03-13T09:00|FREQ=YEARLY;BYMONTH=3;BYDAY=TH|19970313 19970320 19970327 19980305 19980312 19980319 19980326 19990304 19990311 19990318 19990325",
        "1998-02-13T09:00|FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13|19980213 19980313 19981113 19990813 20001013",
        "1997-09-13T09:00|FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13|19970913 19971011 19971108 19971213 19980110 19980207 19980307 19980411 19980509 19980613",
        "1996-11-05T09:00|FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8|19961105 20001107 20041102",
        "1997-09-04T09:00|FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3|19970904 19971007 19971106",
        "1997-09-29T09:00|FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2|19970929 19971030 19971127 19971230 19980129 19980226 19980330",
        "1997-08-05T09:00|FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO|19970805 19970810 19970819 19970824",
        "1997-08-05T09:00|FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU|19970805 19970817 19970819 19970831",
        "2007-01-15T09:00|FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5|20070115 20070130 20070215 20070315 20070330",
        "2024-02-29T09:00|FREQ=YEARLY;COUNT=3|20240229 20280229 20320229",
        "2026-01-31T09:00|FREQ=MONTHLY;COUNT=4|20260131 20260331 20260531 20260731",
        "2026-01-30T15:00|FREQ=MONTHLY;BYDAY=-1FR;COUNT=4|20260130 20260227 20260327 20260424"})
    void anExampleOfTheStandardGivesItsDates(String start, String rule, String expected) {
        int limit = expected.split(" ").length;
        assertThat(dates(occurrences(start, rule, limit))).isEqualTo(expected);
    }

    @Test
    void everyOtherYearOnSundaysOfJanuaryAtHalfPastEightAndNine() {
        List<LocalDateTime> times = occurrences("1997-01-05T08:30", "FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYDAY=SU;BYHOUR=8,9;BYMINUTE=30", 10);
        assertThat(times).startsWith(LocalDateTime.parse("1997-01-05T08:30"), LocalDateTime.parse("1997-01-05T09:30"), LocalDateTime.parse("1997-01-12T08:30"))
                .endsWith(LocalDateTime.parse("1999-01-03T08:30"), LocalDateTime.parse("1999-01-03T09:30")).hasSize(10);
        assertThat(times).allMatch(time -> time.getMinute() == 30 && time.getMonth() == Month.JANUARY && time.getYear() % 2 == 1);
    }

    @Test
    void dailyUntilCountsOneHundredAndThirteen() {
        // Given UNTIL at local midnight, as the standard's "until December 24" means.
        assertThat(occurrences("1997-09-02T09:00", "FREQ=DAILY;UNTIL=19971224T000000", 1000)).hasSize(113);
        assertThat(occurrences("1997-09-02T09:00", "FREQ=DAILY;UNTIL=19971224", 1000)).hasSize(114);
    }

    @Test
    void everyDayInJanuaryForThreeYears() {
        assertThat(occurrences("1998-01-01T09:00", "FREQ=YEARLY;UNTIL=20000131T140000;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", 1000)).hasSize(93);
        assertThat(occurrences("1998-01-01T09:00", "FREQ=DAILY;UNTIL=20000131T140000;BYMONTH=1", 1000)).hasSize(93);
    }

    @Test
    void withinTheDayByHoursAndMinutes() {
        assertThat(occurrences("1997-09-02T09:00", "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000", 9)).extracting(LocalDateTime::getHour).containsExactly(9, 12, 15);
        assertThat(occurrences("1997-09-02T09:00", "FREQ=MINUTELY;INTERVAL=90;COUNT=4", 9)).extracting(time -> time.toLocalTime().toString())
                .containsExactly("09:00", "10:30", "12:00", "13:30");
        assertThat(occurrences("1997-09-02T09:00", "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", 25))
                .isEqualTo(occurrences("1997-09-02T09:00", "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", 25));
    }

    @Test
    void thirteenthsThatAreFridaysLeaveTheStartOutWhenItIsExcluded() {
        LocalDateTime start = LocalDateTime.parse("1997-09-02T09:00");
        assertThat(dates(calendars.occurrences(start, "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", List.of(start), List.of(), start, FOREVER, 5)))
                .isEqualTo("19980213 19980313 19981113 19990813 20001013");
    }

    @Test
    void theStartIsTheFirstEvenWhereTheRuleWouldNotMakeIt() {
        assertThat(dates(occurrences("2026-01-06T09:00", "FREQ=WEEKLY;BYDAY=MO;COUNT=3", 9))).isEqualTo("20260106 20260112 20260119");
    }

    @Test
    void addedDatesComeInAndExcludedOnesStayOut() {
        LocalDateTime start = LocalDateTime.parse("2026-05-04T14:30");
        List<LocalDateTime> times = calendars.occurrences(start, "FREQ=WEEKLY;COUNT=3", List.of(start.plusWeeks(1)), List.of(start.plusDays(1)), start, FOREVER, 10);
        assertThat(dates(times)).isEqualTo("20260504 20260505 20260518");
    }

    @Test
    void aPeriodYearsLaterIsFoundWithoutCountingThroughTheYears() {
        LocalDateTime from = LocalDateTime.parse("2026-01-01T00:00");
        List<LocalDateTime> times = calendars.occurrences(LocalDateTime.parse("1990-01-01T00:00:07"), "FREQ=SECONDLY;INTERVAL=10", List.of(), List.of(), from,
                from.plusMinutes(1), 100);
        assertThat(times).hasSize(6).allMatch(time -> time.getSecond() % 10 == 7);
        assertThat(calendars.occurrences(LocalDateTime.parse("1990-01-01T09:00"), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU", List.of(), List.of(), from,
                from.plusDays(28), 100)).isEqualTo(
                        calendars.occurrences(LocalDateTime.parse("1990-01-01T09:00"), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU;COUNT=10000", List.of(), List.of(),
                                from, from.plusDays(28), 100)).isNotEmpty();
    }

    @Test
    void monthlyOnAWeekdayAgreesWithTheCalendarForFortyYears() {
        for (int n : new int[] {1, 2, 3, 4, -1}) {
            LocalDate first = LocalDate.of(2026, 1, 1).with(TemporalAdjusters.dayOfWeekInMonth(n, java.time.DayOfWeek.WEDNESDAY));
            List<LocalDate> expected = Stream.iterate(LocalDate.of(2026, 1, 1), month -> month.plusMonths(1)).limit(480)
                    .map(month -> month.with(TemporalAdjusters.dayOfWeekInMonth(n, java.time.DayOfWeek.WEDNESDAY))).toList();
            assertThat(occurrences(first + "T09:00", "FREQ=MONTHLY;BYDAY=" + n + "WE", 480)).extracting(LocalDateTime::toLocalDate).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @Timeout(10)
    @ValueSource(strings = {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY;BYHOUR=3;BYMINUTE=4;BYSECOND=5",
        "FREQ=MINUTELY;INTERVAL=999999", "FREQ=SECONDLY", "FREQ=DAILY;BYYEARDAY=366", "FREQ=YEARLY;BYWEEKNO=53;BYSETPOS=300;BYDAY=MO"})
    void noRuleKeepsTheServerBusy(String rule) {
        try {
            assertThat(occurrences("2026-01-01T00:00", rule, 1_000_000)).hasSizeLessThanOrEqualTo(10_000);
        } catch (Problem e) {
            assertThat(e.code()).isEqualTo("office.bad-rule");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "FREQ=", "FREQ=FORTNIGHTLY", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=1;UNTIL=20260101",
        "FREQ=DAILY;UNTIL=soon", "BYDAY=MO", "FREQ=DAILY;FREQ=DAILY", "FREQ=MONTHLY;BYDAY=XX", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=DAILY;BYHOUR=25",
        "FREQ=WEEKLY;BYWEEKNO=3", "FREQ=DAILY;INTERVAL=99999999999", "FREQ=DAILY\r\nX=1", "FREQ=YEARLY;BYMONTH=13"})
    void aRuleThatIsNoneIsRefused(String rule) {
        assertThatThrownBy(() -> calendars.check(rule)).isInstanceOfSatisfying(Problem.class, e -> {
            assertThat(e.code()).isEqualTo("office.bad-rule");
            assertThat(e.status()).isEqualTo(422);
        });
    }

    @Test
    void aRuleHasOneCanonicalForm() {
        assertThat(calendars.check("rrule:byday=mo,we; interval=1 ;freq=weekly;X-NOTE=1")).isEqualTo("FREQ=WEEKLY;BYDAY=MO,WE");
        assertThat(calendars.check("FREQ=WEEKLY;UNTIL=20261230T160000Z")).isEqualTo("FREQ=WEEKLY;UNTIL=20261231T000000");
    }
}
