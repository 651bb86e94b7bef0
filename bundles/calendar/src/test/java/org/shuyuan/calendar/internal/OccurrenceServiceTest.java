package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.List;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Single occurrences of a series: moved, changed, left out, brought back. */
class OccurrenceServiceTest {

    private static final LocalDateTime FOURTEENTH = LocalDateTime.parse("2026-01-14T09:00");

    private static Event weekly(Portal portal) {
        return portal.service.add(portal.organiser, portal.draft(portal.bank, "微课堂", "2026-01-07T09:00", "2026-01-07T10:00", "FREQ=WEEKLY;COUNT=4"));
    }

    private static OccurrenceOverride.Time time(String start, String end) {
        return new OccurrenceOverride.Time(false, LocalDateTime.parse(start), LocalDateTime.parse(end));
    }

    private static Details named(Event event, String title, @Nullable String place) {
        return new Details(event.details().kind(), title, null, place, event.details().host(), null);
    }

    private static Event moved(Portal portal, Event event) {
        return portal.dates.change(portal.organiser, event.id(), event.version(), FOURTEENTH, time("2026-01-15T14:00", "2026-01-15T15:30"), event.details());
    }

    private static List<Occurrence> january(Portal portal) {
        return portal.month(portal.organiser, portal.bank, "2026-01-01", "2026-02-01", false);
    }

