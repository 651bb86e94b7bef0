package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shuyuan.attendance.internal.Gathering.Progress;
import org.shuyuan.attendance.internal.jpa.GatheringStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeMail;
import org.shuyuan.testing.FakeModules;

/** A roll that nobody took counts nowhere; whoever takes rolls there hears of it once, and it stands in the list. The gathering ends at half past ten. */
class UntakenRemindersTest {

    private final FakeMail letters = new FakeMail();
    private final FakeModules modules = new FakeModules();

    private int at(Portal p, String instant) throws InterruptedException {
        p.now(Instant.parse(instant));
        UntakenReminders job = new UntakenReminders(p.store, p.units, p.accounts(), new Letters(p.people, p.accounts(), p.told, letters), modules, p.watch, p.db.transactions());
        try {
            return job.run();
        } finally {
            job.stop();
        }
    }

    private static List<String> heard(Portal p) {
        return p.told.sent().stream().map(s -> s.notice()).filter(n -> n.key().equals("notice.untaken")).map(n -> n.values().get("title") + " " + n.values().get("when")).toList();
    }

    private static List<UUID> listed(Portal p, Progress progress) {
        return p.gatherings.list(p.organiser, p.bank.id(), new GatheringStore.Query(Portal.START.minus(Duration.ofDays(1)), Portal.START.plus(Duration.ofDays(1)), null, null, progress,
                p.watch.clock().instant(), "g.starts", 0, 20)).items().stream().map(Gathering::id).toList();
    }

    @BothDatabases
    void whoTakesRollsHearsOnceTwoHoursAfterItsEndAndNeverAtNight(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            assertThat(at(p, "2026-03-04T04:00:00Z")).as("an hour and a half after its end").isZero();
            assertThat(listed(p, Progress.UNTAKEN)).containsExactly(id);
            assertThat(at(p, "2026-03-04T14:00:00Z")).as("ten in the evening").isZero();
            modules.off("attendance", p.credit.id());
            assertThat(at(p, "2026-03-05T00:30:00Z")).as("the module is off there").isZero();
            modules.on("attendance", p.credit.id());
            assertThat(at(p, "2026-03-05T00:45:00Z")).isEqualTo(1);
            assertThat(at(p, "2026-03-05T01:00:00Z")).as("said already").isZero();
            assertThat(heard(p)).containsExactly("三月学习 2026-03-04 09:00");
        }
    }

    @BothDatabases
    void whatIsHeldAnewOnAnotherDayIsToldAnew(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            p.gathering();
            assertThat(at(p, "2026-03-05T01:00:00Z")).isEqualTo(1);
            p.moved(p.store.of(Portal.subject("one")).orElseThrow(), Duration.ofDays(7));
            assertThat(at(p, "2026-03-05T02:00:00Z")).as("it is yet to come").isZero();
            assertThat(at(p, "2026-03-12T01:00:00Z")).isEqualTo(1);
        }
    }

    @BothDatabases
    void ofWhatWasTakenCalledOffOrIsLongOverNobodyHears(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            UUID taken = p.gathering("taken", Portal.START);
            p.mark(taken, Portal.as(p.li, State.PRESENT));
            p.gathering("off", Portal.START);
            p.gatherings.cancel(p.organiser, Portal.subject("off"));
            p.gathering("long over", Portal.START.minus(Duration.ofDays(20)));
            assertThat(at(p, "2026-03-05T01:00:00Z")).isZero();
            assertThat(listed(p, Progress.OPEN)).containsExactly(taken);
            assertThat(listed(p, Progress.UNTAKEN)).isEmpty();
            p.closing.close(p.organiser, taken, p.version(taken));
            assertThat(listed(p, Progress.CLOSED)).containsExactly(taken);
            UUID tomorrow = p.gathering("to come", Portal.START.plus(Duration.ofHours(25)));
            assertThat(p.store.find(tomorrow).orElseThrow().progress(p.watch.clock().instant())).isEqualTo(Progress.PLANNED);
            assertThat(Map.of("planned", Progress.PLANNED, "untaken", Progress.UNTAKEN)).allSatisfy((word, progress) -> assertThat(progress.word()).isEqualTo(word));
        }
    }
}
