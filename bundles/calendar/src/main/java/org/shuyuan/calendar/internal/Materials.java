package org.shuyuan.calendar.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.MaterialStore;

/**
 * What is read and shown at an event. Whoever sees the event reads it; who writes the unit's calendar adds to it and takes away, and who speaks, as host or as whose turn it is: for the dates
 * that are theirs, and of those only what they added themselves. It goes with the event. Thread-safe.
 */
@Component(service = Materials.class)
public final class Materials {

    static final int MOST = 60;
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_ADDRESS = 500;

    private final MaterialStore store;
    private final EventService events;
    private final OccurrenceService dates;
    private final RotaTurns turns;
    private final MaterialFiles files;
    private final Access access;
    private final Audit audit;
    private final Live live;
    private final Transactions transactions;
    private final Settings settings;

    @Activate
    public Materials(@Reference MaterialStore store, @Reference EventService events, @Reference OccurrenceService dates, @Reference RotaTurns turns, @Reference MaterialFiles files,
            @Reference Access access, @Reference Audit audit, @Reference Live live, @Reference Transactions transactions, @Reference Settings settings) {
        this.store = store;
        this.events = events;
        this.dates = dates;
        this.turns = turns;
        this.files = files;
        this.access = access;
        this.audit = audit;
        this.live = live;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** In the order they were added. @param event as {@link EventService#find} gave it to who asks */
    public List<Material> of(Event event) {
        return store.of(event.id());
    }

    /** Whether the caller may add something there. @param recurrence one date of a series; null for the whole event */
    public boolean mayAdd(Caller caller, Event event, @Nullable LocalDateTime recurrence) {
        return access.can(caller, Permissions.WRITE, event.unit()) || speaks(caller, event, recurrence);
    }

    /** Whether the caller may take it away. */
    public boolean mayRemove(Caller caller, Event event, Material one) {
        return access.can(caller, Permissions.WRITE, event.unit()) || caller.account().equals(one.account()) && speaks(caller, event, one.recurrence());
    }

    /** As host of the date or as whose turn it is there; of the whole of a series its host alone does. @param recurrence null for the whole event */
    private boolean speaks(Caller caller, Event event, @Nullable LocalDateTime recurrence) {
        UUID person = caller.person();
        if (person == null) {
            return false;
        }
        boolean all = recurrence == null && event.schedule().repeats();
        UUID host = event.overrides().stream().filter(o -> o.recurrence().equals(recurrence)).map(OccurrenceOverride::host).filter(Objects::nonNull).findFirst()
                .map(own -> Optional.ofNullable(own.person())).orElseGet(() -> Optional.ofNullable(event.details().host())).orElse(null);
        return person.equals(host) || !all && turns.ofEvent(event).stream().filter(t -> recurrence == null || t.date().recurrence().equals(recurrence)).anyMatch(t -> due(t, person));
    }

    private static boolean due(RotaTurn turn, UUID person) {
        return person.equals(turn.due()) || person.equals(turn.speaker().person());
    }

    /**
     * Adds a file.
     *
     * @param recurrence one date of a series; null for the whole event
     * @param name as the person called it
     * @param content at most {@link MaterialFiles#LARGEST}
     * @throws Problem 403; 404 {@code calendar.no-such-event}, {@code calendar.no-such-date}; 409 {@code calendar.too-many-materials}; 413 {@code files.too-large}; 415 {@code files.type}
     */
    public Material add(Caller caller, UUID id, @Nullable LocalDateTime recurrence, String name, InputStream content) {
        Event event = forChange(caller, id, recurrence);
        room(event);
        Material.Kept kept = files.put(content, name);
        try {
            return added(caller, event, recurrence, kept.type().named(name), null, kept);
        } catch (RuntimeException notTaken) {
            files.drop(kept);
            throw notTaken;
        }
    }

    /**
     * Names where something is: a film, a page, a folder of the intranet.
     *
     * @param address {@code http}, {@code https} or a path in the portal, at most 500 characters
     * @throws Problem as {@link #add}; 422 {@code rest.invalid} for what is no such address
     */
    public Material link(Caller caller, UUID id, @Nullable LocalDateTime recurrence, String title, String address) {
        Event event = forChange(caller, id, recurrence);
        Problem wrong = new Problem(422, "rest.invalid");
        if (title.isBlank()) {
            wrong.field("title", "calendar.title-missing");
        }
        Text.atMost(wrong, "title", title, LONGEST_TITLE);
        Text.atMost(wrong, "address", address, LONGEST_ADDRESS);
        if (!addresses(address.strip())) {
            wrong.field("address", "calendar.material-address");
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        room(event);
        return added(caller, event, recurrence, title.strip(), address.strip(), null);
    }

    /** What a browser opens without running it. */
    private static boolean addresses(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            return scheme.isEmpty() ? text.startsWith("/") && !text.startsWith("//") && !text.contains("\\") : (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
        } catch (URISyntaxException none) {
            return false;
        }
    }

    private Event forChange(Caller caller, UUID id, @Nullable LocalDateTime recurrence) {
        Event event = recurrence == null ? events.find(caller, id) : dates.find(caller, id, recurrence);
        if (!speaks(caller, event, recurrence)) {
            access.require(caller, Permissions.WRITE, event.unit());
        }
        return event;
    }

    private void room(Event event) {
        if (store.of(event.id()).size() >= MOST) {
            throw Problem.conflict("calendar.too-many-materials").with("max", MOST);
        }
    }

    private Material added(Caller caller, Event event, @Nullable LocalDateTime recurrence, String title, @Nullable String address, Material.@Nullable Kept file) {
        Material one = new Material(Ids.next(), event.id(), event.schedule().repeats() ? recurrence : null, title, address, file, caller.name(), caller.account(), settings.clock().instant());
        transactions.run(() -> {
            store.lock(event.id());
            room(event);
            store.add(one);
            written(caller, event, "calendar.add-material", null, one);
        });
        return one;
    }

    /** @throws Problem 404 {@code calendar.no-such-event}, {@code calendar.no-such-material} */
    public Material find(Caller caller, UUID event, UUID id) {
        events.find(caller, event);
        return store.find(id).filter(m -> m.event().equals(event)).orElseThrow(() -> Problem.notFound("calendar.no-such-material"));
    }

    /** A file's bytes; the caller closes it, and has found it. */
    public InputStream open(Material.Kept file) throws IOException {
        return files.open(file);
    }

    /** @throws Problem 403; 404 as {@link #find} */
    public void remove(Caller caller, UUID id, UUID material) {
        Event event = events.find(caller, id);
        Material one = find(caller, id, material);
        if (!mayRemove(caller, event, one)) {
            access.require(caller, Permissions.WRITE, event.unit());
        }
        transactions.run(() -> {
            store.remove(material);
            written(caller, event, "calendar.remove-material", one, null);
            files.forget(List.of(one));
        });
    }

    private void written(Caller caller, Event event, String action, @Nullable Material before, @Nullable Material after) {
        audit.write(caller, event.unit(), action, new Audit.Subject("calendar.event", event.id().toString(), event.details().title()), snapshot(before), snapshot(after));
        transactions.afterCommit(() -> live.publish("changed", "{\"module\":\"calendar\",\"type\":\"material\",\"id\":\"" + event.id() + "\",\"unit\":\"" + event.unit() + "\"}"));
    }

    private static Map<String, Object> snapshot(@Nullable Material one) {
        return one == null ? Map.of() : Map.of("material", one.title());
    }
}
