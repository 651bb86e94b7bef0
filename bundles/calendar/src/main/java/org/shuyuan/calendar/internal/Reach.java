package org.shuyuan.calendar.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * In whose calendar something stands. The buckets keep the few long events out of the start window that finds the short ones,
 * and what a unit merely owns out of the calendars of the units below it.
 */
public final class Reach {

    public static final int AUDIENCE = 0;
    public static final int OWNER = 2;
    public static final int LONG = 1;

    /** Seconds that a short occurrence lasts at most: a day, with an hour more for the day on which clocks are set back. */
    public static final long SHORT = 25 * 3600;
    /** Seconds that any occurrence lasts at most. */
    public static final long LONGEST = Schedule.LONGEST.toSeconds() + 3600;

    /** A unit, person or group, as audience or as mere owner ({@link #AUDIENCE}, {@link #OWNER}). */
    public record Target(UUID id, int role) {}

    private Reach() {}

    /** Where each occurrence of an event stands: at its audience, the host it has, and its owner. */
    static Function<Occurrence, List<Target>> by(Event event) {
        Map<Optional<UUID>, List<Target>> byHost = new HashMap<>();
        return o -> byHost.computeIfAbsent(Optional.ofNullable(o.host()), host -> of(event, host));
    }

    /**
     * The people of a group who belong to the unit or below it: nobody plans for those of other units, although a group may be the whole
     * portal's.
     */
    static UUID inGroup(UUID group, UUID unit) {
        return UUID.nameUUIDFromBytes((group + "@" + unit).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the whole event is for one of these, not merely a date that one of them hosts. */
    static boolean calls(Event event, Collection<Target> targets) {
        return of(event, Optional.empty()).stream().anyMatch(targets::contains);
    }

    private static List<Target> of(Event event, Optional<UUID> host) {
        Set<UUID> audience = new LinkedHashSet<>(event.audience().units());
        audience.addAll(event.audience().people());
        event.audience().groups().forEach(group -> audience.add(inGroup(group, event.unit())));
        host.ifPresent(audience::add);
        List<Target> targets = new ArrayList<>(audience.stream().map(t -> new Target(t, AUDIENCE)).toList());
        if (!audience.contains(event.unit())) {
            targets.add(new Target(event.unit(), OWNER));
        }
        return targets;
    }

    /** What a unit's calendar holds: what is for it, for a unit above, or for or owned by any below. */
    static List<Target> ofUnit(Collection<UUID> path, Collection<UUID> subtree) {
        Set<Target> targets = new LinkedHashSet<>();
        path.forEach(u -> targets.add(new Target(u, AUDIENCE)));
        for (UUID unit : subtree) {
            targets.add(new Target(unit, AUDIENCE));
            targets.add(new Target(unit, OWNER));
        }
        return List.copyOf(targets);
    }
}
