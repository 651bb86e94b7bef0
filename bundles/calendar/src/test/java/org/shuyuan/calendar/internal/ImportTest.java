package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.shuyuan.api.office.Calendars;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.ImportPlan.Action;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class ImportTest {

    private static InputStream file() {
        return Objects.requireNonNull(ImportTest.class.getResourceAsStream("/study-calendar-2026.ics"));
    }

    private static ImportService.Preview confirmed(Portal portal) {
        ImportService.Preview preview = portal.imports.begin(portal.organiser, portal.bank.id(), "study-calendar-2026.ics", file());
        return portal.imports.confirm(portal.organiser, preview.file().id(), Map.of());
    }

    private static List<String> days(Portal portal, String title) {
        return Portal.days(portal.month(portal.organiser, portal.bank, "2026-01-01", "2027-01-05", false).stream().filter(o -> o.title().equals(title)).toList());
    }

    @BothDatabases
    void theOfficesFileComesInWithEachOfItsOddities(Database database) {
        try (Portal portal = new Portal(database)) {
            ImportService.Preview preview = portal.imports.begin(portal.organiser, portal.bank.id(), "study-calendar-2026.ics", file());
            assertThat(preview.plan().count(Action.ADDED)).isEqualTo(5);
            assertThat(preview.plan().faults()).isEmpty();
            assertThat(portal.db.count("calendar_event")).as("nothing before it is confirmed").isZero();

            portal.imports.confirm(portal.organiser, preview.file().id(), Map.of());

            assertThat(days(portal, "党员学习日")).as("first Mondays, 4 May is left out").hasSize(11).doesNotContain("2026-05-04")
                    .contains("2026-01-05", "2026-06-01", "2026-12-07");
            assertThat(days(portal, "党员学习日（因放假顺延）")).containsExactly("2026-05-11");
            assertThat(days(portal, "周三微课堂")).as("until 30 December in UTC, inclusive").hasSize(52).startsWith("2026-01-07").endsWith("2026-12-30");
            assertThat(days(portal, "中心组学习会")).as("last Fridays").hasSize(12).contains("2026-01-30", "2026-02-27", "2026-05-29").endsWith("2026-12-25");
            assertThat(days(portal, "七一主题活动")).containsExactly("2026-07-01");

            Map<String, Event> byTitle = portal.events.byUid(portal.bank.id(), List.of("allday@example.office", "last-friday@example.office", "study-day@example.office"))
                    .values().stream().collect(Collectors.toMap(e -> e.details().title(), Function.identity()));
            Event allDay = byTitle.get("七一主题活动");
            assertThat(allDay.schedule().allDay()).isTrue();
            assertThat(allDay.schedule().end()).isEqualTo(LocalDateTime.parse("2026-07-02T00:00"));
            assertThat(byTitle.get("中心组学习会").details().description()).as("folded in the middle of a word").isEqualTo("请提前准备发言提纲\n每人十分钟, 议题见附件");
            assertThat(byTitle.get("党员学习日").schedule().zone()).as("China Standard Time").isEqualTo(Portal.SHANGHAI);
            assertThat(portal.kinds.find(byTitle.get("中心组学习会").details().kind()).orElseThrow().word()).isEqualTo("leading-group");
            assertThat(portal.kinds.find(allDay.details().kind()).orElseThrow().word()).isEqualTo("theme");
            assertThat(portal.audit.actions()).contains("calendar.read-file", "calendar.import");
            assertThat(portal.files.find(preview.file().file())).as("kept as evidence").isPresent();
        }
    }

    @BothDatabases
    void aSecondRunChangesNothing(Database database) {
        try (Portal portal = new Portal(database)) {
            confirmed(portal);
            long written = portal.audit.entries().stream().filter(e -> e.action().endsWith("-event")).count();
            ImportService.Preview second = confirmed(portal);
            assertThat(second.plan().count(Action.UNCHANGED)).isEqualTo(5);
            assertThat(portal.db.count("calendar_event")).isEqualTo(5);
            assertThat(portal.audit.entries().stream().filter(e -> e.action().endsWith("-event")).count()).isEqualTo(written);
        }
    }

    @BothDatabases
    void whatChangedInTheFileIsChangedAndKeepsItsKind(Database database) {
        try (Portal portal = new Portal(database)) {
            confirmed(portal);
            byte[] changed = read(file()).replace("SUMMARY:七一主题活动", "SUMMARY:七一演讲").getBytes(StandardCharsets.UTF_8);
            ImportService.Preview preview = portal.imports.begin(portal.organiser, portal.bank.id(), "b.ics", new ByteArrayInputStream(changed));
            portal.imports.confirm(portal.organiser, preview.file().id(), Map.of());
            assertThat(preview.plan().count(Action.CHANGED)).isEqualTo(1);
            Event event = portal.events.byUid(portal.bank.id(), List.of("allday@example.office")).get("allday@example.office");
            assertThat(event.details().title()).isEqualTo("七一演讲");
            assertThat(portal.kinds.find(event.details().kind()).orElseThrow().word()).isEqualTo("theme");
        }
    }

    @BothDatabases
    void whatTheFileCallsOffIsCalledOffHereOnceItIsConfirmed(Database database) {
        try (Portal portal = new Portal(database)) {
            confirmed(portal);
            Event themed = portal.events.byUid(portal.bank.id(), List.of("allday@example.office")).get("allday@example.office");
            // given somebody who is named
            Event named = portal.service.change(portal.organiser, themed.id(), themed.version(), Portal.forPeople(themed.draft(), portal.member.person()));
            byte[] cancelled = read(file()).replace("SUMMARY:七一主题活动", "SUMMARY:七一主题活动\r\nSTATUS:CANCELLED").getBytes(StandardCharsets.UTF_8);
            ImportService.Preview preview = portal.imports.begin(portal.organiser, portal.bank.id(), "b.ics", new ByteArrayInputStream(cancelled));
            assertThat(preview.plan().count(Action.CANCELLED)).isEqualTo(1);
            assertThat(preview.plan().count(Action.REFUSED)).isZero();
            assertThat(portal.service.find(portal.organiser, named.id())).as("nothing before it is confirmed").isEqualTo(named);

            portal.imports.confirm(portal.organiser, preview.file().id(), Map.of());

            assertThat(portal.events.byUid(portal.bank.id(), List.of("allday@example.office"))).isEmpty();
            assertThat(days(portal, "七一主题活动")).isEmpty();
            assertThat(portal.audit.actions()).contains("calendar.remove-event");
            assertThat(portal.told.sent()).filteredOn(s -> s.notice().key().equals("notice.removed")).singleElement()
                    .satisfies(s -> assertThat(s.accounts()).containsExactly(portal.member.account()));
            // and the same file says once more what is not here
            ImportService.Preview again = portal.imports.begin(portal.organiser, portal.bank.id(), "b.ics", new ByteArrayInputStream(cancelled));
            assertThat(again.plan().count(Action.CANCELLED)).isZero();
            assertThat(again.plan().count(Action.REFUSED)).isEqualTo(1);
        }
    }

    @BothDatabases
    void whatIsConfirmedOnceIsNotConfirmedAgain(Database database) {
        try (Portal portal = new Portal(database)) {
            ImportService.Preview done = confirmed(portal);
            assertThatThrownBy(() -> portal.imports.confirm(portal.organiser, done.file().id(), Map.of())).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.code()).isEqualTo("calendar.import-confirmed"));
        }
    }

    @BothDatabases
    void onlyWhoMayImportDoes(Database database) {
        try (Portal portal = new Portal(database)) {
            assertThatThrownBy(() -> portal.imports.begin(portal.member, portal.credit.id(), "a.ics", file()))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(403));
            ImportService.Preview preview = portal.imports.begin(portal.organiser, portal.bank.id(), "a.ics", file());
            assertThatThrownBy(() -> portal.imports.show(portal.member, preview.file().id()))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(404));
        }
    }

    @BothDatabases
    void aFullDiskLeavesNothingHalfWritten(Database database) {
        try (Portal portal = new Portal(database)) {
            portal.files.fill();
            assertThatThrownBy(() -> portal.imports.begin(portal.organiser, portal.bank.id(), "a.ics", file()))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("files.no-space"));
            assertThat(portal.db.count("calendar_import")).isZero();
        }
    }

    @BothDatabases
    void whatIsExportedReadsBackEqual(Database database) {
        try (Portal portal = new Portal(database)) {
            confirmed(portal);
            var year = new Agenda.Question(portal.bank.id(), Portal.at("2026-01-01"), Portal.at("2027-01-01"), Whose.UNIT, null);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            portal.exports.export(portal.organiser, year).write(out);
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("BEGIN:VTIMEZONE", "EXDATE");
            Calendars.Read read = portal.calendars.read(new ByteArrayInputStream(out.toByteArray()), Portal.SHANGHAI);
            assertThat(read.faults()).isEmpty();
            assertThat(read.items()).hasSize(5);
            ImportPlan plan = new ImportPlanner(portal.bank.id(), portal.kinds.at(portal.bank.id()), Map.of(), portal.occurrences)
                    .plan(read, uids -> portal.events.byUid(portal.bank.id(), uids));
            assertThat(plan.count(Action.UNCHANGED)).isEqualTo(5);
        }
    }

    private static String read(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
