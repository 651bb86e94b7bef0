package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.shuyuan.api.mail.Mail;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeMail;

/** Who has study to make up hears of it in time, and once more when it is too late. It is due on 18 March. */
class MakeUpRemindersTest {

    private final FakeMail letters = new FakeMail();

    private MakeUpReminders job(Portal p) {
        return new MakeUpReminders(p.makeUpStore, p.units, p.accounts(), new Letters(p.people, p.accounts(), p.told, letters), p.watch, p.db.transactions());
    }

    private static List<String> heard(Portal p) {
        return p.told.sent().stream().map(s -> s.notice().key()).filter(key -> key.equals("notice.make-up-soon") || key.equals("notice.make-up-late")).toList();
    }

    private int at(Portal p, String instant) {
        p.now(Instant.parse(instant));
        return job(p).run();
    }

    @BothDatabases
    void onceTheDayBeforeAndOnceTheDayAfterAndNeverAtNight(Database database) {
        try (Portal p = new Portal(database)) {
            p.people.reached.put(p.li.id(), Set.of("lina@example.cn"));
            MakeUpServiceTest.assigned(p, MakeUpServiceTest.closed(p), p.li);
            assertThat(at(p, "2026-03-16T02:00:00Z")).as("two days before").isZero();
            assertThat(at(p, "2026-03-16T17:00:00Z")).as("one in the night before").isZero();
            assertThat(at(p, "2026-03-17T00:30:00Z")).isEqualTo(1);
            assertThat(at(p, "2026-03-17T00:45:00Z")).as("said already").isZero();
            assertThat(at(p, "2026-03-18T02:00:00Z")).as("on the day").isZero();
            assertThat(at(p, "2026-03-19T02:00:00Z")).isEqualTo(1);
            assertThat(at(p, "2026-03-28T02:00:00Z")).isZero();
            assertThat(heard(p)).containsExactly("notice.make-up-soon", "notice.make-up-late");
            assertThat(letters.sent()).extracting(Mail.Letter::key).containsExactly("mail.make-up-soon", "mail.make-up-late");
        }
    }

    @BothDatabases
    void whoHasHandedItInHearsNothing(Database database) {
        try (Portal p = new Portal(database)) {
            MakeUpServiceTest.handedIn(p, MakeUpServiceTest.closed(p));
            assertThat(at(p, "2026-03-19T02:00:00Z")).isZero();
            assertThat(heard(p)).isEmpty();
        }
    }

    @BothDatabases
    void ofSeveralNodesOneSaysIt(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            MakeUpServiceTest.assigned(p, MakeUpServiceTest.closed(p), p.li);
            p.now(Instant.parse("2026-03-19T02:00:00Z"));
            ExecutorService nodes = Executors.newFixedThreadPool(4);
            try {
                int said = 0;
                for (Future<Integer> one : nodes.invokeAll(List.<Callable<Integer>>of(() -> job(p).run(), () -> job(p).run(), () -> job(p).run(), () -> job(p).run()))) {
                    said += one.get();
                }
                assertThat(said).isEqualTo(1);
            } finally {
                nodes.shutdownNow();
            }
            assertThat(heard(p)).containsExactly("notice.make-up-late");
        }
    }
}
