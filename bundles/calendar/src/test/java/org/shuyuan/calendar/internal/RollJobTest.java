package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Of kinds of which attendance is taken each date has its roll a day before it begins, without anybody's doing. */
class RollJobTest {

    /** A Wednesday at nine in Shanghai. */
    private static final Instant START = Instant.parse("2026-01-14T01:00:00Z");

    private static int at(Portal p, Instant now) throws InterruptedException {
        RollJob job = new RollJob(p.rows, p.events, p.gatherings, p.gathered, p.settings(now), p.modules);
        try {
            return job.run();
        } finally {
            job.stop();
        }
    }

    private static List<String> rolls(Portal p, Event event) {
        return p.gathered.of("calendar", List.of(event.id().toString())).stream().map(a -> p.gathered.draft(a.gathering()).start().toString()).toList();
    }

    private static Event weekly(Portal p) {
        return p.service.add(p.organiser, p.draft(p.credit, "集中学习", "2026-01-14T09:00", "2026-01-14T10:00", "FREQ=WEEKLY;COUNT=4"));
    }

    @BothDatabases
    void aDateHasItsRollADayBeforeAndOnlyOne(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Event event = weekly(p);
            assertThat(at(p, START.minus(Duration.ofHours(25)))).as("more than a day ahead").isZero();
            assertThat(at(p, START.minus(Duration.ofHours(23)))).isEqualTo(1);
            assertThat(at(p, START.minus(Duration.ofHours(22)))).as("it is there").isZero();
            assertThat(rolls(p, event)).containsExactly("2026-01-14T01:00:00Z");
            assertThat(at(p, START.plus(Duration.ofDays(7)).plus(Duration.ofHours(6)))).as("the portal was off while the second was held this morning; none of last week's").isEqualTo(1);
            assertThat(rolls(p, event)).containsExactly("2026-01-14T01:00:00Z", "2026-01-21T01:00:00Z");
        }
    }

    @BothDatabases
    void whomTheOrganiserWasFasterForStaysAndWhatWasCancelledIsNotMadeAgain(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Event event = weekly(p);
            p.gatherings.attach(p.organiser, event, event.schedule().start());
            assertThat(at(p, START.minus(Duration.ofHours(2)))).isZero();
            assertThat(rolls(p, event)).hasSize(1);
            p.gathered.of("calendar", List.of(event.id().toString())).forEach(a -> p.gathered.cancel(p.organiser, a.subject()));
            assertThat(at(p, START.minus(Duration.ofHours(1)))).as("cancelled stays cancelled").isZero();
        }
    }

    @BothDatabases
    void aDateThatAChangeBroughtIntoThePastWasNotHeld(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Event event = p.service.add(p.organiser, p.draft(p.credit, "集中学习", "2026-01-01T09:00", "2026-01-01T10:00", "FREQ=DAILY;COUNT=2"));
            // written down some days ago, and changed at the test's now: eight in the morning of the second in Shanghai
            p.db.jpa().run(em -> Sql.update(em, "update calendar_event set created_at = ? where id = ?", Portal.NOW.minus(Duration.ofDays(5)), event.id()));
            p.service.change(p.organiser, event.id(), event.version(), p.draft(p.credit, "集中学习", "2026-01-01T22:00", "2026-01-01T23:00", "FREQ=DAILY;COUNT=2"));
            assertThat(at(p, Portal.NOW.plus(Duration.ofHours(1)))).as("of the evening before none, of the evening to come one").isEqualTo(1);
            assertThat(rolls(p, event)).containsExactly("2026-01-02T14:00:00Z");
        }
    }

    @BothDatabases
    void kindsOfWhichNoAttendanceIsTakenHaveNone(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            EventDraft draft = p.draft(p.credit, "其他", "2026-01-14T09:00", "2026-01-14T10:00", null);
            Details other = new Details(p.kind("other"), "其他", null, null, null, null);
            Event event = p.service.add(p.organiser, new EventDraft(draft.unit(), other, draft.schedule(), Audience.NOBODY));
            assertThat(at(p, START.minus(Duration.ofHours(2)))).isZero();
            Kind kind = p.kinds.find(p.kind("other")).orElseThrow();
            p.kinds.change(p.organiser, new Kind(kind.id(), kind.version(), kind.unit(), kind.word(), kind.name(), kind.colour(), kind.keywords(), kind.position(), false, true));
            assertThat(at(p, START.minus(Duration.ofHours(2)))).as("the unit wants it now").isEqualTo(1);
            assertThat(rolls(p, event)).hasSize(1);
        }
    }

    @BothDatabases
    void whereAttendanceOrTheCalendarIsOffThereIsNone(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            weekly(p);
            p.modules.off("attendance", p.credit.id());
            assertThat(at(p, START.minus(Duration.ofHours(2)))).isZero();
            p.modules.on("attendance", p.credit.id()).off("calendar", p.credit.id());
            assertThat(at(p, START.minus(Duration.ofHours(2)))).isZero();
            p.modules.on("calendar", p.credit.id());
            assertThat(at(p, START.minus(Duration.ofHours(2)))).isEqualTo(1);
        }
    }
}
