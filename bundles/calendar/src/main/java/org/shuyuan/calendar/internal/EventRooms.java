package org.shuyuan.calendar.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.resources.Bookings;
import org.shuyuan.api.resources.Bookings.Booked;
import org.shuyuan.api.resources.Bookings.Missed;
import org.shuyuan.api.resources.Bookings.Offer;
import org.shuyuan.api.resources.Bookings.Period;
import org.shuyuan.api.resources.Bookings.Subject;
import org.shuyuan.api.resources.Bookings.Wish;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.RoomStore;

/**
 * The rooms and equipment of an event's dates: booked, moved and given back with the event, in the same transaction. Whoever moves an event with rooms must be allowed
 * to book them ({@code resources.book} at its unit); otherwise it is refused, since a room that stays booked at the old time, or an event that lost its room without
 * anybody saying so, is worse. To take the rooms out, to call a date off or to remove the event needs no such permission. What an import, or the portal by itself,
 * cannot book is left without, and the unit's planners are told. Dates more than {@link Bookings#FARTHEST} away are booked when they come near. Thread-safe.
 */
@Component(service = EventRooms.class)
public final class EventRooms {

    /** Most that one event may want. */
    static final int MOST = 10;
    static final String BOOK = "resources.book";
    static final String MODULE = "calendar";
    static final Caller JOB = Caller.system("calendar-horizon");
    /** What is over the register decides; so much may the clocks of two nodes differ. */
    private static final Duration CLOCKS = Duration.ofDays(1);

    /** A date that is without some of what its event wants. @param rooms ids of what is missing */
    public record Lack(Occurrence date, List<UUID> rooms) {}

    private record Key(UUID resource, String part, Instant from, Instant to) {

        Key(Wish wish) {
            this(wish.resource(), wish.part(), wish.from(), wish.to());
        }
    }

    private final Rooms rooms;
    private final RoomStore store;
    private final Occurrences occurrences;
    private final EventNotices notices;
    private final Access access;
    private final Transactions transactions;
    private final Settings settings;

