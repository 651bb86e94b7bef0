package org.shuyuan.resources.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Set;
import java.util.UUID;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.records.Anonymiser.Holding;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.api.records.HeldDataSource.Held;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class AnonymousBookingsTest {

    @BothDatabases
    void aBookingStaysWithoutTheNameOfWhoMadeIt(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            Booking booking = portal.book(portal.wang, room, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", "一");
            Booking others = portal.book(portal.li, room, portal.office, "2026-01-07T09:00", "2026-01-07T10:00", "二");
            AnonymousBookings anonymiser = new AnonymousBookings(portal.store);
            Leaver who = new Leaver(portal.wang.account(), Anonymous.stored(7), 7, Set.of(portal.wang.account()), Set.of("王伟"));
            assertThat(anonymiser.holdings(portal.keeper, who)).extracting(Holding::key, Holding::count).containsExactly(tuple("anonymise.booked", 1L));

            portal.db.transactions().run(() -> anonymiser.anonymise(portal.keeper, who));

            Booking now = portal.store.find(booking.id()).orElseThrow();
            assertThat(now.trace().name()).isEqualTo("已匿名人员 7");
            assertThat(now.version()).as("whoever edits it meanwhile is not disturbed").isEqualTo(booking.version());
            assertThat(portal.store.find(others.id())).contains(others);
            assertThat(anonymiser.holdings(portal.keeper, new Leaver(UUID.randomUUID(), "x", 8, Set.of(), Set.of()))).isEmpty();
        }
    }

    @BothDatabases
    void whoAsksIsToldOfOnesOwnBookingsOnly(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource room = portal.room("礼堂");
            portal.book(portal.wang, room, portal.credit, "2026-01-06T09:00", "2026-01-06T10:00", "一");
            portal.book(portal.li, room, portal.office, "2026-01-07T09:00", "2026-01-07T10:00", "二");
            OwnBookings own = new OwnBookings(portal.bookings);
            assertThat(own.held(portal.wang)).singleElement().extracting(Held::rows).asString().contains("礼堂", "一").doesNotContain("二");
            assertThat(own.held(portal.inspector)).isEmpty();
        }
    }
}
