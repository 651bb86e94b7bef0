package org.shuyuan.resources.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shuyuan.resources.internal.Refusals.invalid;
import static org.shuyuan.resources.internal.Refusals.refused;

import java.util.List;
import java.util.Map;
import javax.persistence.OptimisticLockException;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class BookingTest {

    @BothDatabases
    void itIsWrittenWithItsTrailAndOpenPagesHearOfIt(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            Booking booking = portal.book(portal.wang, room, portal.credit, "2026-01-06T09:00", "2026-01-06T10:30", " 支部学习 ");
            assertThat(booking.title()).isEqualTo("支部学习");
            assertThat(booking.trace()).isEqualTo(new Booking.Trace(portal.wang.account(), portal.wang.person(), "王伟", booking.trace().at()));
            assertThat(portal.bookings.find(portal.li, booking.id()).booking()).isEqualTo(booking);
            assertThat(portal.audit.actions()).endsWith("resources.book");
            assertThat(portal.heard.heard()).last().asString().contains("\"type\":\"booking\"", booking.id().toString()).doesNotContain("支部学习");
        }
    }

    @BothDatabases
    void aClashSaysWhatAndWhenAndWhatForOnlyToWhoMayReadIt(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            portal.book(portal.wang, room, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", "支部学习");

            assertThatThrownBy(() -> portal.book(portal.keeper, room, portal.bank, "2026-01-06T09:59", "2026-01-06T11:00", "党课")).isInstanceOfSatisfying(Problem.class, p -> {
                assertThat(p.status()).isEqualTo(409);
                assertThat(p.code()).isEqualTo("resources.taken");
                assertThat(p.values()).containsEntry("name", "礼堂").containsEntry("what", "2026-01-06 09:00–10:00 支部学习");
                assertThat((List<?>) p.extra().get("taken")).isEqualTo(List.of(Map.of("start", "2026-01-06T09:00:00+08:00", "end", "2026-01-06T10:00:00+08:00", "title", "支部学习")));
            });
            assertThatThrownBy(() -> portal.book(portal.li, room, portal.office, "2026-01-06T08:00", "2026-01-06T12:00", "党课")).isInstanceOfSatisfying(Problem.class, p -> {
                assertThat(p.values()).containsEntry("what", "2026-01-06 09:00–10:00");
                assertThat(p.extra().toString()).doesNotContain("支部学习");
            });
            assertThat(portal.db.count("resources_booking")).isEqualTo(1);
        }
    }

    @BothDatabases
    void oneMayBeginWhenTheOtherEnds(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            portal.book(portal.wang, room, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", "一");
            portal.book(portal.li, room, portal.office, "2026-01-06T10:00", "2026-01-06T11:00", "二");
            portal.book(portal.li, room, portal.office, "2026-01-06T08:59", "2026-01-06T09:00", "三");
            portal.book(portal.li, portal.room("小会议室"), portal.office, "2026-01-06T09:00", "2026-01-06T10:00", "四");
            assertThat(portal.db.count("resources_booking")).isEqualTo(4);
        }
    }

    @BothDatabases
    void aLongOneIsFoundByWhoLooksIntoItsMiddle(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            portal.book(portal.keeper, room, portal.bank, "2026-01-06T00:00", "2026-02-05T00:00", "装修");
            refused(409, "resources.taken", () -> portal.book(portal.wang, room, portal.credit, "2026-02-04T23:00", "2026-02-05T01:00", "学习"));
            assertThat(portal.titles(portal.wang, portal.credit, null, "2026-02-01T00:00", "2026-02-08T00:00")).containsExactly("装修");
        }
    }

    @BothDatabases
    void timesAreBounded(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            invalid("end", "resources.end-before-start", () -> portal.book(portal.wang, room, portal.credit, "2026-01-06T09:00", "2026-01-06T09:00", "一"));
            invalid("end", "resources.too-long-booking", () -> portal.book(portal.wang, room, portal.credit, "2026-01-06T09:00", "2026-02-05T09:01", "一"));
            invalid("start", "resources.in-past", () -> portal.book(portal.wang, room, portal.credit, "2026-01-05T08:29", "2026-01-06T09:01", "一"));
            invalid("start", "resources.too-far", () -> portal.book(portal.keeper, room, portal.bank, "2029-01-05T08:29", "2029-01-05T09:01", "一"));
            invalid("title", "resources.title-missing", () -> portal.book(portal.wang, room, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", " "));
            invalid("title", "resources.too-long", () -> portal.book(portal.wang, room, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", "长".repeat(201)));
            invalid("start", "resources.whole-minutes", () -> portal.bookings.book(portal.wang, new BookingService.Wish(room.id(), portal.credit.id(),
                    Portal.at("2026-01-06T09:00").plusSeconds(1), Portal.at("2026-01-06T10:00"), "一"), null));
            // the minute that is running, and for who looks after the room the day before
            portal.book(portal.wang, room, portal.credit, "2026-01-05T08:30", "2026-01-05T09:00", "现在");
            portal.book(portal.keeper, room, portal.bank, "2026-01-04T08:00", "2026-01-04T09:00", "补登");
        }
    }

    @BothDatabases
    void whatIsNotForTheUnitIsNotBooked(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource shared = portal.room("礼堂");
            Resource own = portal.add(portal.bank, "行长会议室", false);
            Resource others = portal.add(portal.office, "办公室会议室", true);
            refused(404, "resources.no-such-resource", () -> portal.book(portal.wang, own, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", "一"));
            refused(404, "resources.no-such-resource", () -> portal.book(portal.wang, others, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", "一"));
            refused(403, "access.forbidden", () -> portal.book(portal.wang, shared, portal.bank, "2026-01-06T09:00", "2026-01-06T10:00", "一"));
            refused(403, "access.forbidden", () -> portal.book(portal.inspector, shared, portal.bank, "2026-01-06T09:00", "2026-01-06T10:00", "一"));
            refused(403, "access.forbidden", () -> portal.book(portal.stranger, shared, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", "一"));
            // who reads everything sees the room, but may book for one department only
            portal.access.grant(portal.inspector, Permissions.BOOK, portal.credit.id());
            refused(403, "resources.not-shared", () -> portal.book(portal.inspector, others, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", "一"));
            // who may book above may book below
            portal.book(portal.keeper, others, portal.bank, "2026-01-06T09:00", "2026-01-06T10:00", "一");
            assertThat(portal.db.count("resources_booking")).isEqualTo(1);
        }
    }

    @BothDatabases
    void oneCancelsOnesOwnAndWhoLooksAfterTheRoomAnybodysAndSaysSo(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            Booking first = portal.book(portal.wang, room, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", "一");
            Booking second = portal.book(portal.wang, room, portal.credit, "2026-01-07T09:00", "2026-01-07T10:00", "二");
            refused(403, "access.forbidden", () -> portal.bookings.cancel(portal.li, first.id(), first.version()));
            refused(404, "resources.no-such-booking", () -> portal.bookings.cancel(portal.stranger, first.id(), first.version()));

            portal.bookings.cancel(portal.wang, first.id(), first.version());
            assertThat(portal.heard.sent()).as("one knows what one does").isEmpty();
            portal.bookings.cancel(portal.keeper, second.id(), second.version());

            assertThat(portal.heard.sent()).singleElement().satisfies(sent -> {
                assertThat(sent.accounts()).containsExactly(portal.wang.account());
                assertThat(sent.notice().key()).isEqualTo("notice.cancelled");
                assertThat(sent.notice().values()).containsEntry("name", "礼堂").containsEntry("when", "2026-01-07 09:00–10:00");
            });
            assertThat(portal.db.count("resources_booking")).isZero();
            assertThat(portal.audit.actions()).endsWith("resources.cancel-booking", "resources.cancel-booking");
            portal.book(portal.li, room, portal.office, "2026-01-06T09:00", "2026-01-06T10:00", "腾出来了");
        }
    }

    @BothDatabases
    void whatIsOverStaysUnlessWhoLooksAfterTheRoomCorrectsIt(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            Booking past = new Booking(room.id(), 0, room.id(), portal.credit.id(), "过去", Portal.at("2026-01-04T09:00"), Portal.at("2026-01-04T10:00"),
                    new Booking.Trace(portal.wang.account(), portal.wang.person(), "王伟", Portal.NOW), null, null);
            portal.store.add(past);
            int version = portal.store.find(past.id()).orElseThrow().version();
            refused(409, "resources.over", () -> portal.bookings.cancel(portal.wang, past.id(), version));
            assertThat(portal.bookings.mayChange(portal.wang, portal.bookings.find(portal.wang, past.id()))).isFalse();
            portal.bookings.cancel(portal.keeper, past.id(), version);
        }
    }

    @BothDatabases
    void itIsMovedToWhereThereIsRoomAndStandsInItsOwnWayNever(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            Resource other = portal.room("小会议室");
            Booking mine = portal.book(portal.wang, room, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", "一");
            portal.book(portal.li, room, portal.office, "2026-01-06T11:00", "2026-01-06T12:00", "二");

            Booking later = portal.bookings.change(portal.wang, mine.id(), mine.version(), portal.wish(room, portal.credit, "2026-01-06T09:30", "2026-01-06T10:30", "一")).booking();
            refused(409, "resources.taken", () -> portal.bookings.change(portal.wang, mine.id(), later.version(), portal.wish(room, portal.credit, "2026-01-06T10:30", "2026-01-06T11:30", "一")));
            Booking elsewhere = portal.bookings.change(portal.wang, mine.id(), later.version(), portal.wish(other, portal.credit, "2026-01-06T10:30", "2026-01-06T11:30", "改")).booking();

            assertThat(elsewhere.resource()).isEqualTo(other.id());
            assertThat(portal.titles(portal.wang, portal.credit, room.id(), "2026-01-06T00:00", "2026-01-07T00:00")).containsExactly("二");
            assertThat(portal.titles(portal.wang, portal.credit, other.id(), "2026-01-06T00:00", "2026-01-07T00:00")).containsExactly("改");
            assertThatThrownBy(() -> portal.bookings.change(portal.wang, mine.id(), later.version(), portal.wish(other, portal.credit, "2026-01-06T12:30", "2026-01-06T13:30", "迟")))
                    .isInstanceOf(OptimisticLockException.class);
            refused(403, "access.forbidden", () -> portal.bookings.change(portal.li, mine.id(), elsewhere.version(),
                    portal.wish(other, portal.credit, "2026-01-06T12:30", "2026-01-06T13:30", "别人的")));
        }
    }

    @BothDatabases
    void whatIsFreeIsToldWithWhatTheRestIsTakenBy(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource hall = portal.room("A礼堂");
            Resource small = portal.room("B会议室");
            Booking mine = portal.book(portal.wang, hall, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", "一");
            List<BookingService.Availability> seen = portal.bookings.availability(portal.li, portal.office.id(), Portal.at("2026-01-06T09:30"), Portal.at("2026-01-06T11:00"), null);
            assertThat(seen).containsExactly(new BookingService.Availability(hall, List.of(mine)), new BookingService.Availability(small, List.of()));
            assertThat(portal.bookings.availability(portal.wang, portal.credit.id(), Portal.at("2026-01-06T09:30"), Portal.at("2026-01-06T11:00"), mine.id()))
                    .as("the one that is moved").allMatch(a -> a.taken().isEmpty());
            refused(403, "access.forbidden", () -> portal.bookings.availability(portal.stranger, portal.bank.id(), Portal.at("2026-01-06T09:30"), Portal.at("2026-01-06T11:00"), null));
            invalid("to", "resources.period-too-long", () -> portal.bookings.availability(portal.li, portal.office.id(), Portal.at("2026-01-06T09:30"), Portal.at("2026-03-06T11:00"), null));
        }
    }

    @BothDatabases
    void onesOwnAreFoundByTitleAndNameAndWithThoseThatAreOver(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            portal.book(portal.keeper, room, portal.bank, "2026-01-04T09:00", "2026-01-04T10:00", "过去");
            portal.book(portal.keeper, room, portal.bank, "2026-01-08T09:00", "2026-01-08T10:00", "以后");
            portal.book(portal.keeper, room, portal.bank, "2026-01-06T09:00", "2026-01-06T10:00", "100% 学习");
            portal.book(portal.wang, room, portal.credit, "2026-01-09T09:00", "2026-01-09T10:00", "别人的");
            assertThat(portal.bookings.mine(portal.keeper, false, null, false, 0, 10).items()).extracting(s -> s.booking().title()).containsExactly("100% 学习", "以后");
            assertThat(portal.bookings.mine(portal.keeper, true, null, true, 0, 1).items()).extracting(s -> s.booking().title()).containsExactly("以后");
            assertThat(portal.bookings.mine(portal.keeper, true, null, true, 0, 1).total()).isEqualTo(3);
            assertThat(portal.bookings.mine(portal.keeper, true, "%0!%%", false, 0, 10).items()).hasSize(1);
            assertThat(portal.bookings.mine(portal.keeper, true, "%礼堂%", false, 0, 10).items()).hasSize(3);
        }
    }
}
