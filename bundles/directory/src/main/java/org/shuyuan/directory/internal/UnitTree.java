package org.shuyuan.directory.internal;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.UnitRecord;
import org.shuyuan.api.directory.UnitState;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.directory.internal.jpa.UnitHistoryStore;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.directory.internal.roster.Clean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The unit tree in memory. Reads the number of its state twice a second and the rows when it has grown. Thread-safe. */
@Component(service = {Units.class, UnitTree.class})
public final class UnitTree implements Units {

    private static final Logger LOG = LoggerFactory.getLogger(UnitTree.class);
    private static final ZoneId DEFAULT_ZONE = ZoneId.of("Asia/Shanghai");
    private static final long POLL_MILLIS = 500;

    private record Tree(long revision, Map<UUID, Unit> units, Map<UUID, List<Unit>> children, List<Unit> roots) {}

    private final UnitStore store;
    private final UnitHistoryStore history;
    private final Transactions transactions;
    private final ScheduledExecutorService poller;
    /** Comes with sign-in, which in turn needs this tree: were it required, both would wait for each other. */
    private volatile @Nullable Audit audit;
    private volatile Tree tree;
    private volatile boolean complained;

    @Activate
    public UnitTree(@Reference UnitStore store, @Reference UnitHistoryStore history, @Reference Transactions transactions) {
        this.store = store;
        this.history = history;
        this.transactions = transactions;
        this.tree = tree(store.snapshot());
        this.poller = Executors.newSingleThreadScheduledExecutor(r -> {
            Thread thread = new Thread(r, "shuyuan-directory-units");
            thread.setDaemon(true);
            return thread;
        });
        poller.scheduleWithFixedDelay(this::poll, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    public void setAudit(Audit newAudit) {
        audit = newAudit;
    }

    public void unsetAudit(Audit oldAudit) {
        if (audit == oldAudit) {
            audit = null;
        }
    }

    @Deactivate
    public void close() {
        poller.shutdownNow();
    }

    private void poll() {
        try {
            if (store.revision() != tree.revision()) {
                refresh();
            }
            complained = false;
        } catch (RuntimeException e) {
            if (!complained) {
                complained = true;
                LOG.warn("The unit tree cannot be read; this node goes on with the one it knows: {}", e.toString());
            }
        }
    }

    /** To be called after the commit of a change on this node. */
    public synchronized void refresh() {
        tree = tree(store.snapshot());
    }

    @Override
    public Optional<Unit> find(UUID id) {
        Unit known = tree.units().get(id);
        if (known != null) {
            return Optional.of(known);
        }
        // founded or created in the transaction that now asks, or a moment ago elsewhere
        return store.find(id).isEmpty() ? Optional.empty() : Optional.ofNullable(tree(store.snapshot()).units().get(id));
    }

    @Override
    public Unit get(UUID id) {
        return find(id).orElseThrow(() -> Problem.notFound("directory.no-such-unit"));
    }

    @Override
    public List<Unit> roots() {
        return tree.roots();
    }

    @Override
    public List<Unit> subtree(UUID id) {
        Tree now = tree;
        List<Unit> found = new ArrayList<>();
        Unit top = now.units().get(id);
        if (top == null) {
            find(id).ifPresent(found::add);
        } else {
            collect(now, top, found);
        }
        return found;
    }

    /** {@link #subtree} as the current transaction sees it, from the database. */
    List<Unit> stored(UUID id) {
        Tree now = tree(store.snapshot());
        List<Unit> found = new ArrayList<>();
        Unit top = now.units().get(id);
        if (top == null) {
            throw Problem.notFound("directory.no-such-unit");
        }
        collect(now, top, found);
        return found;
    }

    @Override
    public Set<UUID> subtreeIds(UUID id) {
        Set<UUID> ids = new LinkedHashSet<>();
        subtree(id).forEach(u -> ids.add(u.id()));
        return ids;
    }

    @Override
    public Map<UUID, UnitRecord> records(Collection<UUID> ids) {
        return history.records(ids);
    }

    @Override
    public Optional<Unit> successor(UUID id) {
        UUID at = id;
        // a chain of mergers never comes back to where it was: only an open unit takes another in
        for (Optional<Unit> open = find(at);; open = find(at)) {
            @Nullable UnitRecord record = open.isPresent() ? null : history.records(List.of(at)).get(at);
            if (record == null || record.mergedInto() == null) {
                return open;
            }
            at = record.mergedInto();
        }
    }

    @Override
    public List<UnitState> history(UUID id) {
        return history.of(id);
    }

    /** All units there were on the day. */
    List<UnitState> on(LocalDate day) {
        return history.on(day);
    }

    @Override
    public List<UnitState> subtree(UUID id, LocalDate on) {
        Map<UUID, List<UnitState>> below = new HashMap<>();
        List<UnitState> found = new ArrayList<>();
        for (UnitState state : history.on(on)) {
            if (state.unit().equals(id)) {
                found.add(state);
            } else if (state.parent() != null) {
                below.computeIfAbsent(state.parent(), p -> new ArrayList<>()).add(state);
            }
        }
        for (int i = 0; i < found.size(); i++) {
            // taken out, so that what the past may hold of circles ends
            found.addAll(Objects.requireNonNullElse(below.remove(found.get(i).unit()), List.of()));
        }
        return found;
    }

    @Override
    public long revision() {
        return tree.revision();
    }

    @Override
    public Unit found(Caller caller, String name, String profile, String zone) {
        String clean = UnitRules.name(name);
        String usedZone = UnitRules.zone(zone);
        UUID id = Ids.next();
        transactions.run(() -> {
            store.begin(true);
            if (!store.snapshot().units().isEmpty()) {
                throw Problem.conflict("directory.already-founded");
            }
            UnitData unit = new UnitData(id, null, clean, "organisation", Clean.cut(profile, 50), usedZone, null, 0, 0);
            store.add(unit);
            Objects.requireNonNull(audit, "no audit trail yet").write(caller, id, "directory.found", new Audit.Subject("directory.unit", id.toString(), clean), null, unit);
        });
        transactions.afterCommit(this::refresh);
        return get(id);
    }

    private static void collect(Tree now, Unit unit, List<Unit> into) {
        into.add(unit);
        now.children().getOrDefault(unit.id(), List.of()).forEach(c -> collect(now, c, into));
    }

    private static Tree tree(UnitStore.Snapshot snapshot) {
        Map<UUID, List<UnitData>> below = new HashMap<>();
        List<UnitData> tops = new ArrayList<>();
        snapshot.units().forEach(u -> {
            if (u.parent() == null) {
                tops.add(u);
            } else {
                below.computeIfAbsent(u.parent(), p -> new ArrayList<>()).add(u);
            }
        });
        Map<UUID, Unit> units = new HashMap<>();
        Map<UUID, List<Unit>> children = new HashMap<>();
        List<Unit> roots = tops.stream().map(t -> place(t, null, below, units, children)).toList();
        return new Tree(snapshot.revision(), Map.copyOf(units), Map.copyOf(children), roots);
    }

    private static Unit place(UnitData data, @Nullable Unit parent, Map<UUID, List<UnitData>> below, Map<UUID, Unit> units, Map<UUID, List<Unit>> children) {
        List<UUID> path = new ArrayList<>(parent == null ? List.of() : parent.path());
        path.add(data.id());
        @Nullable String profile = data.profile() != null || parent == null ? data.profile() : parent.profile();
        ZoneId zone = data.zone() != null ? zoneOf(data.zone()) : parent == null ? DEFAULT_ZONE : parent.zone();
        Unit unit = new Unit(data.id(), data.parent(), data.name(), data.kind(), List.copyOf(path), profile, zone, data.order());
        units.put(unit.id(), unit);
        children.put(unit.id(), below.getOrDefault(unit.id(), List.of()).stream().map(c -> place(c, unit, below, units, children)).toList());
        return unit;
    }

    private static ZoneId zoneOf(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException unknownToThisJava) {
            return DEFAULT_ZONE;
        }
    }
}
