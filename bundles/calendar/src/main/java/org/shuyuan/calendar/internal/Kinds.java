package org.shuyuan.calendar.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.EventStore;
import org.shuyuan.calendar.internal.jpa.KindStore;

/**
 * Which kinds of event hold where: a unit's own and those of the units above, the nearest of a word. A unit that has a profile
 * gets the kinds of it when they are first asked for. Kept in memory for two seconds, so other nodes follow. Thread-safe.
 */
@Component(service = Kinds.class)
public final class Kinds {

    private static final long KEPT_NANOS = 2_000_000_000L;

    private record Snapshot(Map<UUID, Kind> byId, Map<UUID, List<Kind>> byUnit, Set<UUID> seeded, long readAt) {}

    private final KindStore store;
    private final EventStore events;
    private final Transactions transactions;
    private final Units units;
    private final KindSeeds seeds;
    private final Access access;
    private final Audit audit;
    private volatile @Nullable Snapshot snapshot;

    @Activate
    public Kinds(@Reference KindStore store, @Reference EventStore events, @Reference Transactions transactions, @Reference Units units,
            @Reference KindSeeds seeds, @Reference Access access, @Reference Audit audit) {
        this.store = store;
        this.events = events;
        this.transactions = transactions;
        this.units = units;
        this.seeds = seeds;
        this.access = access;
        this.audit = audit;
    }

    public List<Kind> list(Caller caller, UUID unit) {
        access.require(caller, Permissions.READ, unit);
        return at(unit);
    }

    /** One kind, for who may read the calendar of its unit or of one below. @throws Problem 404 {@code calendar.no-such-kind} */
    public Kind get(Caller caller, UUID id) {
        return find(id).filter(kind -> access.can(caller, Permissions.READ, kind.unit()) || access.unitsWith(caller, Permissions.READ).stream()
                .map(held -> units.find(held.unit())).flatMap(Optional::stream).anyMatch(held -> held.within(kind.unit()))).orElseThrow(() -> Problem.notFound("calendar.no-such-kind"));
    }

    /** The kinds that hold at the unit, in their order. */
    List<Kind> at(UUID unit) {
        Unit where = units.get(unit);
        UUID home = home(where);
        Snapshot now = snapshot();
        if (!now.seeded().contains(home)) {
            seed(home, where.profile());
            now = snapshot();
        }
        Map<String, Kind> nearest = new LinkedHashMap<>();
        for (UUID above : where.path()) {
            now.byUnit().getOrDefault(above, List.of()).forEach(k -> nearest.put(k.word(), k));
        }
        return nearest.values().stream().sorted(Comparator.comparingInt(Kind::position).thenComparing(Kind::word)).toList();
    }

    public Optional<Kind> find(UUID id) {
        return Optional.ofNullable(snapshot().byId().get(id));
    }

    /** The kind whose keyword or name is in the title, the longest match first; else the one called "other", else the last. */
    static Kind guess(Collection<Kind> kinds, String title) {
        List<Kind> offered = kinds.stream().filter(k -> !k.retired()).toList();
        Kind best = offered.stream().filter(k -> k.word().equals("other")).findFirst().orElse(offered.get(offered.size() - 1));
        int most = 0;
        for (Kind kind : offered) {
            int match = kind.match(title);
            if (match > most) {
                best = kind;
                most = match;
            }
        }
        return best;
    }

    public Kind add(Caller caller, Kind wanted) {
        access.require(caller, Permissions.KINDS, wanted.unit());
        Kind kind = wanted.checked();
        if (snapshot().byUnit().getOrDefault(kind.unit(), List.of()).stream().anyMatch(k -> k.word().equals(kind.word()))) {
            throw Problem.invalid("word", "calendar.kind-exists");
        }
        return changed(() -> {
            store.add(List.of(kind));
            audit.write(caller, kind.unit(), "calendar.add-kind", subject(kind), null, snapshotOf(kind));
            return kind;
        });
    }

