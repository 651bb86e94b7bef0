package org.shuyuan.testing;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.UnitRecord;
import org.shuyuan.api.directory.UnitState;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;

/** A small tree in memory. */
public final class FakeUnits implements Units {

    private final Map<UUID, Unit> units = new LinkedHashMap<>();
    private final Map<Unit, LocalDate> closed = new LinkedHashMap<>();
    private final Map<UUID, LocalDate> founded = new LinkedHashMap<>();
    private long revision;

    public Unit add(String name, @Nullable Unit parent) {
        UUID id = Ids.next();
        List<UUID> path = new ArrayList<>(parent == null ? List.of() : parent.path());
        path.add(id);
        Unit unit = new Unit(id, parent == null ? null : parent.id(), name, parent == null ? "organisation" : "department", List.copyOf(path), "bank",
                ZoneId.of("Asia/Shanghai"), units.size());
        units.put(id, unit);
        revision++;
        return unit;
    }

    /** It has a time zone of its own. */
    public Unit in(Unit unit, String zone) {
        Unit moved = new Unit(unit.id(), unit.parent(), unit.name(), unit.kind(), unit.path(), unit.profile(), ZoneId.of(zone), unit.order());
        units.put(unit.id(), moved);
        revision++;
        return moved;
    }

    /** @param profile that it started from, null: none */
    public Unit profile(Unit unit, @Nullable String profile) {
        Unit changed = new Unit(unit.id(), unit.parent(), unit.name(), unit.kind(), unit.path(), profile, unit.zone(), unit.order());
        units.put(unit.id(), changed);
        revision++;
        return changed;
    }

    /** @param on the first day on which it is there */
    public void founded(Unit unit, LocalDate on) {
        founded.put(unit.id(), on);
    }

    /** @param on the first day on which it is not there any more */
    public void close(Unit unit, LocalDate on) {
        units.remove(unit.id());
        closed.put(unit, on);
        revision++;
    }

    @Override
    public Optional<Unit> find(UUID id) {
        return Optional.ofNullable(units.get(id));
    }

    @Override
    public Unit get(UUID id) {
        return find(id).orElseThrow(() -> Problem.notFound("directory.no-such-unit"));
    }

    @Override
    public List<Unit> roots() {
        return units.values().stream().filter(u -> u.parent() == null).toList();
    }

    @Override
    public List<Unit> subtree(UUID id) {
        return units.values().stream().filter(u -> u.within(id)).toList();
    }

    @Override
    public Set<UUID> subtreeIds(UUID id) {
        return subtree(id).stream().map(Unit::id).collect(Collectors.toSet());
    }

    @Override
    public Map<UUID, UnitRecord> records(Collection<UUID> ids) {
        return ids.stream().distinct().filter(units::containsKey).collect(Collectors.toMap(id -> id, id -> new UnitRecord(id, units.get(id).name(), null, null)));
    }

    @Override
    public Optional<Unit> successor(UUID id) {
        return find(id);
    }

    @Override
    public List<UnitState> history(UUID id) {
        return find(id).map(FakeUnits::state).stream().toList();
    }

    @Override
    public List<UnitState> subtree(UUID id, LocalDate on) {
        return Stream.concat(units.values().stream(), closed.keySet().stream().filter(unit -> closed.get(unit).isAfter(on))).filter(unit -> unit.within(id))
                .filter(unit -> !founded.containsKey(unit.id()) || !founded.get(unit.id()).isAfter(on)).map(FakeUnits::state).toList();
    }

    private static UnitState state(Unit unit) {
        return new UnitState(unit.id(), unit.parent(), unit.name(), unit.kind(), null, null);
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public Unit found(Caller caller, String name, String profile, String zone) {
        if (!units.isEmpty()) {
            throw Problem.conflict("directory.already-founded");
        }
        return add(name, null);
    }
}
