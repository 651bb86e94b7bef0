package org.shuyuan.resources.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shuyuan.resources.internal.Refusals.refused;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.resources.Bookings.Booked;
import org.shuyuan.api.resources.Bookings.Missed;
import org.shuyuan.api.resources.Bookings.Offer;
import org.shuyuan.api.resources.Bookings.Period;
import org.shuyuan.api.resources.Bookings.Subject;
import org.shuyuan.api.resources.Bookings.Taken;
import org.shuyuan.api.resources.Bookings.Wish;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** What a thing of another module has booked becomes what it wants: all its dates at once. */
class ArrangeTest {

    private static final Subject SERIES = new Subject("calendar", "e-1", "/calendar/events/e-1");
    private static final Instant MONDAY = Portal.at("2026-01-12T09:00");

    /** A weekly hour, so many weeks. */
    private static List<Wish> weeks(Resource room, Instant first, int count) {
        return IntStream.range(0, count).mapToObj(i -> wish(room, first.plus(Duration.ofDays(7L * i)))).toList();
    }

    private static Wish wish(Resource room, Instant from) {
        return new Wish(room.id(), from.toString(), from, from.plus(Duration.ofHours(1)), "例会", false);
    }

    private static List<Missed> arrange(Portal p, Caller who, List<Wish> wanted, boolean whole) {
        return p.modules.arrange(who, p.credit.id(), SERIES, wanted, whole);
    }

    private static List<Instant> starts(Portal p) {
        return p.modules.of(SERIES).stream().map(Booked::from).toList();
    }

    @BothDatabases
    void aSeriesBooksAllItsDatesAndMovesThemAndGivesThemBack(Database database) {
        try (Portal p = new Portal(database)) {
            Resource hall = p.room("礼堂");
            assertThat(arrange(p, p.wang, weeks(hall, MONDAY, 3), true)).isEmpty();
            List<UUID> ids = p.modules.of(SERIES).stream().map(Booked::id).toList();
            assertThat(p.modules.of(SERIES)).extracting(b -> b.subject().part()).containsExactly("2026-01-12T01:00:00Z", "2026-01-19T01:00:00Z", "2026-01-26T01:00:00Z");

            Instant tuesday = MONDAY.plus(Duration.ofDays(1));
            arrange(p, p.wang, weeks(hall, tuesday, 3), true);
            assertThat(starts(p)).containsExactlyElementsOf(weeks(hall, tuesday, 3).stream().map(Wish::from).toList());
            assertThat(p.modules.of(SERIES)).as("moved, not made anew").extracting(Booked::id).containsExactlyElementsOf(ids);

            arrange(p, p.wang, weeks(hall, tuesday, 1), true);
            assertThat(starts(p)).containsExactly(tuesday);
            arrange(p, p.wang, List.of(), true);
            assertThat(p.db.count("resources_booking")).isZero();
        }
    }

    @BothDatabases
    void aTakenDateRefusesTheWholeAndSaysWhatStandsThere(Database database) {
        try (Portal p = new Portal(database)) {
            Resource hall = p.room("礼堂");
            p.book(p.li, hall, p.office, "2026-01-19T09:30", "2026-01-19T10:30", "面谈");
            assertThatThrownBy(() -> arrange(p, p.keeper, weeks(hall, MONDAY, 3), true)).isInstanceOfSatisfying(Problem.class, refused -> {
                assertThat(refused.status()).isEqualTo(409);
                assertThat(refused.code()).isEqualTo("resources.taken");
                assertThat(refused.values()).containsEntry("name", "礼堂").containsEntry("what", "2026-01-19 09:30–10:30 面谈");
            });
            assertThat(starts(p)).as("nothing is half booked").isEmpty();
            assertThatThrownBy(() -> arrange(p, p.wang, weeks(hall, MONDAY, 3), true)).as("of another department: when, not what for").isInstanceOfSatisfying(Problem.class,
                    refused -> assertThat(refused.values()).containsEntry("what", "2026-01-19 09:30–10:30"));
        }
    }