    @BothDatabases
    void oneIsMovedAndKeepsItsNameAndItsRow(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = weekly(portal);
            var ids = portal.rows.ids(event.id());
            Event after = moved(portal, event);
            assertThat(Portal.days(january(portal))).containsExactly("2026-01-07", "2026-01-15", "2026-01-21", "2026-01-28");
            Occurrence one = january(portal).get(1);
            assertThat(one.id()).isEqualTo(ids.get(FOURTEENTH));
            assertThat(one.recurrence()).isEqualTo(FOURTEENTH);
            assertThat(one.overridden()).isTrue();
            assertThat(one.ends() - one.starts()).isEqualTo(90 * 60);
            assertThat(after.version()).isGreaterThan(event.version());
            assertThat(portal.audit.actions()).contains("calendar.change-date");
            assertThat(portal.service.find(portal.organiser, event.id())).isEqualTo(after);
        }
    }

    @BothDatabases
    void oneIsChangedInTitlePlaceAndHostAndTheOthersAreNot(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = weekly(portal);
            Details wanted = new Details(event.details().kind(), "微课堂（外请）", "带笔记本", null, portal.member.account(), null);
            portal.dates.change(portal.organiser, event.id(), event.version(), FOURTEENTH, time("2026-01-14T09:00", "2026-01-14T10:00"), wanted);
            assertThat(january(portal)).extracting(Occurrence::title).containsExactly("微课堂", "微课堂（外请）", "微课堂", "微课堂");
            assertThat(january(portal)).extracting(Occurrence::place).containsExactly("三楼会议室", null, "三楼会议室", "三楼会议室");
            // its host has it among what concerns him, once, and may open the event
            assertThat(Portal.days(portal.month(portal.member, portal.credit, "2026-01-01", "2026-02-01", true))).contains("2026-01-14");
            assertThat(portal.service.find(portal.member, event.id()).overrides()).hasSize(1);
        }
    }

    @BothDatabases
    void whatIsNotItsOwnFollowsTheSeries(Database database) {
        try (Portal portal = new Portal(database)) {
            Event after = moved(portal, weekly(portal));
            Event renamed = portal.service.change(portal.organiser, after.id(), after.version(),
                    new EventDraft(after.unit(), named(after, "周三课堂", "一楼"), after.schedule(), after.audience(), after.overrides()));
            Occurrence one = january(portal).get(1);
            assertThat(one.title()).isEqualTo("周三课堂");
            assertThat(one.place()).isEqualTo("一楼");
            assertThat(Portal.days(january(portal))).contains("2026-01-15");
            assertThat(renamed.overrides()).hasSize(1);
        }
    }

    @BothDatabases
    void itIsKeptWhereTheSeriesStillHasTheDateAndTheOthersAreNamedBefore(Database database) {
        try (Portal portal = new Portal(database)) {
            Event after = moved(portal, weekly(portal));
            Schedule s = after.schedule();
            Schedule still = new Schedule(false, s.start(), s.end(), s.zone(), "FREQ=WEEKLY;COUNT=8", List.of(), List.of());
            Schedule fortnightly = new Schedule(false, s.start(), s.end(), s.zone(), "FREQ=WEEKLY;INTERVAL=2;COUNT=3", List.of(), List.of());
            assertThat(portal.service.lost(portal.organiser, after.id(), still)).isEmpty();
            assertThat(portal.service.lost(portal.organiser, after.id(), fortnightly)).extracting(OccurrenceOverride::recurrence).containsExactly(FOURTEENTH);

            Event longer = portal.service.change(portal.organiser, after.id(), after.version(), after.draft().with(still, after.overrides()));
            assertThat(longer.overrides()).hasSize(1);
            Event rarer = portal.service.change(portal.organiser, after.id(), longer.version(), longer.draft().with(fortnightly, longer.overrides()));
            assertThat(rarer.overrides()).isEmpty();
            assertThat(portal.db.count("calendar_override")).isZero();
            assertThat(Portal.days(january(portal))).containsExactly("2026-01-07", "2026-01-21");
        }
    }

    @BothDatabases
    void oneIsLeftOutAndBroughtBack(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = moved(portal, weekly(portal));
            Event without = portal.dates.leaveOut(portal.organiser, event.id(), event.version(), FOURTEENTH);
            assertThat(without.overrides()).isEmpty();
            assertThat(portal.dates.dates(portal.organiser, event.id(), Portal.NOW, 10)).filteredOn(OccurrenceService.Dated::cancelled)
                    .extracting(d -> d.occurrence().recurrence()).containsExactly(FOURTEENTH);
            absent(() -> portal.dates.leaveOut(portal.organiser, event.id(), without.version(), FOURTEENTH));
            portal.dates.restore(portal.organiser, event.id(), without.version(), FOURTEENTH);
            assertThat(Portal.days(january(portal))).containsExactly("2026-01-07", "2026-01-14", "2026-01-21", "2026-01-28");
            assertThat(portal.audit.actions()).contains("calendar.leave-out-date", "calendar.restore-date");
        }
    }

    @BothDatabases
    void aDateThatTheRuleDoesNotHaveIsNone(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = weekly(portal);
            LocalDateTime thursday = LocalDateTime.parse("2026-01-15T09:00");
            absent(() -> portal.dates.change(portal.organiser, event.id(), event.version(), thursday, time("2026-01-16T09:00", "2026-01-16T10:00"), event.details()));
            absent(() -> portal.dates.leaveOut(portal.organiser, event.id(), event.version(), thursday));
            absent(() -> portal.dates.restore(portal.organiser, event.id(), event.version(), thursday));
        }
    }

    @BothDatabases
    void aWrongTimeIsRefusedAndNothingIsWritten(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = weekly(portal);
            assertThatThrownBy(() -> portal.dates.change(portal.organiser, event.id(), event.version(), FOURTEENTH,
                    time("2026-01-14T11:00", "2026-01-14T10:00"), named(event, "", null))).isInstanceOfSatisfying(Problem.class,
                            p -> assertThat(p.errors()).extracting(Problem.FieldError::code).contains("calendar.title-missing", "calendar.end-before-start"));
            assertThat(portal.db.count("calendar_override")).isZero();
        }
    }

    @BothDatabases
    void theSecondOfTwoEditorsOfAnyDateIsRefused(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = weekly(portal);
            moved(portal, event);
            assertThatThrownBy(() -> moved(portal, event)).isInstanceOf(OptimisticLockException.class);
            assertThatThrownBy(() -> portal.dates.leaveOut(portal.organiser, event.id(), event.version(), FOURTEENTH)).isInstanceOf(OptimisticLockException.class);
        }
    }

    @BothDatabases
    void onlyWhoMayChangeTheEventMayChangeItsDates(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = weekly(portal);
            assertThat(portal.dates.dates(portal.member, event.id(), Portal.NOW, 10)).hasSize(4);
            for (Runnable act : List.<Runnable>of(
                    () -> portal.dates.change(portal.member, event.id(), event.version(), FOURTEENTH, time("2026-01-15T09:00", "2026-01-15T10:00"), event.details()),
                    () -> portal.dates.leaveOut(portal.member, event.id(), event.version(), FOURTEENTH),
                    () -> portal.dates.restore(portal.member, event.id(), event.version(), FOURTEENTH))) {
                assertThatThrownBy(act::run).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(403));
            }
            absent(() -> portal.dates.dates(portal.stranger, event.id(), Portal.NOW, 10));
        }
    }

    @BothDatabases
    void thoseNamedAreToldWhatBecomesOfTheDate(Database database) {
        try (Portal portal = new Portal(database)) {
            EventDraft draft = Portal.forPeople(portal.draft(portal.bank, "谈心谈话", "2026-01-07T09:00", "2026-01-07T10:00", "FREQ=WEEKLY;COUNT=4"),
                    portal.member.account());
            Event event = portal.service.add(portal.organiser, draft);
            Event after = moved(portal, event);
            Event without = portal.dates.leaveOut(portal.organiser, event.id(), after.version(), FOURTEENTH);
            Event back = portal.dates.restore(portal.organiser, event.id(), without.version(), FOURTEENTH);
            Details other = new Details(back.details().kind(), "谈心谈话", null, "一楼", null, "李老师");
            portal.dates.change(portal.organiser, event.id(), back.version(), FOURTEENTH, time("2026-01-14T09:00", "2026-01-14T10:00"), other);
            assertThat(portal.told.sent()).extracting(s -> s.notice().key())
                    .containsExactly("notice.added", "notice.date-moved", "notice.date-left-out", "notice.date-restored", "notice.date-changed");
            assertThat(portal.told.sent().get(1).notice().values()).containsEntry("was", "2026-01-14 09:00").containsEntry("when", "2026-01-15 14:00");
        }
    }

    @BothDatabases
    void theNightlyJobGivesALaterDateWhatIsItsOwn(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = portal.service.add(portal.organiser,
                    portal.draft(portal.bank, "微课堂", "2026-01-07T09:00", "2026-01-07T10:00", "FREQ=WEEKLY;BYDAY=WE"));
            LocalDateTime far = LocalDateTime.parse("2028-01-12T09:00");
            portal.dates.change(portal.organiser, event.id(), event.version(), far, time("2028-01-13T09:00", "2028-01-13T10:00"), event.details());
            portal.job(Portal.NOW.plusSeconds(35L * 86400)).run();
            assertThat(Portal.days(portal.month(portal.organiser, portal.bank, "2028-01-10", "2028-01-20", false))).containsExactly("2028-01-13", "2028-01-19");
        }
    }

    @BothDatabases
    void aSeriesThatGoesOnBeyondTheHorizonSaysSoAndAWholeOneDoesNot(Database database) {
        try (Portal portal = new Portal(database)) {
            Event endless = portal.service.add(portal.organiser,
                    portal.draft(portal.bank, "微课堂", "2026-01-07T09:00", "2026-01-07T10:00", "FREQ=WEEKLY;BYDAY=WE"));
            assertThat(portal.service.continuesAfter(endless)).contains(LocalDateTime.parse("2028-01-02T00:00"));
            assertThat(portal.service.continuesAfter(weekly(portal))).isEmpty();
        }
    }

    @BothDatabases
    void aHorizonSetFartherIsReachedTheSameDayAndOneSetNearerTakesNothingAway(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = portal.service.add(portal.organiser,
                    portal.draft(portal.bank, "微课堂", "2026-01-07T09:00", "2026-01-07T10:00", "FREQ=WEEKLY;BYDAY=WE"));
            portal.job(Portal.NOW).run();
            assertThat(portal.rows.ids(event.id())).hasSize(104);
            portal.job(Portal.NOW, 36).run();
            assertThat(portal.rows.ids(event.id())).hasSize(156);
            portal.job(Portal.NOW, 12).run();
            assertThat(portal.rows.ids(event.id())).hasSize(156);
        }
    }

    @BothDatabases
    void theListIsSearchedByTitlePlaceAndHostSortedAndPaged(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = weekly(portal);
            Details hosted = new Details(event.details().kind(), "微课堂", null, "党员活动室_1", portal.member.account(), null);
            portal.dates.change(portal.organiser, event.id(), event.version(), FOURTEENTH, time("2026-01-14T09:00", "2026-01-14T10:00"), hosted);
            portal.service.add(portal.organiser, portal.draft(portal.bank, "论坛", "2026-01-20T09:00", "2026-01-20T10:00", null));
            var january = new Agenda.Question(portal.bank.id(), Portal.at("2026-01-01"), Portal.at("2026-02-01"), Whose.UNIT, null);
            var all = portal.agenda.list(portal.organiser, january, null, "o.title desc, o.starts_at desc, o.id", 1, 2);
            assertThat(all.total()).isEqualTo(5);
            assertThat(all.items()).extracting(Occurrence::title).containsExactly("微课堂", "微课堂");
            assertThat(found(portal, january, "论坛", "%论坛%")).containsExactly("2026-01-20");
            assertThat(found(portal, january, "活动室_", "%活动室!_%")).containsExactly("2026-01-14");
            assertThat(found(portal, january, "王伟", "%王伟%")).containsExactly("2026-01-14");
            assertThat(found(portal, january, "%", "%!%%")).isEmpty();
            assertThatThrownBy(() -> portal.agenda.list(portal.stranger, january, null, "o.id", 0, 10)).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.status()).isEqualTo(403));
        }
    }

    private static List<String> found(Portal portal, Agenda.Question question, String text, String like) {
        return Portal.days(portal.agenda.list(portal.organiser, question, new Agenda.Search(text, like), "o.starts_at, o.id", 0, 10).items());
    }

    @BothDatabases
    void aFormTakesWhatIsUsualInTheUnit(Database database) {
        try (Portal portal = new Portal(database)) {
            portal.service.add(portal.organiser, portal.draft(portal.bank, "学习", "2026-01-05T15:00", "2026-01-05T16:00", null));
            EventDefaults.Defaults usual = portal.defaults.at(portal.organiser, portal.bank.id());
            assertThat(usual.kind()).isEqualTo(portal.kind("study"));
            assertThat(usual.start()).hasToString("15:00");
            assertThat(usual.places()).containsExactly("三楼会议室");
            assertThatThrownBy(() -> portal.defaults.at(portal.member, portal.credit.id())).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.status()).isEqualTo(403));
        }
    }

    @BothDatabases
    void theHistoryIsForThoseWhoMayChange(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = moved(portal, weekly(portal));
            assertThat(portal.history.of(portal.organiser, event.id())).extracting(e -> e.action()).containsExactly("calendar.change-date", "calendar.add-event");
            assertThatThrownBy(() -> portal.history.of(portal.member, event.id())).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(403));
            absent(() -> portal.history.of(portal.stranger, event.id()));
        }
    }

    private static void absent(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(404));
    }
}
