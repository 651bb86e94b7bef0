package org.shuyuan.resources.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shuyuan.resources.internal.Refusals.refused;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shuyuan.api.resources.Bookings.Bookable;
import org.shuyuan.api.resources.Bookings.Booked;
import org.shuyuan.api.resources.Bookings.Subject;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** What another module does with rooms: an event owns its room. */
class ModuleBookingsTest {

    private static final Subject EVENT = new Subject("calendar", "e-1", "/calendar/events/e-1");

    @BothDatabases
    void anEventBooksMovesAndGivesBack(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource hall = portal.room("A礼堂");
            Resource projector = portal.room("B投影仪");
            Booked booked = portal.modules.book(portal.wang, hall.id(), portal.credit.id(), Portal.at("2026-01-06T09:00"), Portal.at("2026-01-06T10:00"), "学习日", EVENT);
            portal.modules.book(portal.wang, projector.id(), portal.credit.id(), Portal.at("2026-01-06T08:30"), Portal.at("2026-01-06T10:00"), "学习日", EVENT);

            assertThat(portal.modules.free(portal.li, portal.office.id(), Portal.at("2026-01-06T09:00"), Portal.at("2026-01-06T10:00"))).isEmpty();
            // another of the unit edits the event
            portal.access.grant(portal.li, Permissions.BOOK, portal.credit.id());
            Booked moved = portal.modules.move(portal.li, booked.id(), Portal.at("2026-01-07T09:00"), Portal.at("2026-01-07T10:00"), "学习日（改期）");

            assertThat(moved.subject()).isEqualTo(EVENT);
            assertThat(portal.modules.of(EVENT)).extracting(Booked::title).containsExactly("学习日", "学习日（改期）");
            assertThat(portal.modules.of("calendar", List.of("e-1", "e-2"))).containsOnlyKeys("e-1");
            assertThat(portal.modules.of("minutes", List.of("e-1"))).isEqualTo(Map.of());
            assertThat(portal.modules.free(portal.li, portal.office.id(), Portal.at("2026-01-06T09:00"), Portal.at("2026-01-06T10:00"))).extracting(Bookable::name).containsExactly("A礼堂");
            assertThat(portal.modules.release(portal.li, EVENT)).isEqualTo(2);
            assertThat(portal.modules.release(portal.li, EVENT)).isZero();
            assertThat(portal.db.count("resources_booking")).isZero();
        }
    }

    @BothDatabases
    void aModuleLooksThroughWhatItsThingsHaveBookedFromNowOnInParts(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource hall = portal.room("礼堂");
            Resource small = portal.room("小会议室");
            for (int i = 0; i < 4; i++) {
                Subject thing = new Subject(i == 3 ? "minutes" : "calendar", "e-" + i, "/calendar/events/e-" + i);
                portal.modules.book(portal.wang, hall.id(), portal.credit.id(), Portal.at("2026-01-0" + (6 + i) + "T09:00"), Portal.at("2026-01-0" + (6 + i) + "T10:00"), "学习日", thing);
            }
            portal.modules.book(portal.wang, small.id(), portal.credit.id(), Portal.at("2026-01-06T09:00"), Portal.at("2026-01-06T10:00"), "学习日", new Subject("calendar", "e-0", "/"));
            portal.modules.book(portal.wang, small.id(), portal.credit.id(), Portal.at("2026-01-07T09:00"), Portal.at("2026-01-07T10:00"), "学习日", new Subject("calendar", "e-0", "/"));
            portal.modules.book(portal.keeper, hall.id(), portal.bank.id(), Portal.at("2026-01-01T09:00"), Portal.at("2026-01-01T10:00"), "过去的", new Subject("calendar", "e-9", "/"));
            portal.book(portal.wang, hall, portal.credit, "2026-01-12T09:00", "2026-01-12T10:00", "自己的");

            assertThat(portal.modules.ahead("calendar", "", 2)).isEqualTo(Map.of("e-0", Set.of(hall.id(), small.id()), "e-1", Set.of(hall.id())));
            assertThat(portal.modules.ahead("calendar", "e-1", 2)).isEqualTo(Map.of("e-2", Set.of(hall.id())));
            assertThat(portal.modules.ahead("calendar", "e-2", 2)).as("what is over is nobody's business").isEmpty();
            assertThat(portal.modules.ahead("minutes", "", 2)).containsOnlyKeys("e-3");
        }
    }

    @BothDatabases
    void aRoomStandsOrFallsWithTheEvent(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource hall = portal.room("礼堂");
            assertThatThrownBy(() -> portal.db.transactions().run(() -> {
                portal.modules.book(portal.wang, hall.id(), portal.credit.id(), Portal.at("2026-01-06T09:00"), Portal.at("2026-01-06T10:00"), "学习日", EVENT);
                throw new IllegalStateException("the event could not be written");
            })).isInstanceOf(IllegalStateException.class);
            assertThat(portal.db.count("resources_booking")).isZero();
            portal.book(portal.li, hall, portal.office, "2026-01-06T09:00", "2026-01-06T10:00", "别人的");
        }
    }

    @BothDatabases
    void whatAnEventOwnsIsChangedThereAndPermissionsHoldForModulesToo(Database database) {
        try (Portal portal = new Portal(database)) {
            Resource hall = portal.room("礼堂");
            Booked booked = portal.modules.book(portal.wang, hall.id(), portal.credit.id(), Portal.at("2026-01-06T09:00"), Portal.at("2026-01-06T10:00"), "学习日", EVENT);
            int version = portal.store.find(booked.id()).orElseThrow().version();
            refused(409, "resources.owned", () -> portal.bookings.cancel(portal.wang, booked.id(), version));
            refused(403, "access.forbidden", () -> portal.modules.move(portal.li, booked.id(), Portal.at("2026-01-07T09:00"), Portal.at("2026-01-07T10:00"), "改"));
            refused(403, "access.forbidden", () -> portal.modules.free(portal.inspector, portal.bank.id(), Portal.at("2026-01-07T09:00"), Portal.at("2026-01-07T10:00")));
            refused(403, "access.forbidden", () -> portal.modules.book(portal.stranger, hall.id(), portal.bank.id(), Portal.at("2026-01-07T09:00"), Portal.at("2026-01-07T10:00"), "学习", EVENT));
            refused(409, "resources.taken", () -> portal.modules.book(portal.wang, hall.id(), portal.credit.id(), Portal.at("2026-01-06T09:30"), Portal.at("2026-01-06T10:00"), "学习", EVENT));
            refused(422, "resources.bad-subject", () -> portal.modules.book(portal.wang, hall.id(), portal.credit.id(), Portal.at("2026-01-07T09:00"), Portal.at("2026-01-07T10:00"), "学习",
                    new Subject("calendar", "x".repeat(101), "")));
            // somebody's own booking is no module's to move
            Booking own = portal.book(portal.wang, hall, portal.credit, "2026-01-08T09:00", "2026-01-08T10:00", "自己的");
            refused(404, "resources.no-such-booking", () -> portal.modules.move(portal.wang, own.id(), Portal.at("2026-01-09T09:00"), Portal.at("2026-01-09T10:00"), "改"));
            refused(404, "resources.no-such-resource", () -> portal.modules.book(portal.wang, UUID.randomUUID(), portal.credit.id(), Portal.at("2026-01-07T09:00"),
                    Portal.at("2026-01-07T10:00"), "学", EVENT));
        }
    }

    @BothDatabases
    void aPlaceByItsNameTellsWhatIsBookedThereToWhoSeesIt(Database database) {
        try (Portal p = new Portal(database)) {
            Resource room = p.room("Room 3");
            p.book(p.wang, room, p.credit, "2026-05-11T14:30", "2026-05-11T16:30", "备课");
            assertThat(p.modules.taken(p.wang, p.credit.id(), " room 3", Portal.at("2026-05-11T16:00"), Portal.at("2026-05-11T17:00"))).extracting(Booked::title).containsExactly("备课");
            assertThat(p.modules.taken(p.inspector, p.office.id(), " room 3", Portal.at("2026-05-11T16:00"), Portal.at("2026-05-11T17:00"))).as("who reads at its unit")
                    .extracting(Booked::title).containsExactly("备课");
            assertThat(p.modules.taken(p.li, p.office.id(), " room 3", Portal.at("2026-05-11T16:00"), Portal.at("2026-05-11T17:00"))).as("another department sees the time, not what for")
                    .singleElement().satisfies(b -> {
                        assertThat(b.title()).isEmpty();
                        assertThat(b.from()).isEqualTo(Portal.at("2026-05-11T14:30"));
                    });
            assertThat(p.modules.taken(p.li, p.office.id(), "room 3", Portal.at("2026-05-11T16:30"), Portal.at("2026-05-11T17:00"))).as("free again").isEmpty();
            assertThat(p.modules.taken(p.stranger, p.office.id(), "room 3", Portal.at("2026-05-11T16:00"), Portal.at("2026-05-11T17:00"))).as("who sees no rooms").isEmpty();
        }
    }
}
