package org.shuyuan.resources.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shuyuan.resources.internal.Refusals.invalid;
import static org.shuyuan.resources.internal.Refusals.refused;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.resources.internal.BookingService.Shown;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** A booking on several dates: all or none, and from then on each by itself or with those that follow. */
class RepeatedBookingsTest {

    private static Repeats.Repeat every(String how, @Nullable String until) {
        return new Repeats.Repeat(how, until == null ? null : LocalDate.parse(until), Portal.SHANGHAI);
    }

    /** On a Tuesday at nine, every week until the 27th: four dates. */
    private static Booking weekly(Portal p, Caller who, Resource room, String title) {
        return p.repeated.book(who, p.wish(room, p.credit, "2026-01-06T09:00", "2026-01-06T10:00", title), every("weekly", "2026-01-27")).booking();
    }

    private static List<String> days(Portal p, Resource room) {
        return p.store.overlapping(List.of(room.id()), Portal.at("2026-01-01T00:00"), Portal.at("2027-12-31T00:00"), 1_000).stream()
                .map(b -> LocalDateTime.ofInstant(b.from(), Portal.SHANGHAI).toString()).toList();
    }

    private static Booking on(Portal p, Booking first, int index) {
        return p.store.series(first.series(), first.from()).get(index);
    }

    @BothDatabases
    void allDatesAreBookedAtOnceAndEachIsABookingByItself(Database database) {
        try (Portal p = new Portal(database)) {
            Resource hall = p.room("礼堂");
            Booking first = weekly(p, p.wang, hall, "微课堂");
            assertThat(days(p, hall)).containsExactly("2026-01-06T09:00", "2026-01-13T09:00", "2026-01-20T09:00", "2026-01-27T09:00");
            assertThat(p.repeated.following(first)).isEqualTo(3);
            assertThat(p.repeated.following(on(p, first, 3))).isZero();
            assertThat(p.audit.actions().stream().filter("resources.book"::equals)).hasSize(4);

            Booking second = on(p, first, 1);
            p.bookings.change(p.wang, second.id(), second.version(), p.wish(hall, p.credit, "2026-01-14T15:00", "2026-01-14T16:00", "改期"));
            assertThat(days(p, hall)).containsExactly("2026-01-06T09:00", "2026-01-14T15:00", "2026-01-20T09:00", "2026-01-27T09:00");
            p.bookings.cancel(p.wang, on(p, first, 2).id(), on(p, first, 2).version());
            assertThat(days(p, hall)).containsExactly("2026-01-06T09:00", "2026-01-14T15:00", "2026-01-27T09:00");
            assertThat(p.repeated.book(p.wang, p.wish(hall, p.credit, "2026-01-20T09:00", "2026-01-20T10:00", "一次"), null).booking().series()).as("what does not repeat").isNull();
        }
    }

    @BothDatabases
    void everyTwoWeeksAndMonthlyOnTheWeekday(Database database) {
        try (Portal p = new Portal(database)) {
            Resource hall = p.room("礼堂");
            Resource small = p.room("小会议室");
            Resource third = p.room("党员活动室");
            p.repeated.book(p.wang, p.wish(hall, p.credit, "2026-01-06T09:00", "2026-01-06T10:00", "双周"), every("fortnightly", "2026-02-10"));
            assertThat(days(p, hall)).containsExactly("2026-01-06T09:00", "2026-01-20T09:00", "2026-02-03T09:00");
            p.repeated.book(p.wang, p.wish(small, p.credit, "2026-01-13T09:00", "2026-01-13T10:00", "第二个星期二"), every("monthly", "2026-03-31"));
            assertThat(days(p, small)).containsExactly("2026-01-13T09:00", "2026-02-10T09:00", "2026-03-10T09:00");
            p.repeated.book(p.wang, p.wish(third, p.credit, "2026-01-29T09:00", "2026-01-29T10:00", "最后一个星期四"), every("monthly", "2026-03-31"));
            assertThat(days(p, third)).as("a fifth Thursday stands for the last").containsExactly("2026-01-29T09:00", "2026-02-26T09:00", "2026-03-26T09:00");
        }
    }

    @BothDatabases
    void takenDatesRefuseTheWholeAndAreNamedWithWhatStandsThere(Database database) {
        try (Portal p = new Portal(database)) {
            Resource hall = p.room("礼堂");
            p.book(p.li, hall, p.office, "2026-01-13T09:30", "2026-01-13T10:30", "面谈");
            p.book(p.li, hall, p.office, "2026-01-20T10:00", "2026-01-20T11:00", "接着用");
            p.book(p.li, hall, p.office, "2026-01-27T08:00", "2026-01-27T12:00", "例会");
            p.access.grant(p.wang, Permissions.READ, p.office.id());
            assertThatThrownBy(() -> weekly(p, p.wang, hall, "微课堂")).isInstanceOfSatisfying(Problem.class, r -> {
                assertThat(r.status()).isEqualTo(409);
                assertThat(r.code()).isEqualTo("resources.taken");
                assertThat(r.values()).containsEntry("name", "礼堂").containsEntry("what", "2026-01-13 09:30–10:30 面谈; 2026-01-27 08:00–12:00 例会");
                assertThat((List<?>) r.extra().get("taken")).extracting(t -> String.valueOf(((Map<?, ?>) t).get("title"))).containsExactly("面谈", "例会");
            });
            assertThat(p.db.count("resources_booking")).as("nothing is half booked").isEqualTo(3);
            assertThat(p.repeated.availability(p.wang, p.credit.id(), Portal.at("2026-01-06T09:00"), Portal.at("2026-01-06T10:00"), every("weekly", "2026-01-27"), null))
                    .as("the form says so before").singleElement().satisfies(a -> assertThat(a.taken()).extracting(Booking::title).containsExactly("面谈", "例会"));
        }
    }