    /** @throws javax.persistence.OptimisticLockException changed meanwhile */
    public Kind change(Caller caller, Kind wanted) {
        Kind before = own(caller, wanted.id());
        Kind kind = new Kind(before.id(), wanted.version(), before.unit(), before.word(), wanted.name(), wanted.colour(), wanted.keywords(),
                wanted.position(), wanted.retired(), wanted.roll()).checked();
        return changed(() -> {
            Kind after = store.change(kind);
            audit.write(caller, kind.unit(), "calendar.change-kind", subject(after), snapshotOf(before), snapshotOf(after));
            return after;
        });
    }

    /** @throws Problem 409 {@code calendar.kind-in-use}: it can be retired instead */
    public void remove(Caller caller, UUID id, int version) {
        Kind kind = own(caller, id);
        if (events.uses(id) || seeds.owed(id)) {
            throw Problem.conflict("calendar.kind-in-use");
        }
        changed(() -> {
            store.remove(new Kind(id, version, kind.unit(), kind.word(), kind.name(), kind.colour(), kind.keywords(), kind.position(), kind.retired(), kind.roll()));
            audit.write(caller, kind.unit(), "calendar.remove-kind", subject(kind), snapshotOf(kind), null);
            return kind;
        });
    }

    private Kind own(Caller caller, UUID id) {
        Kind kind = find(id).orElseThrow(() -> Problem.notFound("calendar.no-such-kind"));
        access.require(caller, Permissions.KINDS, kind.unit());
        return kind;
    }

    private Kind changed(Transactions.Work<Kind, RuntimeException> work) {
        try {
            return transactions.call(work);
        } finally {
            snapshot = null;
        }
    }

    /** The highest unit that the profile reaches down from without a break. */
    private UUID home(Unit unit) {
        UUID home = unit.id();
        for (int i = unit.path().size() - 2; i >= 0; i--) {
            Optional<Unit> above = units.find(unit.path().get(i));
            if (above.isEmpty() || !java.util.Objects.equals(above.get().profile(), unit.profile())) {
                break;
            }
            home = above.get().id();
        }
        return home;
    }

    private void seed(UUID unit, @Nullable String profile) {
        try {
            seeds.sow(unit, profile);
        } catch (PersistenceException othersWereFirst) {
            snapshot = null;
            if (!snapshot().seeded().contains(unit)) {
                throw othersWereFirst;
            }
        }
        snapshot = null;
    }

    /** The kinds that are one in the eyes of a unit: those of the same word at it, above and below, also retired ones. */
    Set<UUID> alike(UUID kind, UUID unit) {
        Snapshot now = snapshot();
        Kind known = now.byId().get(kind);
        if (known == null) {
            return Set.of(kind);
        }
        return now.byId().values().stream().filter(k -> k.word().equals(known.word())).filter(k -> related(k.unit(), unit)).map(Kind::id).collect(Collectors.toSet());
    }

    private boolean related(UUID one, UUID other) {
        return units.find(other).filter(u -> u.within(one)).isPresent() || units.find(one).filter(u -> u.within(other)).isPresent();
    }

    private Snapshot snapshot() {
        Snapshot now = snapshot;
        if (now == null || System.nanoTime() - now.readAt() > KEPT_NANOS) {
            long readAt = System.nanoTime();
            Map<UUID, Kind> byId = new HashMap<>();
            Map<UUID, List<Kind>> byUnit = new HashMap<>();
            // the seeds first: a unit seen as seeded then surely has its kinds in the list
            Set<UUID> seeded = Set.copyOf(store.seeded());
            for (Kind kind : store.all()) {
                byId.put(kind.id(), kind);
                byUnit.computeIfAbsent(kind.unit(), u -> new java.util.ArrayList<>()).add(kind);
            }
            now = new Snapshot(byId, byUnit, seeded, readAt);
            snapshot = now;
        }
        return now;
    }

    private static Audit.Subject subject(Kind kind) {
        return new Audit.Subject("calendar.kind", kind.id().toString(), kind.name(org.shuyuan.api.text.Language.ZH_CN));
    }

    private static Map<String, Object> snapshotOf(Kind kind) {
        Map<String, String> names = new LinkedHashMap<>();
        kind.name().forEach((language, name) -> names.put(language.tag(), name));
        return Map.of("word", kind.word(), "name", names, "colour", kind.colour(), "keywords", kind.keywords(), "retired", kind.retired(), "roll", kind.roll());
    }
}
