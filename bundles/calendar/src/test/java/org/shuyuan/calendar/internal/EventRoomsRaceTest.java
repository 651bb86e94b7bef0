package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Two events, one room, at the same moment: exactly one is saved. */
class EventRoomsRaceTest {

    private static String saved(CyclicBarrier both, Portal p, String title, UUID room, int day) throws Exception {
        EventDraft plain = p.draft(p.bank, title, "2026-03-%02dT09:00".formatted(day), "2026-03-%02dT10:00".formatted(day), "FREQ=DAILY;COUNT=2");
        EventDraft draft = new EventDraft(plain.unit(), plain.details(), plain.schedule(), plain.audience(), List.of(), List.of(room));
        both.await();
        try {
            p.service.add(p.organiser, draft);
            return "saved";
        } catch (Problem refused) {
            return refused.status() + " " + refused.code();
        }
    }

    @BothDatabases
    void ofTwoEventsAtTheSameMomentExactlyOneIsSaved(Database database) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Portal p = new Portal(database)) {
            Register register = new Register(p);
            UUID hall = register.room("礼堂");
            for (int day = 1; day <= 20; day += 2) {
                int first = day;
                CyclicBarrier both = new CyclicBarrier(2);
                List<Callable<String>> two = List.of(() -> saved(both, p, "甲", hall, first), () -> saved(both, p, "乙", hall, first));
                List<String> answers = new java.util.ArrayList<>();
                for (Future<String> one : threads.invokeAll(two)) {
                    answers.add(one.get());
                }
                assertThat(answers).containsExactlyInAnyOrder("saved", "409 resources.taken");
            }
            assertThat(List.of(p.db.count("calendar_event"), p.db.count("calendar_occurrence"), p.db.count("resources_booking"))).containsExactly(10L, 20L, 20L);
        } finally {
            threads.shutdown();
        }
    }
}
