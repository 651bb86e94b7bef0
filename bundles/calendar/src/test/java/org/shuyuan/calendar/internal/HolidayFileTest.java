package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.office.internal.OfficeWorkbooks;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.ModuleDatabase;

/** A year's days as offices hand them over: a table or a calendar. Reading writes nothing. The days are invented. */
class HolidayFileTest {

    private final Portal portal = new Portal(ModuleDatabase.of("calendar", Database.H2));

    @AfterEach
    void close() {
        portal.close();
    }

    private HolidayFile.Found read(String name, byte[] content) {
        return portal.holidayFile.read(portal.organiser, portal.bank.id(), 2026, name, new ByteArrayInputStream(content));
    }

    private HolidayFile.Found read(String name, String content) {
        return read(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static SpecialDay day(String day, SpecialDay.Kind kind, String name) {
        return new SpecialDay(LocalDate.parse(day), kind, name);
    }

    @Test
    void aTableIsReadUnderItsHeaderHoweverDatesAreWritten() {
        HolidayFile.Found found = read("a.csv", "放假安排,,\n日期,类型,名称\n2026-05-01,放假,劳动节\n2026年5月9日,上班,劳动节\n5月4日,休,劳动节\n20261001,假,国庆节\n2026/9/27,补班,国庆节\n");
        assertThat(found.days()).containsExactly(day("2026-05-01", SpecialDay.Kind.HOLIDAY, "劳动节"), day("2026-05-04", SpecialDay.Kind.HOLIDAY, "劳动节"),
                day("2026-05-09", SpecialDay.Kind.WORKDAY, "劳动节"), day("2026-09-27", SpecialDay.Kind.WORKDAY, "国庆节"), day("2026-10-01", SpecialDay.Kind.HOLIDAY, "国庆节"));
        assertThat(found.faults()).isEmpty();
        assertThat(portal.db.count("calendar_year")).as("nothing is written").isZero();
    }

    @Test
    void aWorkbookHasRealDates() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new OfficeWorkbooks().write("安排", List.of(new Workbooks.Column("名称", 10), new Workbooks.Column("日期", 10), new Workbooks.Column("类型", 10)),
                sink -> sink.row("元旦", LocalDate.parse("2026-01-01"), "放假"), out);
        assertThat(read("a.xlsx", out.toByteArray()).days()).containsExactly(day("2026-01-01", SpecialDay.Kind.HOLIDAY, "元旦"));
    }

    @Test
    void whatCannotBeTakenIsNamedWithItsLine() {
        HolidayFile.Found found = read("a.csv", "日期,类型,名称\n2025-12-31,休,元旦\n2026-02-30,休,春节\n2026-05-01,也许,劳动节\n2026-05-01,休,\n2026-06-01,休,甲\n2026-06-01,班,甲\n");
        assertThat(found.faults()).extracting(HolidayFile.Fault::line, HolidayFile.Fault::key).containsExactly(tuple(2, "holidays.fault.other-year"), tuple(3, "holidays.fault.no-date"),
                tuple(4, "holidays.fault.no-kind"), tuple(5, "holidays.fault.no-name"), tuple(7, "holidays.fault.twice"));
        assertThat(found.days()).extracting(d -> d.day().toString()).containsExactly("2026-06-01");
    }

    @Test
    void aTableWithoutTheColumnsIsRefused() {
        assertThatThrownBy(() -> read("a.csv", "甲,乙\n1,2\n")).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("calendar.no-columns"));
    }

    @Test
    void aCalendarGivesItsAllDayEvents() {
        String event = "BEGIN:VEVENT\r\nUID:%s\r\nDTSTART;VALUE=DATE:%s\r\nDTEND;VALUE=DATE:%s\r\nSUMMARY:%s\r\nEND:VEVENT\r\n";
        HolidayFile.Found found = read("a.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + String.format(event, "a", "20260501", "20260503", "劳动节（休）")
                + String.format(event, "b", "20260509", "20260510", "劳动节（班）") + "BEGIN:VEVENT\r\nUID:c\r\nDTSTART:20260601T090000\r\nDTEND:20260601T100000\r\nSUMMARY:例会\r\nEND:VEVENT\r\n"
                + "END:VCALENDAR\r\n");
        assertThat(found.days()).containsExactly(day("2026-05-01", SpecialDay.Kind.HOLIDAY, "劳动节"), day("2026-05-02", SpecialDay.Kind.HOLIDAY, "劳动节"),
                day("2026-05-09", SpecialDay.Kind.WORKDAY, "劳动节"));
        assertThat(found.faults()).extracting(HolidayFile.Fault::key).containsExactly("holidays.fault.no-days");
    }

    @Test
    void whoMayNotPublishReadsNoFile() {
        assertThatThrownBy(() -> portal.holidayFile.read(portal.member, portal.credit.id(), 2026, "a.csv", new ByteArrayInputStream(new byte[0])))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(403));
    }
}
