package org.shuyuan.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.resources.Bookings;

/** Rooms that are booked when a test says so. */
public final class FakeBookings implements Bookings {

    private static final Subject NOTHING = new Subject("resources", "", "/resources");

    private final List<Booked> all = new ArrayList<>();

    /** Somebody has booked it. @param from ISO 8601 with offset @param to likewise */
    public void add(String name, String from, String to, String title) {
        all.add(new Booked(Ids.next(), new Bookable(Ids.next(), Ids.next(), name, "room", null, null), Ids.next(), Instant.parse(from), Instant.parse(to), title, NOTHING));
    }

    @Override
    public List<Booked> taken(Caller caller, UUID unit, String name, Instant from, Instant to) {
        return all.stream().filter(b -> b.resource().name().equalsIgnoreCase(name.strip()) && b.from().isBefore(to) && b.to().isAfter(from))
                .sorted(Comparator.comparing(Booked::from)).limit(200).toList();
    }

    @Override
    public List<Bookable> free(Caller caller, UUID unit, Instant from, Instant to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Booked book(Caller caller, UUID resource, UUID unit, Instant from, Instant to, String title, Subject subject) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Booked move(Caller caller, UUID booking, Instant from, Instant to, String title) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int release(Caller caller, Subject subject) {
        throw new UnsupportedOperationException();
    }

    /** There is no room that a thing could want. */
    @Override
    public List<Missed> arrange(Caller caller, UUID unit, Subject subject, Collection<Wish> wanted, boolean whole) {
        if (!wanted.isEmpty()) {
            throw new UnsupportedOperationException();
        }
        return List.of();
    }

    @Override
    public List<Offer> offers(Caller caller, UUID unit, Collection<Period> periods, @Nullable Subject except) {
        return List.of();
    }

    @Override
    public List<Bookable> get(Collection<UUID> ids) {
        return List.of();
    }

    @Override
    public Map<String, List<Booked>> of(String module, Collection<String> ids) {
        return Map.of();
    }

    /** Nothing is booked for a thing. */
    @Override
    public Map<String, Set<UUID>> ahead(String module, String after, int limit) {
        return Map.of();
    }
}
