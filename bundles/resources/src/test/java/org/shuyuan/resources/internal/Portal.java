package org.shuyuan.resources.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.resources.Bookings;
import org.shuyuan.office.internal.OfficeCalendars;
import org.shuyuan.resources.internal.jpa.BookingStore;
import org.shuyuan.resources.internal.jpa.ResourceStore;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeAudit;
import org.shuyuan.testing.FakeNotices;
import org.shuyuan.testing.FakePeople;
import org.shuyuan.testing.FakeUnits;
import org.shuyuan.testing.ModuleDatabase;

/** The whole module on a database, beside a platform of fakes: a bank with two departments; who looks after the rooms, a member of each, an inspector. */
public final class Portal implements AutoCloseable {

    static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    public static final Instant NOW = Instant.parse("2026-01-05T00:30:20Z");

    public final ModuleDatabase db;
    public final FakeUnits units = new FakeUnits();
    public final FakePeople people = new FakePeople();
    final FakeAccess access = new FakeAccess(units);
    final FakeAudit audit = new FakeAudit();
    final FakeNotices heard = new FakeNotices();
    public final Unit bank = units.add("县支行", null);
    public final Unit office = units.add("办公室", bank);
    public final Unit credit = units.add("信贷部", bank);
    public final Caller keeper = FakeAccess.person("场地管理员");
    public final Caller wang = FakeAccess.person("王伟");
    public final Caller li = FakeAccess.person("李娜");
    public final Caller inspector = FakeAccess.person("督查员");
    public final Caller stranger = FakeAccess.person("外人");

    final BookingStore store;
    final ResourceStore resources;
    public final Sight sight;
    public final ResourceService register;
    public final BookingService bookings;
    public final RepeatedBookings repeated;
    final BookingWriter writer;
    public final Bookings modules;

    public Portal(Database database) {
        db = ModuleDatabase.of("resources", database);
        for (String permission : List.of(Permissions.READ, Permissions.BOOK, Permissions.MANAGE)) {
            access.grant(keeper, permission, bank.id());
        }
        for (String permission : List.of(Permissions.READ, Permissions.BOOK)) {
            access.grant(wang, permission, credit.id());
            access.grant(li, permission, office.id());
        }
        access.grant(inspector, Permissions.READ, bank.id());
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        store = new BookingStore(db.jpa());
        resources = new ResourceStore(db.jpa());
        sight = new Sight(access, units);
        Told told = new Told(heard, heard, units, db.transactions());
        register = new ResourceService(resources, store, sight, units, access, audit, told, db.transactions(), clock);
        writer = new BookingWriter(resources, store, sight, units, audit, told, db.transactions());
        bookings = new BookingService(register, resources, store, writer, sight, access, audit, told, db.transactions(), clock);
        repeated = new RepeatedBookings(bookings, new Repeats(new OfficeCalendars()), store, resources, writer, told, db.transactions());
        modules = new ModuleBookings(bookings, store, resources, writer, new Arranger(resources, store, writer, sight, access, db.transactions(), clock), sight, access, db.transactions());
    }

    /** One that is shared with the units below. */
    Resource room(String name) {
        return add(bank, name, true);
    }

    Resource add(Unit unit, String name, boolean shared) {
        return register.add(keeper, resource(unit, name, shared));
    }

    /** Somebody who may read all of the bank's and book for a unit of it. */
    Caller keeperOf(Unit unit) {
        Caller one = FakeAccess.person("管" + unit.name());
        access.grant(one, Permissions.READ, bank.id()).grant(one, Permissions.BOOK, unit.id());
        return one;
    }

    static Resource resource(Unit unit, String name, boolean shared) {
        return new Resource(Ids.next(), 0, unit.id(), name, "room", "三楼", 40, null, true, shared, false);
    }

    BookingService.Wish wish(Resource resource, Unit unit, String from, String to, @Nullable String title) {
        return new BookingService.Wish(resource.id(), unit.id(), at(from), at(to), title);
    }

    Booking book(Caller caller, Resource resource, Unit unit, String from, String to, String title) {
        return bookings.book(caller, wish(resource, unit, from, to, title), null).booking();
    }

    List<String> titles(Caller caller, Unit unit, @Nullable UUID resource, String from, String to) {
        return bookings.list(caller, unit.id(), resource, at(from), at(to)).stream().map(s -> s.booking().title()).toList();
    }

    /** A local time in Shanghai. */
    static Instant at(String local) {
        return OffsetDateTime.parse(local + ":00+08:00").toInstant();
    }

    @Override
    public void close() {
        db.close();
    }
}
