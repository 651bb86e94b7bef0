package org.shuyuan.resources.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.resources.Bookings.Subject;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** However many book at once, nothing is booked twice, and what was acknowledged is there. More threads than the pool has connections. */
class BookingRaceTest {

    private static final int THREADS = 16;
    private static final int EACH = 25;

    private static <T> List<T> together(List<Callable<T>> all) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(all)) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    private static List<Booking> all(Portal portal) {
        return portal.store.overlapping(portal.register.at(portal.keeper, portal.bank.id()).stream().map(Resource::id).toList(), Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-03-01T00:00:00Z"), 10_000);
    }

    private static void assertNoTwoOverlap(List<Booking> all) {
        Map<UUID, Booking> last = new HashMap<>();
        for (Booking b : all) {
            Booking before = last.put(b.resource(), b);
            assertThat(before == null || !before.to().isAfter(b.from())).as(before + " and " + b).isTrue();
        }
    }

    /** Books, once and on five dates, moves and cancels, one and all that follow, at random among few rooms and hours. @return what was acknowledged last of each booking */
    private static Map<UUID, Booking> busyDay(Portal portal, List<Resource> rooms, Caller who, UUID unit, long seed, Set<String> refusals) {
        Random random = new Random(seed);
        Map<UUID, Booking> own = new HashMap<>();
        for (int i = 0; i < EACH; i++) {
            Instant from = Portal.at("2026-01-06T08:00").plus(Duration.ofMinutes(random.nextInt(600)));
            BookingService.Wish wish = new BookingService.Wish(rooms.get(random.nextInt(rooms.size())).id(), unit, from, from.plus(Duration.ofMinutes(5 + random.nextInt(90))), "第 " + i + " 次");
            Optional<Booking> mine = own.values().stream().findAny();
            Optional<Booking> repeated = own.values().stream().filter(b -> b.series() != null).findAny();
            try {
                if (mine.isPresent() && i % 5 == 3) {
                    Booking moved = portal.bookings.change(who, mine.get().id(), mine.get().version(), wish).booking();
                    own.put(moved.id(), moved);
                } else if (mine.isPresent() && i % 11 == 7) {
                    portal.bookings.cancel(who, mine.get().id(), mine.get().version());
                    own.remove(mine.get().id());
                } else if (repeated.isPresent() && i % 11 == 9) {
                    Booking one = repeated.get();
                    portal.repeated.cancelFollowing(who, one.id(), one.version());
                    own.values().removeIf(b -> one.series().equals(b.series()) && !b.from().isBefore(one.from()));
                } else if (i % 4 == 2) {
                    Booking made = portal.repeated.book(who, wish, new Repeats.Repeat("weekly", LocalDate.parse("2026-02-03"), Portal.SHANGHAI)).booking();
                    portal.store.series(made.series(), made.from()).forEach(b -> own.put(b.id(), b));
                } else {
                    Booking made = portal.bookings.book(who, wish, null).booking();
                    own.put(made.id(), made);
                }
            } catch (Problem refused) {
                refusals.add(refused.status() + " " + refused.code());
            }
        }
        return own;
    }

    @BothDatabases
    void noTwoOverlapAndEveryOneThatWasAcknowledgedIsThere(Database database) throws Exception {
        try (Portal portal = new Portal(database)) {
            List<Resource> rooms = List.of(portal.room("礼堂"), portal.room("会议室"), portal.room("投影仪"));
            Set<String> refusals = ConcurrentHashMap.newKeySet();
            List<Callable<Map<UUID, Booking>>> people = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                long seed = i;
                Caller who = i % 2 == 0 ? portal.wang : portal.li;
                UUID unit = i % 2 == 0 ? portal.credit.id() : portal.office.id();
                people.add(() -> busyDay(portal, rooms, who, unit, seed, refusals));
            }

            Map<UUID, Booking> acknowledged = new HashMap<>();
            together(people).forEach(acknowledged::putAll);

            List<Booking> stored = all(portal);
            assertNoTwoOverlap(stored);
            assertThat(stored.stream().collect(Collectors.toMap(Booking::id, b -> b))).isEqualTo(acknowledged);
            assertThat(stored).as("enough came through to have met").hasSizeGreaterThan(15);
            assertThat(refusals).as("a clash and nothing else").isEqualTo(Set.of("409 resources.taken"));
        }
    }

    @BothDatabases
    void ofTwoAtTheSameMomentExactlyOneWinsAndTheOtherIsToldThatItIsTaken(Database database) throws Exception {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            for (int day = 6; day < 26; day++) {
                String from = "2026-01-%02dT09:00".formatted(day);
                String to = "2026-01-%02dT10:00".formatted(day);
                CyclicBarrier both = new CyclicBarrier(2);
                List<String> answers = together(List.of(() -> answer(both, () -> portal.book(portal.wang, room, portal.credit, from, to, "甲")),
                        () -> answer(both, () -> portal.book(portal.li, room, portal.office, from, to, "乙"))));
                assertThat(answers).containsExactlyInAnyOrder("booked", "409 resources.taken");
            }
            assertThat(portal.db.count("resources_booking")).isEqualTo(20);
        }
    }

    /** Series whose dates cross at one place only, asked for at the same moment: one has all its dates, the other none. */
    @BothDatabases
    void ofTwoThatRepeatAndMeetOnOneDateExactlyOneHasAllItsDates(Database database) throws Exception {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            for (int hour = 8; hour < 18; hour++) {
                String from = "T%02d:00".formatted(hour);
                String to = "T%02d:45".formatted(hour);
                CyclicBarrier both = new CyclicBarrier(2);
                // every Tuesday until the 20th, and every second Tuesday from the 20th on: they meet on the 20th
                List<String> answers = together(List.of(
                        () -> answer(both, () -> portal.repeated.book(portal.wang, portal.wish(room, portal.credit, "2026-01-06" + from, "2026-01-06" + to, "甲"),
                                new Repeats.Repeat("weekly", LocalDate.parse("2026-01-20"), Portal.SHANGHAI))),
                        () -> answer(both, () -> portal.repeated.book(portal.li, portal.wish(room, portal.office, "2026-01-20" + from, "2026-01-20" + to, "乙"),
                                new Repeats.Repeat("fortnightly", LocalDate.parse("2026-02-17"), Portal.SHANGHAI)))));
                assertThat(answers).containsExactlyInAnyOrder("booked", "409 resources.taken");
            }
            assertNoTwoOverlap(all(portal));
            assertThat(portal.db.count("resources_booking")).as("three dates of each that came through").isEqualTo(30);
        }
    }

    @BothDatabases
    void twoThatExchangeTheirRoomsDoNotWaitForEachOther(Database database) throws Exception {
        try (Portal portal = new Portal(database)) {
            Resource hall = portal.room("礼堂");
            Resource small = portal.room("会议室");
            for (int day = 6; day < 16; day++) {
                String morning = "2026-01-%02dT09:00".formatted(day);
                String ten = "2026-01-%02dT10:00".formatted(day);
                String noon = "2026-01-%02dT12:00".formatted(day);
                String one = "2026-01-%02dT13:00".formatted(day);
                Booking a = portal.book(portal.wang, hall, portal.credit, morning, ten, "甲");
                Booking b = portal.book(portal.li, small, portal.office, noon, one, "乙");
                CyclicBarrier both = new CyclicBarrier(2);
                assertThat(together(List.of(
                        () -> answer(both, () -> portal.bookings.change(portal.wang, a.id(), a.version(), portal.wish(small, portal.credit, morning, ten, "甲")).booking()),
                        () -> answer(both, () -> portal.bookings.change(portal.li, b.id(), b.version(), portal.wish(hall, portal.office, noon, one, "乙")).booking()))))
                        .containsExactly("booked", "booked");
            }
        }
    }

    /** Modules that do not keep to the order: the database ends one of them, and whoever asked is told to ask again. */
    @BothDatabases
    void ofTwoThatWaitForEachOtherOneIsToldToTryAgainAndLeavesNothing(Database database) throws Exception {
        try (Portal portal = new Portal(database)) {
            Resource hall = portal.room("礼堂");
            Resource small = portal.room("会议室");
            CyclicBarrier both = new CyclicBarrier(2);
            CyclicBarrier half = new CyclicBarrier(2);

            List<String> answers = together(List.of(() -> answer(both, () -> bookBoth(portal, portal.wang, portal.credit.id(), hall, small, half, "06")),
                    () -> answer(both, () -> bookBoth(portal, portal.li, portal.office.id(), small, hall, half, "07"))));

            assertThat(answers).contains("503 resources.busy").isSubsetOf("booked", "503 resources.busy");
            assertThat(portal.db.count("resources_booking")).isEqualTo(2L * answers.stream().filter("booked"::equals).count());
        }
    }

    private static boolean bookBoth(Portal portal, Caller who, UUID unit, Resource first, Resource second, CyclicBarrier half, String day) throws Exception {
        Instant from = Portal.at("2026-01-" + day + "T09:00");
        Subject event = new Subject("calendar", "e-" + day, "/calendar/events/e-" + day);
        return portal.db.transactions().call(() -> {
            portal.modules.book(who, first.id(), unit, from, from.plus(Duration.ofHours(1)), "学习", event);
            half.await();
            portal.modules.book(who, second.id(), unit, from, from.plus(Duration.ofHours(1)), "学习", event);
            return true;
        });
    }

    /** Whoever retires a room and whoever books it meet at the same lock: there is no booking that came after. */
    @BothDatabases
    void aRoomThatIsTakenOutOfUseTakesNoBookingAnyMore(Database database) throws Exception {
        try (Portal portal = new Portal(database)) {
            for (int i = 0; i < 10; i++) {
                Resource r = portal.room("礼堂");
                Resource retired = new Resource(r.id(), r.version(), r.unit(), r.name(), r.kind(), r.place(), r.seats(), r.note(), true, true, true);
                CyclicBarrier both = new CyclicBarrier(2);
                List<String> answers = together(List.of(() -> answer(both, () -> portal.book(portal.wang, r, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", "甲")),
                        () -> answer(both, () -> portal.register.change(portal.keeper, retired))));
                assertThat(answers.get(0)).isIn("booked", "409 resources.not-bookable");
                assertThat(answers.get(1)).isEqualTo("booked");
            }
        }
    }

    private static String answer(CyclicBarrier both, Callable<?> work) throws Exception {
        both.await();
        try {
            work.call();
            return "booked";
        } catch (Problem refused) {
            return refused.status() + " " + refused.code();
        }
    }
}
