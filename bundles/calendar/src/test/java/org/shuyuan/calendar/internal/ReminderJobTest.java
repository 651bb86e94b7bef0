package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.persistence.OptimisticLockException;
import org.shuyuan.api.problem.Problem;
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
