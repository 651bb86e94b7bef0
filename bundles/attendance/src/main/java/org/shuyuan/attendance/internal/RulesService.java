package org.shuyuan.attendance.internal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.RulesStore;

/** How units count: their own rules, else those of the nearest unit above, else {@link Rules#USUAL}. Thread-safe. */
@Component(service = RulesService.class)
public final class RulesService {

    /** @param from whose rules they are; null: nobody's, they are the usual ones @param version 0 where the unit has none of its own */
    public record Held(Rules rules, @Nullable Unit from, int version) {}

    private final RulesStore store;
    private final Units units;
    private final Access access;
    private final Audit audit;
    private final Transactions transactions;

    @Activate
    public RulesService(@Reference RulesStore store, @Reference Units units, @Reference Access access, @Reference Audit audit, @Reference Transactions transactions) {
        this.store = store;
        this.units = units;
        this.access = access;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** What holds at the unit. Asks no permission: it stands beside figures that have asked. */
    public Held at(UUID unit) {
        Unit here = units.get(unit);
        Map<UUID, RulesStore.Own> own = store.of(here.path());
        List<UUID> path = here.path();
        for (int i = path.size() - 1; i >= 0; i--) {
            RulesStore.@Nullable Own found = own.get(path.get(i));
            if (found != null) {
                return new Held(found.rules(), units.get(path.get(i)), path.get(i).equals(unit) ? found.version() : 0);
            }
        }
        return new Held(Rules.USUAL, null, 0);
    }

    /** What holds at each of many units, by one query. */
    public Map<UUID, Rules> at(Collection<UUID> some) {
        Map<UUID, List<UUID>> paths = new LinkedHashMap<>();
        // a unit that was closed is in no tree any more
        some.forEach(unit -> paths.computeIfAbsent(unit, id -> units.find(id).map(Unit::path).orElse(List.of(id))));
        Map<UUID, RulesStore.Own> own = store.of(paths.values().stream().flatMap(List::stream).distinct().toList());
        Map<UUID, Rules> held = new LinkedHashMap<>();
        paths.forEach((unit, path) -> held.put(unit, path.stream().map(own::get).filter(Objects::nonNull).reduce((above, below) -> below).map(RulesStore.Own::rules).orElse(Rules.USUAL)));
        return held;
    }

    /** Everybody may know how they are counted who may read a figure, or belongs there: they stand beside it. */
    public Held get(Caller caller, UUID unit) {
        access.require(caller, Permissions.READ, unit);
        return at(unit);
    }

    /** @param version 0 for the unit's first own ones @throws OptimisticLockException another version is stored */
    public Held set(Caller caller, UUID unit, int version, Rules wanted) {
        access.require(caller, Permissions.RULES, unit);
        Rules rules = wanted.checked();
        return transactions.call(() -> {
            Held before = at(unit);
            if (before.version() != version) {
                throw new OptimisticLockException("rules " + unit);
            }
            store.put(unit, version, rules);
            written(caller, unit, "attendance.set-rules", before.rules(), rules);
            return at(unit);
        });
    }

    /** The unit counts as the one above it does. @throws OptimisticLockException another version is stored */
    public Held reset(Caller caller, UUID unit, int version) {
        access.require(caller, Permissions.RULES, unit);
        return transactions.call(() -> {
            Held before = at(unit);
            if (before.version() != version) {
                throw new OptimisticLockException("rules " + unit);
            }
            store.remove(unit);
            Held after = at(unit);
            written(caller, unit, "attendance.reset-rules", before.rules(), after.rules());
            return after;
        });
    }

    private void written(Caller caller, UUID unit, String action, Rules before, Rules after) {
        audit.write(caller, unit, action, new Audit.Subject("attendance.rules", unit.toString(), units.get(unit).name()), snapshot(before), snapshot(after));
    }

    private static Map<String, Object> snapshot(Rules rules) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("leaveExcused", rules.leaveExcused());
        all.put("lateCounts", rules.lateCounts());
        all.put("earlyCounts", rules.earlyCounts());
        all.put("target", rules.target());
        all.put("leaveDays", rules.leaveDays());
        all.put("makeUpCounts", rules.makeUpCounts());
        all.put("objectionDays", rules.objectionDays());
        all.put("earlyGrace", rules.earlyGrace());
        all.put("openEnd", rules.openEnd());
        return all;
    }
}
