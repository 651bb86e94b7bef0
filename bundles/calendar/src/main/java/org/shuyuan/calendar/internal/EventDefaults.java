package org.shuyuan.calendar.internal;

import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.calendar.internal.jpa.EventStore;

/** What a new event is likely to have, from the unit's latest events, so that less is typed. Thread-safe. */
@Component(service = EventDefaults.class)
public final class EventDefaults {

    private static final int LOOKED_AT = 200;
    private static final int OFFERED = 12;

    /**
     * @param kind the one that the caller used last, else the unit
     * @param start of a day, with {@code end}: when the last event of that kind took place; null when none has a time
     * @param places newest first
     * @param hosts persons, newest first
     * @param hostNames of hosts outside the directory, newest first
     */
    public record Defaults(@Nullable UUID kind, @Nullable LocalTime start, @Nullable LocalTime end, List<String> places, List<UUID> hosts,
            List<String> hostNames) {}

    private final EventStore events;
    private final Kinds kinds;
    private final Access access;

    @Activate
    public EventDefaults(@Reference EventStore events, @Reference Kinds kinds, @Reference Access access) {
        this.events = events;
        this.kinds = kinds;
        this.access = access;
    }

    public Defaults at(Caller caller, UUID unit) {
        access.require(caller, Permissions.WRITE, unit);
        List<Event> latest = events.latest(unit, LOOKED_AT);
        List<UUID> offered = kinds.at(unit).stream().filter(k -> !k.retired()).map(Kind::id).toList();
        UUID kind = Stream.concat(latest.stream().filter(e -> e.trace().createdBy().equals(caller.name())), latest.stream())
                .map(e -> e.details().kind()).filter(offered::contains).findFirst().orElse(null);
        Schedule like = latest.stream().filter(e -> e.details().kind().equals(kind) && !e.schedule().allDay()).map(Event::schedule).findFirst().orElse(null);
        return new Defaults(kind, like == null ? null : like.start().toLocalTime(), like == null ? null : like.end().toLocalTime(),
                distinct(latest, e -> e.details().place()), distinct(latest, e -> e.details().host()), distinct(latest, e -> e.details().hostName()));
    }

    private static <T> List<T> distinct(List<Event> events, Function<Event, @Nullable T> value) {
        return events.stream().map(value).filter(Objects::nonNull).distinct().limit(OFFERED).toList();
    }
}
