package org.shuyuan.resources.internal.rest;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.UnitRecord;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.resources.Bookings.Subject;
import org.shuyuan.resources.internal.Booking;
import org.shuyuan.resources.internal.BookingService;
import org.shuyuan.resources.internal.BookingService.Availability;
import org.shuyuan.resources.internal.BookingService.Shown;
import org.shuyuan.resources.internal.RepeatedBookings;
import org.shuyuan.resources.internal.Resource;
import org.shuyuan.resources.internal.Sight;
import org.shuyuan.resources.internal.rest.Views.AvailabilityView;
import org.shuyuan.resources.internal.rest.Views.BookingView;
import org.shuyuan.resources.internal.rest.Views.ItemDetail;
import org.shuyuan.resources.internal.rest.Views.ItemRef;
import org.shuyuan.resources.internal.rest.Views.ItemView;
import org.shuyuan.resources.internal.rest.Views.Ref;
import org.shuyuan.resources.internal.rest.Views.TakenView;
import org.shuyuan.rest.Times;

/** Makes what REST answers, for a caller. Thread-safe. */
@Component(service = ViewMaker.class)
public final class ViewMaker {

    private final BookingService bookings;
    private final RepeatedBookings repeated;
    private final Sight sight;
    private final Units units;
    private final People people;

    @Activate
    public ViewMaker(@Reference BookingService bookings, @Reference RepeatedBookings repeated, @Reference Sight sight, @Reference Units units, @Reference People people) {
        this.bookings = bookings;
        this.repeated = repeated;
        this.sight = sight;
        this.units = units;
        this.people = people;
    }

    ItemView item(Resource r, Caller caller, UUID unit) {
        return new ItemView(r.id(), ref(r.unit()), r.name(), r.kind(), r.place(), r.seats(), r.note(), r.bookable(), r.shared(), r.retired(), sight.manages(caller, r),
                sight.mayBook(caller, r, unit));
    }

    ItemDetail detail(Resource r, Caller caller, UUID unit, long toCome) {
        ItemView v = item(r, caller, unit);
        return new ItemDetail(v.id(), v.unit(), v.name(), v.kind(), v.place(), v.seats(), v.note(), v.bookable(), v.shared(), v.retired(), v.mayChange(), v.mayBook(), toCome);
    }

    BookingView booking(Shown one, Caller caller) {
        return bookings(List.of(one), caller).get(0);
    }

    /** One by itself. */
    BookingView single(Shown one, Caller caller) {
        BookingView v = booking(one, caller);
        return new BookingView(v.id(), v.resource(), v.start(), v.end(), v.title(), v.unit(), v.bookedBy(), v.bookedAt(), v.mine(), v.mayChange(), v.link(), v.repeats(),
                v.mayCancelFollowing(), v.repeats() ? repeated.following(one.booking()) : null);
    }

    /** With the names that the people who booked have now, read all at once. */
    List<BookingView> bookings(List<Shown> all, Caller caller) {
        Map<UUID, Person> known = people.get(all.stream().map(one -> one.booking().trace().person()).filter(Objects::nonNull).collect(Collectors.toSet()));
        return all.stream().map(one -> booking(one, caller, known)).toList();
    }

    private BookingView booking(Shown one, Caller caller, Map<UUID, Person> known) {
        Booking b = one.booking();
        Resource r = one.resource();
        ZoneId zone = zone(r.unit());
        boolean mayChange = bookings.mayChange(caller, one);
        boolean told = sight.readsTitle(caller, b, r);
        @Nullable Subject subject = b.subject();
        @Nullable Person person = b.trace().person() == null ? null : known.get(b.trace().person());
        String by = person == null ? b.trace().name() : person.name();
        return new BookingView(b.id(), new ItemRef(r.id(), r.name(), r.kind(), r.place()), Times.text(b.from(), zone), Times.text(b.to(), zone), told ? b.title() : null,
                told ? ref(b.unit()) : null, told ? Anonymous.shown(by, caller.language()) : null, told ? Times.text(b.trace().at(), zone) : null,
                b.trace().account().equals(caller.account()), mayChange, told && subject != null ? subject.link() : null, told && b.series() != null,
                told && b.series() != null && mayChange, null);
    }

    AvailabilityView availability(Availability a, Caller caller, UUID unit) {
        Resource r = a.resource();
        ZoneId zone = zone(r.unit());
        List<TakenView> taken = a.taken().stream().map(b -> new TakenView(b.id(), Times.text(b.from(), zone), Times.text(b.to(), zone),
                sight.readsTitle(caller, b, r) ? b.title() : null)).toList();
        return new AvailabilityView(r.id(), r.name(), r.kind(), r.place(), r.seats(), ref(r.unit()), sight.mayBook(caller, r, unit), taken.isEmpty(), taken);
    }

    ZoneId zone(UUID unit) {
        return units.find(unit).map(Unit::zone).orElse(ZoneOffset.UTC);
    }

    private Ref ref(UUID id) {
        return new Ref(id, units.find(id).map(Unit::name).orElseGet(() -> {
            @Nullable UnitRecord was = units.records(List.of(id)).get(id);
            return was == null ? "" : was.name();
        }));
    }
}
