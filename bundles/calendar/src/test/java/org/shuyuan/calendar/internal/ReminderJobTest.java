package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.persistence.OptimisticLockException;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** People hear of what is ahead once, as long before as their unit says. */
class ReminderJobTest {

    /** A Wednesday at nine in Shanghai. */
    private static final Instant START = Instant.parse("2026-01-14T01:00:00Z");

    private static Event event(Portal p) {
        return p.service.add(p.organiser, p.draft(p.bank, "微课堂", "2026-01-14T09:00", "2026-01-14T10:00", null));
    }

    private static List<String> told(Portal p) {
        return p.told.sent().stream().map(s -> s.notice().key() + " " + s.notice().values().get("when") + " " + s.accounts().size()).toList();
    }

    private static int at(Portal p, Duration before) throws InterruptedException {
        ReminderJob job = p.reminders(START.minus(before));
        try {
            return job.run();
        } finally {
            job.stop();
        }
    }

    @BothDatabases
    void aDayBeforeEverybodyItIsForHearsOfItOnce(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            event(p);
            assertThat(at(p, Duration.ofHours(25))).as("too early").isZero();
            assertThat(at(p, Duration.ofHours(24))).isEqualTo(1);
            assertThat(at(p, Duration.ofHours(23))).as("said already").isZero();
            assertThat(told(p)).containsExactly("notice.ahead-at 2026-01-14 09:00 2");
            assertThat(p.letters.sent()).as("mail only where the unit wants it").isEmpty();
        }
    }

    @BothDatabases
    void whereTheCalendarIsOffNobodyIsRemindedAndOnAgainOnlyOfWhatIsStillAhead(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            event(p);
            p.modules.off("calendar", p.bank.id());
            assertThat(at(p, Duration.ofHours(24))).isZero();
            p.modules.on("calendar", p.bank.id());
            assertThat(at(p, Duration.ofHours(23))).isEqualTo(1);
        }
    }

    @BothDatabases
    void whoHoldsItHearsEarlier(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            EventDraft draft = p.draft(p.bank, "党课", "2026-01-14T09:00", "2026-01-14T10:00", null);
            Details by = new Details(draft.details().kind(), "党课", null, null, p.member.account(), null);
            p.service.add(p.organiser, new EventDraft(draft.unit(), by, draft.schedule(), Audience.NOBODY));
            int before = p.told.sent().size();
            assertThat(at(p, Duration.ofHours(72))).isEqualTo(1);
            assertThat(p.told.sent().get(before)).satisfies(s -> {
                assertThat(s.notice().key()).isEqualTo("notice.host-ahead");
                assertThat(s.accounts()).containsExactly(p.member.account());
            });
            assertThat(at(p, Duration.ofHours(24))).as("now those who attend").isEqualTo(1);
        }
    }

    @BothDatabases
    void whatThePortalSleptThroughIsSaidLateButNotAfterItHasBegun(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            event(p);
            assertThat(at(p, Duration.ofMinutes(10))).isEqualTo(1);
            p.service.add(p.organiser, p.draft(p.bank, "早会", "2026-01-14T08:00", "2026-01-14T08:30", null));
            assertThat(at(p, Duration.ofMinutes(5))).as("began at eight").isZero();
        }
    }

    @BothDatabases
    void aDateThatIsMovedIsToldAgainAndOneThatIsChangedOtherwiseIsNot(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Event event = event(p);
            at(p, Duration.ofHours(20));
            Details other = new Details(event.details().kind(), "微课堂（二）", null, "五楼", null, null);
            Event renamed = p.service.change(p.organiser, event.id(), event.version(), new EventDraft(event.unit(), other, event.schedule(), event.audience()));
            assertThat(at(p, Duration.ofHours(19))).isZero();

            EventDraft later = p.draft(p.bank, "微课堂", "2026-01-14T15:00", "2026-01-14T16:00", null);
            p.service.change(p.organiser, event.id(), renamed.version(), later);
            assertThat(at(p, Duration.ofHours(18))).isEqualTo(1);
            assertThat(told(p)).endsWith("notice.ahead-at 2026-01-14 15:00 2");
        }
    }

    private static Event forMember(Portal p) {
        return p.service.add(p.organiser, Portal.forPeople(p.draft(p.bank, "微课堂", "2026-01-14T09:00", "2026-01-14T10:00", null), p.member.account()));
    }

    private static List<List<UUID>> reminded(Portal p) {
        return p.told.sent().stream().filter(s -> s.notice().key().contains("ahead")).map(s -> List.copyOf(s.accounts())).toList();
    }

    @BothDatabases
    void whoIsInvitedLaterIsTooToldAndTheOthersNotAgain(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Event event = forMember(p);
            assertThat(at(p, Duration.ofHours(24))).isEqualTo(1);
            EventDraft more = Portal.forPeople(event.draft(), p.member.account(), p.organiser.account());
            p.service.change(p.organiser, event.id(), event.version(), more);
            assertThat(at(p, Duration.ofHours(23))).isEqualTo(1);
            assertThat(at(p, Duration.ofHours(22))).isZero();
            assertThat(reminded(p)).containsExactly(List.of(p.member.account()), List.of(p.organiser.account()));
        }
    }

    @BothDatabases
    void whoComesToAUnitLaterIsToldWithinTheHour(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            event(p);
            at(p, Duration.ofHours(24));
            UUID newcomer = p.people.add("新同事", "B003", p.office).id();
            assertThat(at(p, Duration.ofHours(24).minusMinutes(30))).as("a unit of thousands is not gone through at every look").isZero();
            assertThat(at(p, Duration.ofHours(23))).isEqualTo(1);
            assertThat(reminded(p)).last().isEqualTo(List.of(newcomer));
        }
    }

    @BothDatabases
    void whoHoldsItInsteadHearsOfItAndWhoHoldsItAgainNotTwice(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Event event = forMember(p);
            Event first = hosted(p, event, p.member.account());
            assertThat(at(p, Duration.ofHours(72))).isEqualTo(1);
            Event second = hosted(p, first, p.organiser.account());
            assertThat(at(p, Duration.ofHours(71))).isEqualTo(1);
            hosted(p, second, p.member.account());
            assertThat(at(p, Duration.ofHours(70))).isZero();
            assertThat(reminded(p)).containsExactly(List.of(p.member.account()), List.of(p.organiser.account()));
        }
    }

    private static Event hosted(Portal p, Event event, UUID host) {
        Details by = new Details(event.details().kind(), "党课", null, null, host, null);
        return p.service.change(p.organiser, event.id(), event.version(), new EventDraft(event.unit(), by, event.schedule(), event.audience()));
    }

    @BothDatabases
    void aDateThatIsMovedAwayAndBackIsToldAnew(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            p.reminding.set(p.organiser, p.bank.id(), 0, new Reminding(24, 0, true));
            p.people.reached.put(p.member.account(), Set.of("wang@example.cn"));
            Event event = p.service.add(p.organiser, Portal.forPeople(p.draft(p.bank, "微课堂", "2026-01-14T09:00", "2026-01-14T10:00", "FREQ=WEEKLY;COUNT=2"), p.member.account()));
            at(p, Duration.ofHours(24));
            LocalDateTime date = event.schedule().start();
            Event away = p.dates.change(p.organiser, event.id(), event.version(), date, new OccurrenceOverride.Time(false, date.plusDays(5), date.plusDays(5).plusHours(1)), event.details());
            assertThat(at(p, Duration.ofHours(23))).isZero();
            p.dates.restore(p.organiser, event.id(), away.version(), date);
            assertThat(at(p, Duration.ofHours(22))).isEqualTo(1);
            assertThat(at(p, Duration.ofHours(20))).isZero();
            assertThat(reminded(p)).hasSize(2);
            assertThat(p.letters.sent()).hasSize(2);
        }
    }

    @BothDatabases
    void whatWasToldBeforePeopleWereRememberedIsNotToldAgain(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            event(p);
            p.db.jpa().run(em -> Sql.update(em, "insert into calendar_reminded (occurrence_id, starts_at, who, reminded_at) select id, starts_at, 0, starts_at from calendar_occurrence"));
            assertThat(at(p, Duration.ofHours(20))).isZero();
        }
    }

    @BothDatabases
    void onlyWhoWasReallyToldIsRememberedAndNotForLongerThanTheDateIsAhead(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            p.accountless.add(p.member.account());
            event(p);
            at(p, Duration.ofHours(24));
            assertThat(p.db.count("calendar_reminded_person")).as("the organiser; the member has no account").isEqualTo(1);
            at(p, Duration.ofDays(-2));
            assertThat(p.db.count("calendar_reminded_person") + p.db.count("calendar_reminded")).isZero();
        }
    }

    @BothDatabases
    void aDateThatCannotBeToldDoesNotStopTheLaterOnes(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Event broken = p.service.add(p.organiser, p.draft(p.bank, "早会", "2026-01-14T08:00", "2026-01-14T08:30", null));
            event(p);
            p.db.jpa().run(em -> Sql.update(em, "update calendar_occurrence set zone = 'Nowhere' where event_id = ?", broken.id()));
            assertThat(at(p, Duration.ofHours(20))).isEqualTo(1);
            assertThat(told(p)).containsExactly("notice.ahead-at 2026-01-14 09:00 2");
        }
    }

    @BothDatabases
    void theUnitSaysWhenAndWhetherByMailElseTheOneAbove(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            p.reminding.set(p.organiser, p.bank.id(), 0, new Reminding(2, 0, true));
            assertThat(p.reminding.at(p.credit.id()).reminding().audienceHours()).isEqualTo(2);
            p.people.reached.put(p.member.account(), Set.of("wang@example.cn"));
            p.people.reached.put(p.organiser.account(), Set.of("all@example.cn"));
            p.people.reached.put(p.people.add("同事", "B003", p.office).id(), Set.of("all@example.cn"));
            event(p);
            assertThat(at(p, Duration.ofHours(3))).isZero();
            assertThat(at(p, Duration.ofHours(2))).isEqualTo(1);
            assertThat(p.letters.sent()).as("an address that several have is nobody's own").singleElement().satisfies(letter -> {
                assertThat(letter.to()).isEqualTo("wang@example.cn");
                assertThat(letter.key()).isEqualTo("mail.ahead");
                assertThat(letter.values().get("link")).startsWith("https://portal.example.cn/calendar/events/");
            });
        }
    }

    @BothDatabases
    void severalNodesTogetherTellOnce(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            event(p);
            var nodes = Executors.newFixedThreadPool(4);
            Callable<Integer> node = () -> at(p, Duration.ofHours(24));
            int said = 0;
            for (Future<Integer> one : nodes.invokeAll(List.of(node, node, node, node))) {
                said += one.get();
            }
            nodes.shutdown();
            assertThat(said).isEqualTo(1);
            assertThat(told(p)).hasSize(1);
        }
    }

    @BothDatabases
    void onlyWhoLooksAfterTheCalendarSetsThemAndNoNonsense(Database database) {
        try (Portal p = new Portal(database)) {
            assertThatThrownBy(() -> p.reminding.set(p.member, p.credit.id(), 0, Reminding.USUAL)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.reminding.get(p.stranger, p.bank.id())).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.reminding.set(p.organiser, p.bank.id(), 0, new Reminding(721, -1, false))).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.errors()).hasSize(2));
            RemindingService.Held own = p.reminding.set(p.organiser, p.bank.id(), 0, new Reminding(0, 0, false));
            assertThatThrownBy(() -> p.reminding.set(p.organiser, p.bank.id(), 0, Reminding.USUAL)).isInstanceOf(OptimisticLockException.class);
            assertThat(p.reminding.set(p.organiser, p.bank.id(), own.version(), null).reminding()).isEqualTo(Reminding.USUAL);
            assertThat(p.audit.actions()).contains("calendar.set-reminders");
        }
    }
}