    @Activate
    public EventRooms(@Reference Rooms rooms, @Reference RoomStore store, @Reference Occurrences occurrences, @Reference EventNotices notices, @Reference Access access,
            @Reference Transactions transactions, @Reference Settings settings) {
        this.rooms = rooms;
        this.store = store;
        this.occurrences = occurrences;
        this.notices = notices;
        this.access = access;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** What is newly wanted must be there, and the caller be allowed to book it. */
    void check(Caller caller, EventDraft draft, Optional<Event> before, Problem wrong) {
        List<UUID> added = draft.rooms().stream().filter(r -> before.filter(b -> b.rooms().contains(r)).isEmpty()).toList();
        if (!added.isEmpty()) {
            access.require(caller, BOOK, draft.unit());
            if (rooms.named(added).size() < added.size()) {
                wrong.field("rooms", "calendar.no-such-room");
            }
        }
    }

    /**
     * Books, moves and gives back what an event's dates want now. Part of the transaction that wrote the event and its occurrences.
     *
     * @param before what it was; null for a new one
     * @param whole whether all must be had; otherwise the planners are told what is missing
     * @throws Problem where {@code whole}, as {@link Bookings#arrange}: 409 {@code resources.taken} with the dates and what stands there, 403, 404, 422
     */
    void follow(Caller caller, @Nullable Event before, Event after, boolean whole) {
        if (after.rooms().isEmpty() && (before == null || before.rooms().isEmpty())) {
            return;
        }
        Map<UUID, LocalDateTime> tried = store.tried(after.id());
        Set<Key> was = new HashSet<>();
        if (before != null) {
            wishes(before, tried, Set.of()).stream().filter(w -> before.rooms().contains(w.resource())).map(Key::new).forEach(was::add);
        }
        arrange(caller, after, wishes(after, tried, was), whole);
    }

    /** Gives back what is booked for the dates to come. Part of the transaction that removes the event. */
    void release(Caller caller, Event event) {
        if (!event.rooms().isEmpty()) {
            rooms.there().ifPresent(b -> b.arrange(caller, event.unit(), subject(event), List.of(), true));
        }
    }

    /** Books for the dates that have come within reach; the others stay as they are. */
    void extend(UUID id, Function<UUID, Optional<Event>> find) {
        transactions.run(() -> {
            store.hold(id);
            find.apply(id).ifPresent(this::renew);
        });
    }

    /** Books what was not asked for yet, and gives back what is not wanted any more. The event is held. */
    void renew(Event event) {
        arrange(JOB, event, wishes(event, store.tried(event.id()), null), false);
    }

    /** Events that {@link #extend} has something to do for. */
    List<UUID> behind(int limit) {
        return rooms.there().isEmpty() ? List.of() : store.behind(LocalDateTime.ofInstant(settings.clock().instant(), java.time.ZoneOffset.UTC).plus(Bookings.FARTHEST).minusDays(1), limit);
    }

    /**
     * Tries once more for the dates that are without.
     *
     * @return those that still are
     * @throws Problem 403
     */
    public List<Lack> again(Caller caller, Event event) {
        access.require(caller, Permissions.WRITE, event.unit());
        access.require(caller, BOOK, event.unit());
        return transactions.call(() -> {
            store.hold(event.id());
            rooms.there().ifPresent(b -> b.arrange(caller, event.unit(), subject(event), wishes(event, Map.of(), Set.of()), false));
            return lacking(event);
        });
    }

    /** The dates to come that could not have all they want, by time. */
    public List<Lack> lacking(Event event) {
        Optional<Bookings> there = rooms.there();
        if (event.rooms().isEmpty() || there.isEmpty()) {
            return List.of();
        }
        Set<Key> had = new HashSet<>();
        for (Booked b : there.get().of(subject(event))) {
            had.add(new Key(b.resource().id(), b.subject() == null ? "" : b.subject().part(), b.from(), b.to()));
        }
        Map<UUID, LocalDateTime> tried = store.tried(event.id());
        Map<String, Lack> lacking = new LinkedHashMap<>();
        for (Occurrence date : dates(event, settings.clock().instant())) {
            List<UUID> missing = event.rooms().stream().filter(r -> date.recurrence().isBefore(tried.getOrDefault(r, RoomStore.NEVER)) && !had.contains(new Key(wish(event, date, r, false)))).toList();
            if (!missing.isEmpty()) {
                lacking.put(date.recurrence().toString(), new Lack(date, missing));
            }
        }
        return lacking.values().stream().sorted(Comparator.comparingLong(l -> l.date().starts())).toList();
    }

    /** @param offers what could be booked; null where there is no register */
    public record Choice(@Nullable List<Offer> offers, boolean mayBook) {}

    /**
     * What could be booked at all of an event's times while it is being written: up to 60 dates within a year, as {@link Clashes} looks at.
     *
     * @param event the one that is changed, which is not in its own way; null for a new one
     * @throws Problem 403 for whoever may not plan for the unit
     */
    public Choice choice(Caller caller, UUID unit, @Nullable UUID event, Schedule schedule) {
        access.require(caller, Permissions.WRITE, unit);
        boolean may = access.can(caller, BOOK, unit);
        if (rooms.there().isEmpty()) {
            return new Choice(null, may);
        }
        Problem wrong = new Problem(422, "rest.invalid");
        schedule.check(wrong);
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        Instant now = settings.clock().instant();
        List<Period> times = occurrences.starts(schedule, schedule.start(), schedule.start().plusDays(366), Bookings.PERIODS).stream()
                .map(s -> new Period(s.atZone(schedule.zone()).toInstant(), s.plus(schedule.length()).atZone(schedule.zone()).toInstant())).filter(p -> p.to().isAfter(now)).toList();
        Subject own = event == null ? null : new Subject(MODULE, event.toString(), "");
        return new Choice(may ? rooms.there().get().offers(caller, unit, times, own) : List.of(), may);
    }

    private void arrange(Caller caller, Event event, List<Wish> wanted, boolean whole) {
        if (wanted.size() > Bookings.WISHES && whole) {
            throw new Problem(422, "rest.invalid").field("rooms", "calendar.too-many-bookings", Map.of("max", Bookings.WISHES));
        }
        Optional<Bookings> there = rooms.there();
        if (there.isEmpty()) {
            // the job does it when the register is there again
            store.tried(event.id(), RoomStore.NEVER);
            return;
        }
        List<Missed> missed = there.get().arrange(caller, event.unit(), subject(event), wanted.stream().limit(Bookings.WISHES).toList(), whole);
        store.tried(event.id(), until(event));
        if (!missed.isEmpty()) {
            notices.roomsMissing(event, missed.stream().map(m -> m.wish().from()).distinct().sorted().toList());
        }
    }

    /** Up to where an event's dates can be asked for today. */
    private LocalDateTime until(Event event) {
        LocalDateTime reach = LocalDateTime.ofInstant(settings.clock().instant().plus(Bookings.FARTHEST), event.schedule().zone());
        boolean near = event.schedule().repeats() ? event.madeUntil().isBefore(reach) : event.schedule().start().isBefore(reach);
        return near ? event.madeUntil() : reach;
    }

    /** @param same what was wanted before and stays; null: all that was asked for before. By resource and time */
    private List<Wish> wishes(Event event, Map<UUID, LocalDateTime> tried, @Nullable Set<Key> same) {
        LocalDateTime until = until(event);
        List<Wish> all = new ArrayList<>();
        for (UUID room : event.rooms()) {
            LocalDateTime asked = tried.getOrDefault(room, RoomStore.NEVER);
            dates(event, settings.clock().instant().minus(CLOCKS)).stream().filter(d -> d.recurrence().isBefore(until)).forEach(d -> {
                Wish wish = wish(event, d, room, false);
                boolean known = d.recurrence().isBefore(asked) && (same == null || same.contains(new Key(wish)));
                all.add(known ? wish(event, d, room, true) : wish);
            });
        }
        return all;
    }

    private static Wish wish(Event event, Occurrence date, UUID room, boolean known) {
        return new Wish(room, event.schedule().repeats() ? date.recurrence().toString() : "", Instant.ofEpochSecond(date.starts()), Instant.ofEpochSecond(date.ends()), date.title(), known);
    }

    private List<Occurrence> dates(Event event, Instant endingAfter) {
        return occurrences.dates(event).stream().filter(d -> d.ends() > endingAfter.getEpochSecond()).toList();
    }

    private static Subject subject(Event event) {
        return new Subject(MODULE, event.id().toString(), "/calendar/events/" + event.id() + "?unit=" + event.unit());
    }

    /** By name; those that are gone are left out. */
    List<Bookings.Bookable> named(List<UUID> ids) {
        return rooms.named(ids);
    }

    /** What an event's place is called where it has none but its rooms. */
    public @Nullable String place(Event event) {
        String names = String.join(", ", rooms.named(event.rooms()).stream().map(Bookings.Bookable::name).toList());
        return names.isEmpty() ? null : names;
    }
}