    @BothDatabases
    void whoTakesWhatThereIsIsToldWhatIsMissing(Database database) {
        try (Portal p = new Portal(database)) {
            Resource hall = p.room("礼堂");
            p.book(p.li, hall, p.office, "2026-01-19T09:30", "2026-01-19T10:30", "面谈");
            List<Wish> wanted = weeks(hall, MONDAY, 3);
            assertThat(arrange(p, p.wang, wanted, false)).singleElement().satisfies(missed -> {
                assertThat(missed.wish()).isEqualTo(wanted.get(1));
                assertThat(missed.by()).containsExactly(new Taken(Portal.at("2026-01-19T09:30"), Portal.at("2026-01-19T10:30"), null));
            });
            assertThat(starts(p)).containsExactly(wanted.get(0).from(), wanted.get(2).from());
            List<Wish> known = wanted.stream().map(w -> new Wish(w.resource(), w.part(), w.from(), w.to(), "另名", true)).toList();
            assertThat(arrange(p, p.wang, known, true)).as("what was missing before refuses nothing").isEmpty();
            assertThat(p.modules.of(SERIES)).extracting(Booked::title).containsExactly("另名", "另名");
        }
    }

    @BothDatabases
    void twoDatesOfOneSeriesDoNotShareARoomEither(Database database) {
        try (Portal p = new Portal(database)) {
            Resource hall = p.room("礼堂");
            refused(409, "resources.taken", () -> arrange(p, p.wang, List.of(wish(hall, MONDAY), wish(hall, MONDAY.plus(Duration.ofMinutes(30)))), true));
            assertThat(arrange(p, p.wang, List.of(wish(hall, MONDAY), wish(hall, MONDAY.plus(Duration.ofHours(1)))), true)).isEmpty();
        }
    }

    @BothDatabases
    void toBookAndToMoveNeedsThePermissionAndToGiveBackDoesNot(Database database) {
        try (Portal p = new Portal(database)) {
            Resource hall = p.room("礼堂");
            refused(403, "resources.may-not-book", () -> arrange(p, p.inspector, weeks(hall, MONDAY, 2), true));
            arrange(p, p.wang, weeks(hall, MONDAY, 2), true);
            refused(403, "resources.may-not-book", () -> arrange(p, p.inspector, weeks(hall, MONDAY.plus(Duration.ofDays(1)), 2), true));
            List<Wish> renamed = weeks(hall, MONDAY, 2).stream().map(w -> new Wish(w.resource(), w.part(), w.from(), w.to(), "学习", false)).toList();
            arrange(p, p.inspector, renamed, true);
            assertThat(p.modules.of(SERIES)).extracting(Booked::title).containsExactly("学习", "学习");
            arrange(p, p.inspector, renamed.subList(1, 2), true);
            assertThat(starts(p)).containsExactly(MONDAY.plus(Duration.ofDays(7)));
        }
    }

    @BothDatabases
    void whatCannotBeBookedOrIsTooFarAwayIsRefused(Database database) {
        try (Portal p = new Portal(database)) {
            Resource hall = p.room("礼堂");
            Resource own = p.add(p.office, "办公室小间", false);
            refused(403, "resources.not-shared", () -> arrange(p, p.keeperOf(p.credit), List.of(wish(own, MONDAY)), true));
            refused(404, "resources.no-such-resource", () -> arrange(p, p.wang, List.of(new Wish(UUID.randomUUID(), "", MONDAY, MONDAY.plusSeconds(60), "学", false)), true));
            refused(422, "rest.invalid", () -> arrange(p, p.wang, List.of(wish(hall, MONDAY.plus(Duration.ofDays(800)))), true));
            assertThat(arrange(p, p.wang, List.of(wish(hall, MONDAY.plus(Duration.ofDays(800)))), false)).hasSize(1);
            assertThat(arrange(p, p.wang, List.of(wish(hall, Portal.at("2025-12-01T09:00"))), true)).as("what is over wants nothing").isEmpty();
            assertThat(p.db.count("resources_booking")).isZero();
        }
    }

    @BothDatabases
    void offersNameWhatIsFreeAtAllTimesAndNoThingIsInItsOwnWay(Database database) {
        try (Portal p = new Portal(database)) {
            Resource hall = p.room("A礼堂");
            p.room("B会议室");
            arrange(p, p.wang, weeks(hall, MONDAY, 2), true);
            List<Period> times = List.of(new Period(MONDAY, MONDAY.plusSeconds(3600)), new Period(MONDAY.plus(Duration.ofDays(7)), MONDAY.plus(Duration.ofDays(7)).plusSeconds(3600)));
            assertThat(p.modules.offers(p.li, p.office.id(), times, null)).extracting(o -> o.resource().name() + o.taken().size()).containsExactly("A礼堂2", "B会议室0");
            assertThat(p.modules.offers(p.wang, p.credit.id(), times, SERIES)).extracting(Offer::taken).containsExactly(List.of(), List.of());
            assertThat(p.modules.offers(p.inspector, p.bank.id(), times, null)).as("who may not book").isEmpty();
        }
    }
}
