package org.shuyuan.resources.internal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.resources.Bookings.Wish;

/**
 * How what a thing has booked of one resource becomes what it wants: which booking serves which wish, what is booked anew and what is given back. A part keeps
 * its booking; parts that are new take those of parts that are gone, by time, so that a series that is moved moves its bookings. Asks and writes nothing.
 */
final class Fitting {

    private static final Comparator<Wish> BY_TIME = Comparator.comparing(Wish::from).thenComparing(Wish::part);

    /** The booking of each wish; null for one that is to be made. By time. */
    private final Map<Wish, @Nullable Booking> served = new LinkedHashMap<>();
    private final List<Booking> gone = new ArrayList<>();
    private final Set<UUID> own = new HashSet<>();

    /**
     * @param held what the thing has of the resource
     * @param wanted what it wants of it, nothing that is over
     * @param now what ended before stays as it was
     */
    Fitting(UUID unit, List<Booking> held, List<Wish> wanted, Instant now) {
        Map<String, Booking> byPart = new HashMap<>();
        for (Booking b : held) {
            own.add(b.id());
            if (b.unit().equals(unit)) {
                byPart.putIfAbsent(part(b), b);
            }
        }
        Map<Wish, Booking> found = new HashMap<>();
        for (Wish wish : wanted) {
            Booking mine = byPart.remove(wish.part());
            if (mine != null) {
                found.put(wish, mine);
            }
        }
        Set<UUID> taken = new HashSet<>();
        found.values().forEach(b -> taken.add(b.id()));
        List<Booking> ahead = held.stream().filter(b -> !taken.contains(b.id()) && b.to().isAfter(now)).sorted(Comparator.comparing(Booking::from).thenComparing(Booking::id)).toList();
        Deque<Booking> left = new ArrayDeque<>(ahead.stream().filter(b -> b.unit().equals(unit)).toList());
        for (Wish wish : wanted.stream().sorted(BY_TIME).toList()) {
            Booking mine = found.get(wish);
            if (mine == null && !wish.known()) {
                mine = left.poll();
            }
            if (mine != null || !wish.known()) {
                served.put(wish, mine);
            }
        }
        served.values().stream().filter(Objects::nonNull).forEach(b -> taken.add(b.id()));
        gone.addAll(ahead.stream().filter(b -> !taken.contains(b.id())).toList());
    }

    static String part(Booking booking) {
        return booking.subject() == null ? "" : booking.subject().part();
    }

    List<Wish> wishes() {
        return List.copyOf(served.keySet());
    }

    @Nullable Booking of(Wish wish) {
        return served.get(wish);
    }

    /** Bookings that nothing wants. */
    List<Booking> gone() {
        return List.copyOf(gone);
    }

    /** Whether a time is to be taken that is not the thing's already. */
    boolean asks(Wish wish) {
        Booking mine = served.get(wish);
        return mine == null || !mine.from().equals(wish.from()) || !mine.to().equals(wish.to());
    }

    /** Whether a booking is the thing's own: it makes room for itself. */
    boolean owns(Booking booking) {
        return own.contains(booking.id());
    }

    /** It cannot be had: what it has for another time is given back. */
    void miss(Wish wish) {
        Booking mine = served.remove(wish);
        if (mine != null) {
            gone.add(mine);
        }
    }
}
