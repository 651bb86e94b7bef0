package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.shuyuan.api.resources.Bookings.Subject;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** What became of events while the register of rooms was not there is made good when both are there again. */
class RoomReturnsTest {

    private static EventDraft weekly(Portal p, String title, String day, UUID... rooms) {
        EventDraft plain = p.draft(p.bank, title, day + "T09:00", day + "T10:00", "FREQ=WEEKLY;COUNT=3");
        return new EventDraft(plain.unit(), plain.details(), plain.schedule(), plain.audience(), List.of(), List.of(rooms));
    }

    private static void without(Portal p, Register register, Runnable work) {
        p.rooms.unsetBookings(register.bookings);
        work.run();
        p.rooms.setBookings(register.bookings);
    }

    @BothDatabases
    void whatADeletedEventHadIsGivenBackAndWhatOthersHaveStays(Database database) {
        try (Portal p = new Portal(database)) {
            Register register = new Register(p);
            UUID hall = register.room("礼堂");
            Event gone = p.service.add(p.organiser, weekly(p, "微课堂", "2026-01-07", hall));
            Event kept = p.service.add(p.organiser, weekly(p, "例会", "2026-01-08", hall));
            register.taken(p.organiser, hall, "2026-01-09T09:00", "2026-01-09T10:00", "面谈");
            Subject meeting = new Subject("minutes", UUID.randomUUID().toString(), "/minutes/1");
            register.bookings.book(p.organiser, hall, p.bank.id(), Register.at("2026-01-12T09:00"), Register.at("2026-01-12T10:00"), "支委会", meeting);

            without(p, register, () -> {
                p.service.remove(p.organiser, gone.id(), gone.version());
                p.job(Portal.NOW).run();
            });
            assertThat(register.of(gone)).as("the register heard of nothing").hasSize(3);

            p.job(Portal.NOW).run();
            assertThat(register.of(gone)).isEmpty();
            assertThat(register.booked(kept)).containsExactly("2026-01-08T09:00", "2026-01-15T09:00", "2026-01-22T09:00");
            assertThat(register.bookings.of(meeting)).as("another module knows what it has").hasSize(1);
            assertThat(p.db.count("resources_booking")).as("and what was booked by hand is nobody's to take").isEqualTo(3 + 1 + 1);
            long told = p.audit.entries().size();
            p.job(Portal.NOW).run();
            assertThat(p.audit.entries()).as("again finds nothing to do").hasSize((int) told);
        }
    }

    @BothDatabases
    void anEventThatNoLongerWantsARoomGivesThatOneBack(Database database) {
        try (Portal p = new Portal(database)) {
            Register register = new Register(p);
            UUID hall = register.room("礼堂");
            UUID small = register.room("小会议室");
            Event one = p.service.add(p.organiser, weekly(p, "微课堂", "2026-01-07", hall, small));
            Event none = p.service.add(p.organiser, weekly(p, "例会", "2026-01-08", hall));
            without(p, register, () -> {
                p.service.change(p.organiser, one.id(), one.version(), weekly(p, "微课堂", "2026-01-07", small));
                p.service.change(p.organiser, none.id(), none.version(), weekly(p, "例会", "2026-01-08"));
            });
            p.job(Portal.NOW).run();
            assertThat(register.of(one)).hasSize(3).extracting(b -> b.resource().name()).containsOnly("小会议室");
            assertThat(register.of(none)).isEmpty();
        }
    }

    @BothDatabases
    void whatIsOverStaysOnRecord(Database database) {
        try (Portal p = new Portal(database)) {
            Register register = new Register(p);
            UUID hall = register.room("礼堂");
            Event gone = p.service.add(p.organiser, weekly(p, "微课堂", "2026-01-07", hall));
            register.now = Portal.NOW.plus(Duration.ofDays(7));
            without(p, register, () -> p.service.remove(p.organiser, gone.id(), gone.version()));
            p.job(register.now).run();
            assertThat(register.booked(gone)).containsExactly("2026-01-07T09:00");
        }
    }

    /** The look through goes on while people plan: an event that was just written is not taken for one that is gone. */
    @BothDatabases
    void nothingIsTakenFromEventsThatAreBeingWritten(Database database) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Portal p = new Portal(database)) {
            Register register = new Register(p);
            UUID hall = register.room("礼堂");
            HorizonJob job = p.job(Portal.NOW);
            AtomicBoolean done = new AtomicBoolean();
            Future<List<Event>> planning = threads.submit(() -> {
                try {
                    List<Event> made = new ArrayList<>();
                    for (int i = 0; i < 12; i++) {
                        Event event = p.service.add(p.organiser, weekly(p, "第 " + i + " 场", LocalDateTime.parse("2026-01-07T00:00").plusDays(21L * i).toLocalDate().toString(), hall));
                        made.add(event);
                    }
                    return made;
                } finally {
                    done.set(true);
                }
            });
            Future<?> looking = threads.submit(() -> {
                do {
                    job.run();
                } while (!done.get());
            });
            List<Event> made = planning.get();
            looking.get();
            assertThat(made).allSatisfy(event -> assertThat(register.of(event)).hasSize(3));
        } finally {
            threads.shutdown();
        }
    }
}
