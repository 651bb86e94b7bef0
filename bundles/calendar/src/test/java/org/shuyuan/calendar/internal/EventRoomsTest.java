package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.resources.Bookings.Booked;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

/** An event and its room are one: booked, moved and given back together, or not at all. */
class EventRoomsTest {

    private static EventDraft with(EventDraft draft, UUID... rooms) {
        return new EventDraft(draft.unit(), draft.details(), draft.schedule(), draft.audience(), draft.overrides(), List.of(rooms));
    }

    private static EventDraft weekly(Portal p, @Nullable String rule, UUID... rooms) {
        return with(p.draft(p.bank, "微课堂", "2026-01-07T09:00", "2026-01-07T10:00", rule), rooms);
    }

    private static EventDraft at(Event event, String start, String end) {
        Schedule s = event.schedule();
        return event.draft().with(new Schedule(false, LocalDateTime.parse(start), LocalDateTime.parse(end), s.zone(), s.rule(), s.excluded(), s.added()), event.overrides());
    }

    private static Event change(Portal p, Caller caller, Event event, EventDraft draft) {
        return p.service.change(caller, event.id(), p.service.find(p.organiser, event.id()).version(), draft);
    }

    private static void refused(int status, String code, ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOfSatisfying(Problem.class, r -> {
            assertThat(r.code()).isEqualTo(code);
            assertThat(r.status()).isEqualTo(status);
        });
    }

    /** Somebody who plans for the bank but may book nothing. */
    private static Caller planner(Portal p) {
        Caller planner = FakeAccess.person("内勤");
        p.access.grant(planner, Permissions.READ, p.bank.id()).grant(planner, Permissions.WRITE, p.bank.id());
        return planner;
    }

    @BothDatabases
    void eachDateOfASeriesIsBookedAndFollowsWhatBecomesOfIt(Database database) {
        try (Portal p = new Portal(database)) {
            Register register = new Register(p);
            UUID hall = register.room("礼堂");
            Event event = p.service.add(p.organiser, weekly(p, "FREQ=WEEKLY;COUNT=4", hall));
            assertThat(register.booked(event)).containsExactly("2026-01-07T09:00", "2026-01-14T09:00", "2026-01-21T09:00", "2026-01-28T09:00");
            assertThat(register.of(event)).extracting(Booked::title).containsOnly("微课堂");
            assertThat(register.of(event).get(0).subject()).isNotNull().satisfies(s -> assertThat(s.link()).startsWith("/calendar/events/" + event.id()));

            Event left = p.dates.leaveOut(p.organiser, event.id(), event.version(), LocalDateTime.parse("2026-01-14T09:00"));
            assertThat(register.booked(event)).containsExactly("2026-01-07T09:00", "2026-01-21T09:00", "2026-01-28T09:00");
            Event moved = p.dates.change(p.organiser, event.id(), left.version(), LocalDateTime.parse("2026-01-21T09:00"),
                    new OccurrenceOverride.Time(false, LocalDateTime.parse("2026-01-22T15:00"), LocalDateTime.parse("2026-01-22T16:00")), event.details());
            assertThat(register.booked(event)).containsExactly("2026-01-07T09:00", "2026-01-22T15:00", "2026-01-28T09:00");
            Event back = p.dates.restore(p.organiser, event.id(), moved.version(), LocalDateTime.parse("2026-01-14T09:00"));
            assertThat(register.booked(event)).hasSize(4);

            Event shorter = change(p, p.organiser, back, back.draft().with(new Schedule(false, back.schedule().start(), back.schedule().end(), Portal.SHANGHAI, "FREQ=WEEKLY;COUNT=2",
                    List.of(), List.of()), List.of()));
            assertThat(register.booked(event)).containsExactly("2026-01-07T09:00", "2026-01-14T09:00");
            p.service.remove(p.organiser, shorter.id(), shorter.version());
            assertThat(register.booked(event)).isEmpty();
            assertThat(p.db.count("calendar_event_resource")).isZero();
        }
    }

