package org.shuyuan.registers.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.module.Register;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Names;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.registers.internal.jpa.EntryStore;

/**
 * Who reads, adds, changes and removes which entries. At a unit are read its own; those of the units above, where the register reaches below; and on request
 * those of the units below in which the caller may read. Thread-safe.
 */
@Component(service = EntryService.class)
public final class EntryService {

    /** Most in one register of one unit. */
    static final int MOST = 20_000;
    /** Rows read at once for a workbook. */
    private static final int PART = 500;

    private final EntryStore store;
    private final Places places;
    private final Units units;
    private final People people;
    private final Names names;
    private final Access access;
    private final Audit audit;
    private final Told told;
    private final Transactions transactions;
    private final Clock clock;

    @Activate
    public EntryService(@Reference EntryStore store, @Reference Places places, @Reference Units units, @Reference People people, @Reference Names names,
            @Reference Access access, @Reference Audit audit, @Reference Told told, @Reference Transactions transactions) {
        this(store, places, units, people, names, access, audit, told, transactions, Clock.systemUTC());
    }

    public EntryService(EntryStore store, Places places, Units units, People people, Names names, Access access, Audit audit, Told told, Transactions transactions, Clock clock) {
        this.store = store;
        this.places = places;
        this.units = units;
        this.people = people;
        this.names = names;
        this.access = access;
        this.audit = audit;
        this.told = told;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * The register, for a caller who may read it at the unit.
     *
     * @throws Problem 404 where there is none, see {@link Places}; 403
     */
    public Place open(Caller caller, String module, String register, UUID unit) {
        Place place = places.toRead(caller, module, register, unit);
        access.require(caller, place.register().read(), unit);
        return place;
    }

    /** How texts are compared in a search. */
    public UnaryOperator<String> folding() {
        return names::folded;
    }

    /** @param place from {@link #open} */
    public EntryStore.Found list(Caller caller, Place place, Wish wish) {
        return store.list(place.module(), place.register().id(), seen(caller, place, wish.below()), wish);
    }

    /** All that is wanted, part by part, however many they are. @param place from {@link #open} */
    public void each(Caller caller, Place place, Wish wish, Consumer<List<Entry>> taker) {
        Set<UUID> seen = seen(caller, place, wish.below());
        List<Entry> part;
        int from = 0;
        do {
            part = store.part(place.module(), place.register().id(), seen, wish.part(from, PART));
            taker.accept(part);
            from += PART;
        } while (part.size() == PART);
    }

    /** @throws Problem 404 {@code registers.no-such-entry}, also where the caller may not know of it */
    public Entry find(Caller caller, Place place, UUID id) {
        return store.find(id).filter(entry -> entry.module().equals(place.module()) && entry.register().equals(place.register().id()) && sees(caller, place, entry.unit()))
                .orElseThrow(() -> Problem.notFound("registers.no-such-entry"));
    }

    /** The register of an entry that the caller has just written, whether the caller may read others or not. */
    public Place written(Entry entry, UUID unit) {
        return places.toWrite(entry.module(), entry.register(), unit);
    }

    public boolean mayChange(Caller caller, Register register, UUID unit) {
        return access.can(caller, register.write(), unit);
    }

    /** @throws Problem 409 {@code registers.full}; 422 with every wrong field */
    public Entry add(Caller caller, String module, String id, UUID unit, Map<String, ? extends @Nullable Object> sent) {
        Place place = places.toWrite(module, id, unit);
        access.require(caller, place.register().write(), unit);
        ObjectNode content = checked(place.register(), sent, null);
        return transactions.call(() -> {
            if (store.count(module, id, unit) >= MOST) {
                throw Problem.conflict("registers.full").with("max", MOST);
            }
            Entry.Trace trace = Entry.Trace.of(caller, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            Entry entry = new Entry(Ids.next(), 0, module, id, unit, content, trace, trace);
            store.add(entry, Indexed.of(place.register(), content, names));
            audit.write(caller, unit, "registers.add-entry", subject(entry, place.register()), null, values(content, content.deepCopy().removeAll()));
            told.changed(entry);
            return store.find(entry.id()).orElseThrow();
        });
    }

    /** @throws OptimisticLockException another version is stored; {@link #find} gives it */
    public Entry change(Caller caller, String module, String id, UUID unit, UUID entry, int version, Map<String, ? extends @Nullable Object> sent) {
        Place place = toChange(caller, module, id, unit, entry);
        return transactions.call(() -> {
            Entry before = store.lock(entry, version);
            ObjectNode content = checked(place.register(), sent, before.content());
            if (content.equals(before.content())) {
                return before;
            }
            Entry after = store.change(before.with(content, Entry.Trace.of(caller, clock.instant().truncatedTo(ChronoUnit.MILLIS))), Indexed.of(place.register(), content, names));
            audit.write(caller, after.unit(), "registers.change-entry", subject(after, place.register()), values(before.content(), content), values(content, before.content()));
            told.changed(after);
            return after;
        });
    }

    /** @throws OptimisticLockException as {@link #change} */
    public void remove(Caller caller, String module, String id, UUID unit, UUID entry, int version) {
        Place place = toChange(caller, module, id, unit, entry);
        transactions.run(() -> {
            Entry before = store.lock(entry, version);
            store.remove(entry, version);
            audit.write(caller, before.unit(), "registers.remove-entry", subject(before, place.register()), values(before.content(), before.content().deepCopy().removeAll()), null);
            told.changed(before);
        });
    }

    /** Who may not even read it hears that it is not there; who may read it hears that it is not theirs to change. */
    private Place toChange(Caller caller, String module, String id, UUID unit, UUID entry) {
        Place place = places.toWrite(module, id, unit);
        UUID owner = find(caller, place, entry).unit();
        places.on(module, owner);
        access.require(caller, place.register().write(), owner);
        return place;
    }

    private Set<UUID> seen(Caller caller, Place place, boolean below) {
        Set<UUID> seen = new HashSet<>(below ? access.within(caller, place.register().read(), place.unit().id()) : Set.of(place.unit().id()));
        if (place.register().below()) {
            seen.addAll(place.unit().path());
        }
        return seen;
    }

    private boolean sees(Caller caller, Place place, UUID owner) {
        UUID unit = place.unit().id();
        boolean shown = owner.equals(unit) || place.register().below() && place.unit().path().contains(owner);
        return shown && access.can(caller, place.register().read(), unit)
                || units.find(owner).filter(found -> found.within(unit)).isPresent() && access.can(caller, place.register().read(), owner);
    }

    /** @param before whose values of fields that the module declares no more stay */
    private ObjectNode checked(Register register, Map<String, ? extends @Nullable Object> sent, @Nullable ObjectNode before) {
        ObjectNode content = Values.read(register, sent, people::get);
        if (before != null) {
            before.properties().stream().filter(one -> register.field(one.getKey()).isEmpty()).forEach(one -> content.set(one.getKey(), one.getValue()));
        }
        if (content.toString().length() > Values.LARGEST) {
            throw new Problem(422, "registers.too-large").with("max", Values.LARGEST);
        }
        return content;
    }

    private static Audit.Subject subject(Entry entry, Register register) {
        return new Audit.Subject("registers.entry", entry.id().toString(), entry.content().path(register.title()).asText(""));
    }

    /** Of the values those that are others than before: a change is told by what it changed. */
    private static Map<String, JsonNode> values(ObjectNode content, ObjectNode others) {
        Map<String, JsonNode> changed = new TreeMap<>();
        content.properties().stream().filter(one -> !one.getValue().equals(others.get(one.getKey()))).forEach(one -> changed.put(one.getKey(), one.getValue()));
        return changed;
    }
}