    @BothDatabases
    void fromADateOnAllThatFollowIsCancelledAndWhatWasBeforeStays(Database database) {
        try (Portal p = new Portal(database)) {
            Resource hall = p.room("礼堂");
            Booking first = weekly(p, p.wang, hall, "微课堂");
            Booking other = p.book(p.wang, hall, p.credit, "2026-01-28T09:00", "2026-01-28T10:00", "另一次");
            Booking third = on(p, first, 2);
            p.repeated.cancelFollowing(p.wang, third.id(), third.version());
            assertThat(days(p, hall)).containsExactly("2026-01-06T09:00", "2026-01-13T09:00", "2026-01-28T09:00");
            assertThat(p.heard.sent()).as("one knows what one does").isEmpty();
            p.repeated.cancelFollowing(p.wang, other.id(), other.version());
            assertThat(days(p, hall)).as("what does not repeat is cancelled by itself").containsExactly("2026-01-06T09:00", "2026-01-13T09:00");
            assertThatThrownBy(() -> p.repeated.cancelFollowing(p.wang, first.id(), first.version() + 1)).isInstanceOf(OptimisticLockException.class);
        }
    }

    @BothDatabases
    void onlyWhoMadeItOrLooksAfterTheRoomsCancelsWhatFollowsAndWhoeverBookedIsToldOnce(Database database) {
        try (Portal p = new Portal(database)) {
            Resource hall = p.room("礼堂");
            Booking first = weekly(p, p.wang, hall, "微课堂");
            Booking second = on(p, first, 1);
            refused(403, "access.forbidden", () -> p.repeated.cancelFollowing(p.li, second.id(), second.version()));
            refused(404, "resources.no-such-booking", () -> p.repeated.cancelFollowing(p.stranger, second.id(), second.version()));
            assertThat(days(p, hall)).hasSize(4);
            p.repeated.cancelFollowing(p.keeper, second.id(), second.version());
            assertThat(days(p, hall)).containsExactly("2026-01-06T09:00");
            assertThat(p.heard.sent()).singleElement().satisfies(sent -> {
                assertThat(sent.accounts()).containsExactly(p.wang.account());
                assertThat(sent.notice().key()).isEqualTo("notice.cancelled-following");
                assertThat(sent.notice().values()).isEqualTo(Map.of("name", "礼堂", "title", "微课堂", "when", "2026-01-13 09:00–10:00", "count", "2"));
            });
            assertThat(p.audit.actions().stream().filter("resources.cancel-booking"::equals)).hasSize(3);
        }
    }

    /** A keeper of one room does not reach into another's. */
    @BothDatabases
    void whoMayNotCancelOneOfTheDatesCancelsNone(Database database) {
        try (Portal p = new Portal(database)) {
            Resource hall = p.add(p.credit, "信贷部会议室", false);
            Resource elsewhere = p.room("礼堂");
            Booking first = weekly(p, p.wang, hall, "微课堂");
            Booking third = on(p, first, 2);
            p.bookings.change(p.wang, third.id(), third.version(), p.wish(elsewhere, p.credit, "2026-01-20T09:00", "2026-01-20T10:00", "微课堂"));
            Caller clerk = p.keeperOf(p.office);
            p.access.grant(clerk, Permissions.MANAGE, p.credit.id());
            refused(403, "access.forbidden", () -> p.repeated.cancelFollowing(clerk, first.id(), first.version()));
            assertThat(p.db.count("resources_booking")).isEqualTo(4);
        }
    }

    @BothDatabases
    void whatNobodyCanMeanIsRefusedAtItsField(Database database) {
        try (Portal p = new Portal(database)) {
            Resource hall = p.room("礼堂");
            BookingService.Wish hour = p.wish(hall, p.credit, "2026-01-06T09:00", "2026-01-06T10:00", "学习");
            invalid("every", "resources.bad-repetition", () -> p.repeated.book(p.wang, hour, every("daily", "2026-01-27")));
            invalid("until", "resources.until-missing", () -> p.repeated.book(p.wang, hour, every("weekly", null)));
            invalid("until", "resources.until-before-start", () -> p.repeated.book(p.wang, hour, every("weekly", "2026-01-05")));
            invalid("until", "resources.too-far", () -> p.repeated.book(p.wang, hour, every("weekly", "2028-06-06")));
            invalid("until", "resources.too-many-dates", () -> p.repeated.book(p.wang, hour, every("weekly", "2040-01-01")));
            BookingService.Wish days = p.wish(hall, p.credit, "2026-01-06T09:00", "2026-01-14T10:00", "培训班");
            invalid("end", "resources.dates-overlap", () -> p.repeated.book(p.wang, days, every("weekly", "2026-01-27")));
            refused(403, "access.forbidden", () -> p.repeated.book(p.inspector, hour, every("weekly", "2026-01-27")));
            assertThat(p.db.count("resources_booking")).isZero();
            Shown only = p.repeated.book(p.wang, hour, every("weekly", "2026-01-12"));
            assertThat(only.booking().series()).as("one date is no series").isNull();
        }
    }
}