    @BothDatabases
    void aTakenDateRefusesTheEventAndNothingIsHalfSaved(Database database) {
        try (Portal p = new Portal(database)) {
            Register register = new Register(p);
            UUID hall = register.room("礼堂");
            register.taken(p.organiser, hall, "2026-01-21T09:30", "2026-01-21T11:00", "面谈");
            assertThatThrownBy(() -> p.service.add(p.organiser, weekly(p, "FREQ=WEEKLY;COUNT=4", hall))).isInstanceOfSatisfying(Problem.class, r -> {
                assertThat(r.status()).isEqualTo(409);
                assertThat(r.code()).isEqualTo("resources.taken");
                assertThat(r.values()).isEqualTo(Map.of("name", "礼堂", "what", "2026-01-21 09:30–11:00 面谈"));
            });
            assertThat(List.of(p.db.count("calendar_event"), p.db.count("calendar_occurrence"), p.db.count("resources_booking"))).containsExactly(0L, 0L, 1L);

            Event event = p.service.add(p.organiser, weekly(p, "FREQ=WEEKLY;COUNT=2", hall));
            refused(409, "resources.taken", () -> change(p, p.organiser, event, at(event, "2026-01-14T09:00", "2026-01-14T10:00")));
            assertThat(p.service.find(p.organiser, event.id())).isEqualTo(event);
            assertThat(register.booked(event)).containsExactly("2026-01-07T09:00", "2026-01-14T09:00");
        }
    }

    @BothDatabases
    void movingTheSeriesMovesItsBookingsAndAnotherRoomTakesThePlaceOfTheFirst(Database database) {
        try (Portal p = new Portal(database)) {
            Register register = new Register(p);
            UUID hall = register.room("礼堂");
            UUID small = register.room("小会议室");
            Event event = p.service.add(p.organiser, weekly(p, "FREQ=WEEKLY;COUNT=2", hall));
            List<UUID> ids = register.of(event).stream().map(Booked::id).toList();
            Event moved = change(p, p.organiser, event, at(event, "2026-01-08T14:00", "2026-01-08T15:30"));
            assertThat(register.booked(event)).containsExactly("2026-01-08T14:00", "2026-01-15T14:00");
            assertThat(register.of(event)).extracting(Booked::id).containsExactlyElementsOf(ids);
            change(p, p.organiser, moved, with(moved.draft(), small));
            assertThat(register.of(event)).hasSize(2).extracting(b -> b.resource().name()).containsOnly("小会议室");
            assertThat(p.service.find(p.organiser, event.id()).snapshot()).containsEntry("rooms", List.of(small.toString()));
        }
    }

    @BothDatabases
    void whoMayNotBookMovesNoEventWithRoomsButMayNameItOtherwiseAndCallItOff(Database database) {
        try (Portal p = new Portal(database)) {
            Register register = new Register(p);
            UUID hall = register.room("礼堂");
            Caller planner = planner(p);
            refused(403, "access.forbidden", () -> p.service.add(planner, weekly(p, null, hall)));
            Event event = p.service.add(p.organiser, weekly(p, null, hall));
            refused(403, "resources.may-not-book", () -> change(p, planner, event, at(event, "2026-01-08T09:00", "2026-01-08T10:00")));
            assertThat(register.booked(event)).containsExactly("2026-01-07T09:00");

            Details other = new Details(event.details().kind(), "改名", null, "礼堂", null, null);
            Event named = change(p, planner, event, new EventDraft(event.unit(), other, event.schedule(), event.audience(), List.of(), event.rooms()));
            assertThat(register.of(event)).extracting(Booked::title).containsExactly("改名");
            change(p, planner, named, with(at(named, "2026-01-08T09:00", "2026-01-08T10:00")));
            assertThat(register.booked(event)).as("without its room it may be moved").isEmpty();
            refused(403, "access.forbidden", () -> p.eventRooms.again(planner, p.service.find(planner, event.id())));
        }
    }

    @BothDatabases
    void whatIsNotInTheRegisterIsRefusedAndSoAreTooMany(Database database) {
        try (Portal p = new Portal(database)) {
            new Register(p);
            assertThatThrownBy(() -> p.service.add(p.organiser, weekly(p, null, UUID.randomUUID()))).isInstanceOfSatisfying(Problem.class,
                    r -> assertThat(r.errors()).extracting(Problem.FieldError::code).containsExactly("calendar.no-such-room"));
            UUID[] many = java.util.stream.Stream.generate(UUID::randomUUID).limit(11).toArray(UUID[]::new);
            assertThatThrownBy(() -> weekly(p, null, many)).isInstanceOfSatisfying(Problem.class,
                    r -> assertThat(r.errors()).extracting(Problem.FieldError::code).containsExactly("calendar.too-many-rooms"));
            UUID hall = new UUID(0, 1);
            assertThat(weekly(p, null, hall, hall).rooms()).containsExactly(hall);
        }
    }

