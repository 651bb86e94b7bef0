package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Series that have gone on for many years. It is 2 January 2026, and dates are made for 24 months. */
class LongSeriesTest {

    private static List<String> days(Portal p, String from, String to) {
        return Portal.days(p.month(p.organiser, p.bank, from, to, false));
    }

    @BothDatabases
    void aDailySeriesOfAFileThatBeganYearsAgoComesInWithItsLastYearsAndThatIsSaid(Database database) {
        try (Portal p = new Portal(database)) {
            byte[] file = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:daily\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20100104T003000Z\r\nDTEND:20100104T010000Z\r\n"
                    + "SUMMARY:晨读\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n").getBytes(StandardCharsets.UTF_8);
            ImportService.Preview preview = p.imports.begin(p.organiser, p.bank.id(), "a.ics", new ByteArrayInputStream(file));
            assertThat(preview.plan().lines()).singleElement().satisfies(line -> {
                assertThat(line.action()).isEqualTo(ImportPlan.Action.ADDED);
                assertThat(line.notes()).anySatisfy(note -> {
                    assertThat(note.key()).isEqualTo("import.note.since");
                    assertThat(note.values()).containsEntry("from", "2021-01-02");
                });
            });
            p.imports.confirm(p.organiser, preview.file().id(), Map.of());

            assertThat(days(p, "2020-12-01", "2021-02-01")).as("five years back").hasSize(30).startsWith("2021-01-02");
            assertThat(days(p, "2027-12-01", "2028-03-01")).as("up to the horizon").hasSize(32).endsWith("2028-01-01");
            // and it goes on like any other
            p.job(Instant.parse("2026-03-02T00:00:00Z")).run();
            assertThat(days(p, "2028-01-01", "2028-03-10")).endsWith("2028-03-01");
        }
    }

    @BothDatabases
    void aSeriesDoesNotEndBecauseItHasHadManyDates(Database database) {
        try (Portal p = new Portal(database)) {
            p.service.add(p.organiser, p.draft(p.bank, "晨会", "2015-01-01T08:30", "2015-01-01T09:00", "FREQ=DAILY"));
            assertThat(days(p, "2015-01-01", "2015-02-01")).as("few enough to be stored whole").hasSize(31);
            p.job(Instant.parse("2027-06-01T00:00:00Z")).run();
            assertThat(days(p, "2029-05-01", "2029-07-01")).hasSize(31).endsWith("2029-05-31");
        }
    }

    @BothDatabases
    void oneThatGivesTooManyDatesCloseTogetherIsRefusedHoweverShortItIs(Database database) {
        try (Portal p = new Portal(database)) {
            for (String rule : new String[] {"FREQ=HOURLY", "FREQ=MINUTELY;COUNT=6000"}) {
                assertThatThrownBy(() -> p.service.add(p.organiser, p.draft(p.bank, "学习", "2024-01-05T14:30", "2024-01-05T14:31", rule)))
                        .isInstanceOfSatisfying(Problem.class, refused -> assertThat(refused.errors()).extracting(Problem.FieldError::code).containsExactly("calendar.too-many-occurrences"));
            }
            assertThat(p.db.count("calendar_event")).isZero();
        }
    }
}
