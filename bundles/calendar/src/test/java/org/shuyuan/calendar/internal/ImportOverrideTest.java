package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.ImportPlan.Action;
import org.shuyuan.calendar.internal.ImportPlan.Line;
import org.shuyuan.calendar.internal.ImportPlan.Note;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Changed occurrences in calendar files (RECURRENCE-ID), and files that are wrong. */
class ImportOverrideTest {

    private static final String WEEKLY = event("UID:w", "DTSTART;TZID=Asia/Shanghai:20260107T090000", "DTEND;TZID=Asia/Shanghai:20260107T100000",
            "SUMMARY:周三微课堂", "LOCATION:三楼", "RRULE:FREQ=WEEKLY;COUNT=4");
    private static final String MOVED = event("UID:w", "RECURRENCE-ID;TZID=Asia/Shanghai:20260114T090000", "DTSTART;TZID=Asia/Shanghai:20260115T140000",
            "DTEND;TZID=Asia/Shanghai:20260115T150000", "SUMMARY:周三微课堂（改周四）", "LOCATION:三楼");

    private static String event(String... lines) {
        return "BEGIN:VEVENT\r\n" + String.join("\r\n", lines) + "\r\nEND:VEVENT\r\n";
    }

    private static byte[] file(String... events) {
        return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n" + String.join("", events) + "END:VCALENDAR\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static ImportService.Preview begin(Portal portal, byte[] file) {
        return portal.imports.begin(portal.organiser, portal.bank.id(), "a.ics", new ByteArrayInputStream(file));
    }

    private static ImportPlan taken(Portal portal, byte[] file) {
        ImportService.Preview preview = begin(portal, file);
        return portal.imports.confirm(portal.organiser, preview.file().id(), Map.of()).plan();
    }

    private static List<String> days(Portal portal) {
        return Portal.days(portal.month(portal.organiser, portal.bank, "2026-01-01", "2026-02-01", false));
    }

    private static List<String> notes(Line line) {
        return line.notes().stream().map(Note::key).toList();
    }

    @BothDatabases
    void aMovedOccurrenceGoesIntoItsSeriesAndASecondRunChangesNothing(Database database) {
        try (Portal portal = new Portal(database)) {
            ImportPlan plan = taken(portal, file(MOVED, WEEKLY));
            assertThat(plan.lines()).singleElement().satisfies(l -> assertThat(notes(l)).contains("import.note.overrides"));
            assertThat(days(portal)).containsExactly("2026-01-07", "2026-01-15", "2026-01-21", "2026-01-28");
            Event event = portal.events.byUid(portal.bank.id(), List.of("w")).get("w");
            assertThat(event.overrides()).singleElement().satisfies(o -> {
                assertThat(o.recurrence()).isEqualTo(LocalDateTime.parse("2026-01-14T09:00"));
                assertThat(o.title()).isEqualTo("周三微课堂（改周四）");
                assertThat(o.place()).as("as the series has it").isNull();
            });
            assertThat(taken(portal, file(WEEKLY, MOVED)).count(Action.UNCHANGED)).isEqualTo(1);
        }
    }

    @BothDatabases
    void anOccurrenceInAnotherZoneOrNamedByItsDayIsTheSame(Database database) {
        try (Portal portal = new Portal(database)) {
            taken(portal, file(WEEKLY, event("UID:w", "RECURRENCE-ID:20260114T010000Z", "DTSTART:20260115T060000Z", "DTEND:20260115T070000Z", "SUMMARY:改期"),
                    event("UID:w", "RECURRENCE-ID;VALUE=DATE:20260121", "DTSTART;VALUE=DATE:20260122", "DTEND;VALUE=DATE:20260123", "SUMMARY:全天")));
            assertThat(days(portal)).containsExactly("2026-01-07", "2026-01-15", "2026-01-22", "2026-01-28");
            assertThat(portal.db.count("calendar_event")).isEqualTo(1);
        }
    }

    @BothDatabases
    void aCancelledOccurrenceIsLeftOutAndOneThatIsExcludedAndYetGivenTakesPlace(Database database) {
        try (Portal portal = new Portal(database)) {
            String weekly = WEEKLY.replace("SUMMARY", "EXDATE;TZID=Asia/Shanghai:20260114T090000\r\nSUMMARY");
            taken(portal, file(weekly, MOVED, event("UID:w", "RECURRENCE-ID;TZID=Asia/Shanghai:20260121T090000", "STATUS:CANCELLED",
                    "DTSTART;TZID=Asia/Shanghai:20260121T090000", "SUMMARY:周三微课堂")));
            assertThat(days(portal)).containsExactly("2026-01-07", "2026-01-15", "2026-01-28");
        }
    }

    @BothDatabases
    void aLaterFileMayBringOnlyTheChange(Database database) {
        try (Portal portal = new Portal(database)) {
            taken(portal, file(WEEKLY));
            ImportPlan plan = taken(portal, file(MOVED));
            assertThat(plan.count(Action.CHANGED)).isEqualTo(1);
            assertThat(days(portal)).containsExactly("2026-01-07", "2026-01-15", "2026-01-21", "2026-01-28");
        }
    }

    @BothDatabases
    void anOccurrenceWithoutItsSeriesIsAnEventOfItsOwn(Database database) {
        try (Portal portal = new Portal(database)) {
            ImportPlan plan = taken(portal, file(MOVED));
            assertThat(plan.lines()).singleElement().satisfies(l -> assertThat(notes(l)).contains("import.note.detached"));
            assertThat(days(portal)).containsExactly("2026-01-15");
            assertThat(taken(portal, file(MOVED)).count(Action.UNCHANGED)).isEqualTo(1);
        }
    }

    @BothDatabases
    void whatIsExportedGivesTheSameOccurrencesElsewhere(Database database) {
        try (Portal portal = new Portal(database)) {
            taken(portal, file(WEEKLY.replace("SUMMARY", "RDATE;TZID=Asia/Shanghai:20260110T090000\r\nEXDATE;TZID=Asia/Shanghai:20260128T090000\r\nSUMMARY"), MOVED,
                    event("UID:s", "DTSTART;VALUE=DATE:20260102", "DTEND;VALUE=DATE:20260103", "SUMMARY:轮训", "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3"),
                    event("UID:s", "RECURRENCE-ID;VALUE=DATE:20260130", "DTSTART;TZID=Asia/Shanghai:20260130T140000", "DTEND;TZID=Asia/Shanghai:20260130T150000", "SUMMARY:半天")));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            portal.exports.export(portal.organiser, new Agenda.Question(portal.bank.id(), Portal.at("2026-01-01"), Portal.at("2027-01-01"), Whose.UNIT, null)).write(out);
            String text = out.toString(StandardCharsets.UTF_8);
            assertThat(text).contains("RECURRENCE-ID;TZID=Asia/Shanghai:20260114T090000", "RECURRENCE-ID;VALUE=DATE:20260130", "SEQUENCE:", "LAST-MODIFIED:", "BEGIN:VTIMEZONE");
            try (Portal other = new Portal(database)) {
                taken(other, out.toByteArray());
                assertThat(occurrences(other)).isEqualTo(occurrences(portal)).hasSize(7);
            }
        }
    }

    private static List<String> occurrences(Portal portal) {
        return portal.month(portal.organiser, portal.bank, "2026-01-01", "2026-12-31", false).stream()
                .map(o -> o.recurrence() + " " + o.starts() + " " + o.ends() + " " + o.allDay() + " " + o.title() + " " + o.place()).toList();
    }

    @BothDatabases
    void eachWrongEventIsRefusedWithItsReasonAndTheOthersComeIn(Database database) {
        try (Portal portal = new Portal(database)) {
            ImportPlan plan = taken(portal, file(WEEKLY,
                    event("UID:1", "DTSTART:20260107T090000Z", "DTEND:20260107T080000Z", "SUMMARY:结束在前"),
                    event("UID:2", "DTSTART:20260107T090000Z", "DTEND:20260107T090001Z", "SUMMARY:每秒", "RRULE:FREQ=SECONDLY"),
                    event("UID:3", "DTSTART:20260107T090000Z", "DTEND:20260107T100000Z", "SUMMARY:没有一次", "RRULE:FREQ=DAILY;COUNT=1", "EXDATE:20260107T090000Z"),
                    event("UID:4", "DTSTART;TZID=Mars/Olympus:20260107T090000", "SUMMARY:火星时间"),
                    event("UID:5", "DTSTART:20260107T090000Z", "SUMMARY:有误", "RRULE:FREQ=SOMETIMES")));
            assertThat(reasons(plan, "1")).contains("problem.end-before-start", "note.ends-before-start");
            assertThat(reasons(plan, "2")).contains("problem.too-many-occurrences");
            assertThat(reasons(plan, "3")).contains("problem.no-occurrence");
            assertThat(reasons(plan, "4")).contains("note.unknown-zone", "note.no-end");
            assertThat(plan.faults()).extracting(f -> f.key()).containsExactly("fault.bad-rule");
            assertThat(plan.count(Action.ADDED)).isEqualTo(2);
            assertThat(plan.count(Action.REFUSED)).isEqualTo(3);
        }
    }

    private static List<String> reasons(ImportPlan plan, String uid) {
        return notes(plan.lines().stream().filter(l -> l.uid().equals(uid)).findFirst().orElseThrow());
    }

    @BothDatabases
    void aFileThatIsNoneOrTooMuchIsRefusedAndNothingIsWritten(Database database) {
        try (Portal portal = new Portal(database)) {
            assertThat(refusal(portal, new byte[0])).isEqualTo("office.not-a-calendar");
            assertThat(refusal(portal, new byte[] {'P', 'K', 3, 4, 0, 0, 8, 0})).isEqualTo("office.not-a-calendar");
            assertThat(refusal(portal, new byte[] {(byte) 0xFF, 0, 1, 2, (byte) 0xFE, 0})).isEqualTo("office.not-a-calendar");
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 700; i++) {
                many.append(event("UID:m" + i, "DTSTART:20260107T090000Z", "DTEND:20260107T100000Z", "SUMMARY:天天", "RRULE:FREQ=DAILY"));
            }
            assertThat(refusal(portal, file(many.toString()))).isEqualTo("calendar.import-too-many-occurrences");
            assertThat(portal.db.count("calendar_event")).isZero();
            assertThat(portal.db.count("calendar_import")).isZero();
        }
    }

    private static String refusal(Portal portal, byte[] file) {
        Problem[] refused = new Problem[1];
        assertThatThrownBy(() -> begin(portal, file)).isInstanceOfSatisfying(Problem.class, p -> refused[0] = p);
        return refused[0].code();
    }

    @BothDatabases
    void aKindMayBeChosenForEachEvent(Database database) {
        try (Portal portal = new Portal(database)) {
            ImportService.Preview preview = begin(portal, file(WEEKLY));
            portal.imports.confirm(portal.organiser, preview.file().id(), Map.of("w", portal.kind("forum")));
            assertThat(portal.events.byUid(portal.bank.id(), List.of("w")).get("w").details().kind()).isEqualTo(portal.kind("forum"));
        }
    }
}
