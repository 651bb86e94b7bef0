package org.shuyuan.calendar.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.resources.Bookings;
import org.shuyuan.api.resources.Bookings.Booked;
import org.shuyuan.api.resources.Bookings.Subject;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.resources.internal.Arranger;
import org.shuyuan.resources.internal.BookingService;
import org.shuyuan.resources.internal.BookingWriter;
import org.shuyuan.resources.internal.ModuleBookings;
import org.shuyuan.resources.internal.Resource;
import org.shuyuan.resources.internal.ResourceService;
import org.shuyuan.resources.internal.Sight;
import org.shuyuan.resources.internal.Told;
import org.shuyuan.resources.internal.jpa.BookingStore;
import org.shuyuan.resources.internal.jpa.ResourceStore;

/** The real register of rooms and equipment beside the calendar, in the same database: the organiser looks after it, the credit clerk may book too. */
final class Register {

    final Bookings bookings;
    /** The register's moment. */
    Instant now = Portal.NOW;
    private final Portal portal;
    private final ResourceService register;
    /** Books by hand. */
    private final BookingService service;

    Register(Portal portal) {
        this.portal = portal;
        Jpa jpa = portal.db.beside("resources", Path.of("..", "resources", "src", "main", "resources"));
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        BookingStore store = new BookingStore(jpa);
        ResourceStore resources = new ResourceStore(jpa);
        Sight sight = new Sight(portal.access, portal.units);
        Told told = new Told(portal.told, portal.told, portal.units, portal.db.transactions());
        register = new ResourceService(resources, store, sight, portal.units, portal.access, portal.audit, told, portal.db.transactions(), clock);
        BookingWriter writer = new BookingWriter(resources, store, sight, portal.units, portal.audit, told, portal.db.transactions());
        service = new BookingService(register, resources, store, writer, sight, portal.access, portal.audit, told, portal.db.transactions(), clock);
        bookings = new ModuleBookings(service, store, resources, writer, new Arranger(resources, store, writer, sight, portal.access, portal.db.transactions(), clock), sight, portal.access,
                portal.db.transactions());
        for (String permission : List.of("resources.read", "resources.book", "resources.manage")) {
            portal.access.grant(portal.organiser, permission, portal.bank.id());
        }
        portal.rooms.setBookings(bookings);
    }

    UUID room(String name) {
        return register.add(portal.organiser, new Resource(Ids.next(), 0, portal.bank.id(), name, "room", "三楼", 40, null, true, true, false)).id();
    }

    /** Somebody books by hand. */
    void taken(Caller caller, UUID room, String from, String to, String title) {
        service.book(caller, new BookingService.Wish(room, portal.bank.id(), at(from), at(to), title), null);
    }

    /** Whatever was booked by hand is free again. */
    void handBack(UUID room) {
        for (BookingService.Shown one : service.list(portal.organiser, portal.bank.id(), room, Portal.NOW, Portal.NOW.plus(java.time.Duration.ofDays(60)))) {
            if (one.booking().subject() == null) {
                service.cancel(portal.organiser, one.booking().id(), one.booking().version());
            }
        }
    }

    List<Booked> of(Event event) {
        return bookings.of(new Subject("calendar", event.id().toString(), ""));
    }

    /** The starts of what is booked for an event, in local time. */
    List<String> booked(Event event) {
        return of(event).stream().map(b -> LocalDateTime.ofInstant(b.from(), Portal.SHANGHAI).toString()).toList();
    }

    static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(Portal.SHANGHAI).toInstant();
    }
}