    @BothDatabases
    void theJobBooksWhatComesWithinReachAndTellsOnceOfWhatIsTaken(Database database) {
        try (Portal p = new Portal(database)) {
            p.holders.add(p.organiser.account());
            Register register = new Register(p);
            UUID hall = register.room("礼堂");
            Event event = p.service.add(p.organiser, weekly(p, "FREQ=MONTHLY", hall));
            int made = register.of(event).size();
            assertThat(made).isEqualTo(24);
            // the register's clock stands still: what the job makes next must be within two years of it
            register.taken(p.organiser, hall, "2026-02-07T11:00", "2026-02-07T12:00", "面谈");
            p.told.sent();
            p.rooms.unsetBookings(register.bookings);
            Event moved = change(p, p.organiser, event, at(event, "2026-01-07T11:00", "2026-01-07T12:00"));
            assertThat(register.booked(event)).as("the register was not there").contains("2026-01-07T09:00");
            p.rooms.setBookings(register.bookings);

            p.job(Portal.NOW).run();
            p.job(Portal.NOW).run();
            assertThat(register.booked(event)).hasSize(made - 1).doesNotContain("2026-02-07T11:00").contains("2026-01-07T11:00", "2026-03-07T11:00");
            assertThat(p.told.sent().stream().filter(s -> s.notice().key().equals("notice.rooms-missing"))).singleElement()
                    .satisfies(s -> assertThat(s.notice().values()).isEqualTo(Map.of("title", "微课堂", "dates", "2026-02-07 11:00")));
            assertThat(p.eventRooms.lacking(moved)).singleElement().satisfies(lack -> assertThat(lack.date().recurrence()).isEqualTo("2026-02-07T11:00"));

            // what is missing stops no other change, and is had once it is free
            Details other = new Details(moved.details().kind(), "改名", null, null, null, null);
            Event named = change(p, p.organiser, moved, new EventDraft(moved.unit(), other, moved.schedule(), moved.audience(), List.of(), moved.rooms()));
            assertThat(p.eventRooms.again(p.organiser, named)).hasSize(1);
            p.db.transactions().run(() -> register.handBack(hall));
            assertThat(p.eventRooms.again(p.organiser, named)).isEmpty();
            assertThat(register.of(event)).hasSize(made);
        }
    }

    @BothDatabases
    void aSeriesIsProlongedByTheDayAndItsRoomWithIt(Database database) {
        try (Portal p = new Portal(database)) {
            Register register = new Register(p);
            UUID hall = register.room("礼堂");
            Event event = p.service.add(p.organiser, weekly(p, "FREQ=MONTHLY;COUNT=40", hall));
            assertThat(register.of(event)).hasSize(24);
            register.now = Portal.NOW.plus(Duration.ofDays(40));
            p.job(register.now).run();
            assertThat(p.rows.ids(event.id())).hasSize(26);
            assertThat(register.of(event)).as("and what is over stays").hasSize(26);
            assertThat(p.eventRooms.lacking(p.service.find(p.organiser, event.id()))).isEmpty();
        }
    }

    @BothDatabases
    void withoutTheRegisterEventsAreWrittenAsBefore(Database database) {
        try (Portal p = new Portal(database)) {
            Event event = p.service.add(p.organiser, weekly(p, "FREQ=WEEKLY;COUNT=2"));
            change(p, p.organiser, event, at(event, "2026-01-08T09:00", "2026-01-08T10:00"));
            assertThat(p.eventRooms.choice(p.organiser, p.bank.id(), null, event.schedule()).offers()).isNull();
            assertThat(p.eventRooms.lacking(event)).isEmpty();
        }
    }

    @BothDatabases
    void whoPlansIsOfferedWhatIsFreeAtAllDatesAndOthersNothing(Database database) {
        try (Portal p = new Portal(database)) {
            Register register = new Register(p);
            UUID hall = register.room("礼堂");
            register.room("小会议室");
            Event event = p.service.add(p.organiser, weekly(p, "FREQ=WEEKLY;COUNT=2", hall));
            assertThat(p.eventRooms.choice(p.organiser, p.bank.id(), null, event.schedule()).offers()).extracting(o -> o.resource().name() + o.taken().size())
                    .containsExactly("小会议室0", "礼堂2");
            assertThat(p.eventRooms.choice(p.organiser, p.bank.id(), event.id(), event.schedule()).offers()).extracting(o -> o.taken().size()).containsExactly(0, 0);
            assertThat(p.eventRooms.choice(planner(p), p.bank.id(), null, event.schedule())).isEqualTo(new EventRooms.Choice(List.of(), false));
            refused(403, "access.forbidden", () -> p.eventRooms.choice(p.member, p.bank.id(), null, event.schedule()));
        }
    }
}
