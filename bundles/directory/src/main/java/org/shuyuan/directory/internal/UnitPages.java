package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.UnitRecord;
import org.shuyuan.api.directory.UnitState;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.jpa.MembershipStore;
import org.shuyuan.directory.internal.jpa.MembershipStore.Member;
import org.shuyuan.directory.internal.jpa.UnitHistoryStore;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;

/** What was: the tree on a day, a unit's history, its members on a day; of closed units too. Thread-safe. */
@Component(service = UnitPages.class)
public final class UnitPages {

    /** @param states the oldest first @param absorbed units merged into it @param named the names of the units that states and successor speak of */
    public record History(UnitRecord unit, List<UnitState> states, List<UnitRecord> absorbed, Map<UUID, UnitRecord> named) {}

    private final UnitTree tree;
    private final UnitHistoryStore history;
    private final MembershipStore memberships;
    private final Access access;

    @Activate
    public UnitPages(@Reference UnitTree tree, @Reference UnitHistoryStore history, @Reference MembershipStore memberships, @Reference Access access) {
        this.tree = tree;
        this.history = history;
        this.memberships = memberships;
        this.access = access;
    }

    /**
     * The unit and those below it on a day that the caller may see today, closed ones to who sees all below; of a time when it was not
     * there, nothing.
     */
    public List<UnitState> subtree(Caller caller, UUID unit, LocalDate on) {
        require(caller, unit);
        past(unit, on);
        if (tree.find(unit).isEmpty()) {
            return tree.subtree(unit, on);
        }
        Set<UUID> seen = access.within(caller, Permissions.READ, unit);
        boolean all = seen.containsAll(tree.subtreeIds(unit));
        return tree.subtree(unit, on).stream().filter(one -> seen.contains(one.unit()) || (tree.find(one.unit()).isEmpty() ? all : access.can(caller, Permissions.READ, one.unit()))).toList();
    }

    /** @throws Problem 404 {@code directory.no-such-unit} */
    public History history(Caller caller, UUID id) {
        require(caller, id);
        List<UnitState> states = history.of(id);
        List<UnitRecord> absorbed = history.absorbed(id);
        UnitRecord unit = record(id);
        Set<UUID> named = new HashSet<>();
        states.stream().map(UnitState::parent).filter(p -> p != null).forEach(named::add);
        Optional.ofNullable(unit.mergedInto()).ifPresent(named::add);
        return new History(unit, states, absorbed, history.records(named));
    }

    /** Who belongs, or belonged, to the unit itself. @param on today unless given */
    public Page<Member> members(Caller caller, UUID id, @Nullable LocalDate on, ListQuery query) {
        require(caller, id);
        LocalDate day = on == null ? today(id) : past(id, on);
        String order = query.orderBy(MembershipStore.SORTS, MembershipStore.ORDER);
        List<Member> found = query.export() ? memberships.members(Set.of(id), day, query.q(), order, 0, 100_000)
                : memberships.members(Set.of(id), day, query.q(), order, query.offset(), query.size());
        return Page.of(found, query.export() ? found.size() : memberships.count(Set.of(id), day, query.q()), query);
    }

    private LocalDate today(UUID unit) {
        return LocalDate.now(tree.find(unit).map(Unit::zone).orElse(ZoneId.of("Asia/Shanghai")));
    }

    /** Of a day to come nothing is known, and what is now is not to pass for it. @throws Problem 422 {@code directory.day-to-come} */
    private LocalDate past(UUID unit, LocalDate on) {
        if (on.isAfter(today(unit))) {
            throw new Problem(422, "directory.day-to-come");
        }
        return on;
    }

    /**
     * A closed unit is in no path any more: what it was is shown to who may read the place it last hung from. Not its successor's
     * readers: they may never have been allowed to see it.
     */
    private void require(Caller caller, UUID id) {
        UUID at = id;
        List<UUID> seen = new ArrayList<>();
        while (tree.find(at).isEmpty()) {
            List<UnitState> states = history.of(at);
            @Nullable UUID parent = states.isEmpty() ? null : states.get(states.size() - 1).parent();
            if (parent == null || seen.contains(parent)) {
                throw Problem.notFound("directory.no-such-unit");
            }
            seen.add(at);
            at = parent;
        }
        access.require(caller, Permissions.READ, at);
    }

    private UnitRecord record(UUID id) {
        return Optional.ofNullable(history.records(List.of(id)).get(id)).orElseThrow(() -> Problem.notFound("directory.no-such-unit"));
    }
}
