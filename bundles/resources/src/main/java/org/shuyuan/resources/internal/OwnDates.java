package org.shuyuan.resources.internal;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.agenda.CalendarSource;
import org.shuyuan.resources.internal.jpa.BookingStore;
import org.shuyuan.resources.internal.jpa.ResourceStore;

/** In one's own calendar: what one has booked oneself. What a module booked stands in the calendar as what it was booked for. Thread-safe. */
@Component(service = CalendarSource.class)
public final class OwnDates implements CalendarSource {

    private final BookingStore bookings;
    private final ResourceStore resources;

    @Activate
    public OwnDates(@Reference BookingStore bookings, @Reference ResourceStore resources) {
        this.bookings = bookings;
        this.resources = resources;
    }

    @Override
    public String module() {
        return "resources";
    }

    @Override
    public List<Item> items(Question question) {
        if (question.person() == null || !question.person().equals(question.caller().person())) {
            return List.of();
        }
        List<Booking> own = bookings.of(question.caller().account(), question.from(), null, false, 0, question.limit()).items().stream()
                .filter(b -> b.subject() == null && b.from().isBefore(question.to())).toList();
        Map<UUID, Resource> booked = resources.get(own.stream().map(Booking::resource).distinct().toList()).stream()
                .collect(Collectors.toMap(Resource::id, Function.identity()));
        return own.stream().map(b -> item(b, booked.get(b.resource()))).toList();
    }

    private static Item item(Booking booking, @Nullable Resource resource) {
        return new Item(booking.id().toString(), null, booking.from(), booking.to(), false, "agenda.booking", Map.of("title", booking.title()), resource == null ? null : resource.name(),
                "/resources/bookings/" + booking.id() + "?unit=" + booking.unit());
    }
}
