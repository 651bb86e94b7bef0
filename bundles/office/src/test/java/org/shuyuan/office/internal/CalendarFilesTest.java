package org.shuyuan.office.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shuyuan.api.office.Calendars.Fault;
import org.shuyuan.api.office.Calendars.Item;
import org.shuyuan.api.office.Calendars.Read;
import org.shuyuan.api.problem.Problem;

class CalendarFilesTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private final OfficeCalendars calendars = new OfficeCalendars(Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC));

    private Read read(byte[] bytes) {
        return calendars.read(new ByteArrayInputStream(bytes), SHANGHAI);
    }

    private Read events(String... lines) {
        return read(("BEGIN:VCALENDAR\r\n" + String.join("\r\n", lines) + "\r\nEND:VCALENDAR\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private Item event(String... lines) {
        Read read = events("BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:x\r\n" + String.join("\r\n", lines) + "\r\nEND:VEVENT");
        assertThat(read.faults()).isEmpty();
        return read.items().get(0);
    }

    private List<LocalDateTime> in2026(Item item) {
        return calendars.occurrences(item.start(), String.valueOf(item.rule()), item.excluded(), item.added(), LocalDateTime.parse("2026-01-01T00:00"),
                LocalDateTime.parse("2027-01-01T00:00"), 1000);
    }

    @Test
    void theOfficesOwnCalendarIsReadWithEachOfItsOddities() throws Exception {
        Read read = read(CalendarFilesTest.class.getResourceAsStream("/study-calendar-2026.ics").readAllBytes());

        assertThat(read.name()).isEqualTo("学习安排");
        assertThat(read.faults()).isEmpty();
        assertThat(read.items()).hasSize(5).allMatch(item -> item.zone().equals(SHANGHAI));
        Item studyDay = read.items().get(0);
        assertThat(in2026(studyDay)).hasSize(11).doesNotContain(LocalDateTime.parse("2026-05-04T14:30")).contains(LocalDateTime.parse("2026-12-07T14:30"));
        // UNTIL in UTC is the last midnight of the year here: 30 December is in.
        Item weekly = read.items().get(2);
        assertThat(weekly.rule()).isEqualTo("FREQ=WEEKLY;UNTIL=20261231T000000;BYDAY=WE");
        assertThat(in2026(weekly)).hasSize(52).endsWith(LocalDateTime.parse("2026-12-30T09:00"));
        Item lastFriday = read.items().get(3);
        assertThat(in2026(lastFriday)).hasSize(12).contains(LocalDateTime.parse("2026-02-27T15:00"), LocalDateTime.parse("2026-12-25T15:00"));
        assertThat(lastFriday.description()).isEqualTo("请提前准备发言提纲\n每人十分钟, 议题见附件");
        Item allDay = read.items().get(4);
        assertThat(allDay.allDay()).isTrue();
        assertThat(allDay.end()).isEqualTo(LocalDateTime.parse("2026-07-02T00:00"));
        assertThat(read.items().get(1).line()).isEqualTo(24);
    }

    @Test
    void aLineFoldedInsideACharacterIsWholeAgain() {
        byte[] summary = "SUMMARY:学习".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101T000000Z\nUID:1\n".getBytes(StandardCharsets.UTF_8));
        file.write(summary, 0, 9);
        file.writeBytes("\r\n ".getBytes(StandardCharsets.UTF_8));
        file.write(summary, 9, summary.length - 9);
        file.writeBytes("\nEND:VEVENT\nEND:VCALENDAR".getBytes(StandardCharsets.UTF_8));
        assertThat(read(file.toByteArray()).items()).singleElement().satisfies(item -> {
            assertThat(item.summary()).isEqualTo("学习");
            assertThat(item.start()).isEqualTo(LocalDateTime.parse("2026-01-01T08:00"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"GBK", "UTF-8", "UTF-16LE", "UTF-16BE"})
    void anyEncodingOfAnOfficeIsFoundOut(String charset) {
        String text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260701\r\nSUMMARY:七一主题活动\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        assertThat(read(text.getBytes(Charset.forName(charset))).items().get(0).summary()).isEqualTo("七一主题活动");
        if (charset.startsWith("UTF")) {
            assertThat(read(("\uFEFF" + text).getBytes(Charset.forName(charset))).items()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"China Standard Time|Asia/Shanghai", "\"China Standard Time\"|Asia/Shanghai", "Asia/Urumqi|Asia/Urumqi",
        "/freeassociation.sourceforge.net/Tzfile/Asia/Shanghai|Asia/Shanghai", "(UTC+08:00) 北京，重庆，香港特别行政区，乌鲁木齐|Asia/Shanghai", "W. Europe Standard Time|Europe/Berlin",
        "GMT+0800|+08:00", "Mars/Olympus|Asia/Shanghai"})
    void aZoneIsKnownByManyNames(String name, String expected) {
        assertThat(event("DTSTART;TZID=\"" + name.replace("\"", "") + "\":20260105T143000").zone()).isEqualTo(ZoneId.of(expected));
    }

    @Test
    void theFilesOwnDescriptionOfAZoneHelpsWhereItsNameDoesNot() {
        Read read = events("BEGIN:VTIMEZONE", "TZID:Customized Time Zone", "BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0900", "TZOFFSETTO:+0900",
                "END:STANDARD", "END:VTIMEZONE", "BEGIN:VEVENT", "UID:1", "SUMMARY:x", "DTSTART;TZID=Customized Time Zone:20260105T143000", "END:VEVENT");
        assertThat(read.items().get(0).zone()).isEqualTo(ZoneOffset.ofHours(9));
    }

    @Test
    void aBrokenEventIsReportedByItsLineAndTheOthersAreRead() {
        Read read = events("BEGIN:VEVENT", "UID:1", "SUMMARY:无开始", "END:VEVENT", "BEGIN:VEVENT", "UID:2", "DTSTART:someday", "END:VEVENT", "BEGIN:VEVENT", "UID:3",
                "DTSTART:20260101T090000", "RRULE:FREQ=SOMETIMES", "END:VEVENT", "BEGIN:VEVENT", "UID:4", "DTSTART:20260101T090000", "SUMMARY:好", "BEGIN:VALARM",
                "DTSTART:no", "END:VALARM", "END:VEVENT", "BEGIN:VEVENT", "UID:5", "DTSTART:20260101T090000");
        assertThat(read.items()).extracting(Item::uid).containsExactly("4");
        assertThat(read.faults()).containsExactly(new Fault(2, "fault.no-start", "无开始"), new Fault(8, "fault.bad-time", "someday"),
                new Fault(13, "fault.bad-rule", "FREQ=SOMETIMES"), new Fault(23, "fault.cut-off", ""));
    }

    @Test
    void otherMakersWaysAreUnderstood() {
        assertThat(event("DTSTART;VALUE=DATE:20260701", "DURATION:P2D").end()).isEqualTo(LocalDateTime.parse("2026-07-03T00:00"));
        assertThat(event("DTSTART:20260701T090000", "DURATION:PT1H30M").end()).isEqualTo(LocalDateTime.parse("2026-07-01T10:30"));
        assertThat(event("DTSTART;VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260701").notes()).containsExactly("note.no-length");
        assertThat(event("DTSTART:20260701T000000", "DTEND:20260702T000000", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE").allDay()).isTrue();
        assertThat(event("DTSTART:2026-07-01T09:00:00").start()).isEqualTo(LocalDateTime.parse("2026-07-01T09:00"));
        assertThat(event("DTSTART:20260701T090000", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20260702").excluded())
                .containsExactly(LocalDateTime.parse("2026-07-02T09:00"));
        assertThat(event("DTSTART:20260701T090000", "DESCRIPTION:第一行", "第二行没有缩进", "LOCATION:礼堂")).satisfies(item -> {
            assertThat(item.description()).isEqualTo("第一行\n第二行没有缩进");
            assertThat(item.location()).isEqualTo("礼堂");
        });
        assertThat(event("DTSTART:20260701T090000", "STATUS:CANCELLED", "RECURRENCE-ID:20260701T010000Z")).satisfies(item -> {
            assertThat(item.cancelled()).isTrue();
            assertThat(item.recurrenceId()).isEqualTo(LocalDateTime.parse("2026-07-01T09:00"));
        });
    }

    @Test
    void theNewerStateOfOneEventCounts() {
        Read read = events("BEGIN:VEVENT", "UID:1", "SEQUENCE:2", "DTSTART:20260101T090000", "SUMMARY:新", "END:VEVENT", "BEGIN:VEVENT", "UID:1", "SEQUENCE:1",
                "DTSTART:20260101T080000", "SUMMARY:旧", "END:VEVENT");
        assertThat(read.items()).extracting(Item::summary).containsExactly("新");
    }

    @Test
    void whatIsNoCalendarOrTooMuchIsRefused() {
        assertThatThrownBy(() -> read("hello".getBytes(StandardCharsets.UTF_8))).hasMessage("office.not-a-calendar");
        assertThatThrownBy(() -> read(new byte[0])).hasMessage("office.not-a-calendar");
        assertThatThrownBy(() -> read(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0, 1})).hasMessage("office.not-a-calendar");
        assertThatThrownBy(() -> read(new byte[(5 << 20) + 1])).hasMessage("office.calendar-too-large");
        String[] many = new String[10_001];
        java.util.Arrays.fill(many, "BEGIN:VEVENT\r\nDTSTART:20260101T090000\r\nEND:VEVENT");
        assertThatThrownBy(() -> events(many)).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.status()).isEqualTo(422));
    }

    @Test
    void whatIsWrittenIsReadBackEqual() {
        Random random = new Random(20261123);
        List<Item> items = new ArrayList<>();
        List<ZoneId> zones = List.of(SHANGHAI, ZoneId.of("Europe/Berlin"), ZoneId.of("America/New_York"), ZoneId.of("Australia/Adelaide"), ZoneOffset.ofHours(8));
        for (int i = 0; i < 400; i++) {
            boolean allDay = random.nextInt(4) == 0;
            LocalDateTime start = LocalDateTime.of(2026, 1, 1, 0, 0).plusMinutes(random.nextInt(525_600));
            start = allDay ? start.toLocalDate().atStartOfDay() : start;
            ZoneId zone = allDay ? SHANGHAI : zones.get(random.nextInt(zones.size()));
            String rule = switch (random.nextInt(4)) {
                case 0 -> "FREQ=WEEKLY;COUNT=5;BYDAY=MO,FR";
                case 1 -> allDay ? "FREQ=DAILY;UNTIL=20270301" : "FREQ=DAILY;UNTIL=20270301T120000";
                case 2 -> "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR";
                default -> null;
            };
            items.add(new Item(1, "u" + i + "@shuyuan", text(random, 60), random.nextBoolean() ? text(random, 300) : null, random.nextBoolean() ? "三楼, 会议室" : null, start,
                    allDay ? start.plusDays(1 + random.nextInt(3)) : start.plusMinutes(random.nextInt(300)), allDay, zone, rule,
                    rule == null ? List.of() : List.of(start.plusDays(7), start.plusDays(14)), random.nextBoolean() ? List.of(start.plusDays(3)) : List.of(),
                    rule == null && random.nextBoolean() ? start : null, random.nextInt(5) == 0, random.nextInt(3),
                    random.nextBoolean() ? java.time.Instant.ofEpochSecond(1_780_000_000L + i) : null, List.of()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        calendars.write("学习安排; 2026, 全年", items, out);

        Read back = read(out.toByteArray());
        assertThat(back.name()).isEqualTo("学习安排; 2026, 全年");
        assertThat(back.faults()).isEmpty();
        assertThat(back.items()).usingRecursiveComparison().ignoringFields("line").isEqualTo(items);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text.replace("\r\n", "")).doesNotContain("\n", "\r");
        assertThat(text.split("\r\n")).allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75);
        assertThat(text).contains("TZID:Asia/Shanghai", "TZID:Europe/Berlin", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU");
    }

    @Test
    void anEndInTheFileIsInUniversalTime() {
        Item item = event("DTSTART;TZID=Asia/Shanghai:20260107T090000", "RRULE:FREQ=WEEKLY;UNTIL=20261230T160000Z");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        calendars.write("x", List.of(item), out);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("RRULE:FREQ=WEEKLY;UNTIL=20261230T160000Z\r\n");
    }

    private static String text(Random random, int length) {
        String alphabet = "学习abc ,;\\:\"\n王一\uD83D\uDCDAé=x";
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder("题");
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
