package org.shuyuan.directory.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.UnitState;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.directory.internal.jpa.MembershipStore;
import org.shuyuan.directory.internal.jpa.PersonStore;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.rest.Versions;

/** Creating, renaming, moving and closing units. Thread-safe. */
@Component(service = UnitService.class)
public final class UnitService {

    /** What a form gives. @param order null: at the end or as it is @param on since when it is so; today unless given */
    public record Draft(@Nullable UUID parent, @Nullable String name, @Nullable String kind, @Nullable Integer order, @Nullable String nature, @Nullable LocalDate on) {

        Draft(@Nullable UUID parent, @Nullable String name, @Nullable String kind, @Nullable Integer order) {
            this(parent, name, kind, order, null, null);
        }
    }

    private final UnitTree tree;
    private final UnitStore store;
    private final UnitKinds kinds;
    private final PersonStore people;
    private final MembershipStore memberships;
    private final Transactions transactions;
    private final Access access;
    private final Audit audit;
    private final Changed changed;

    @Activate
    public UnitService(@Reference UnitTree tree, @Reference UnitStore store, @Reference UnitKinds kinds, @Reference PersonStore people,
            @Reference MembershipStore memberships, @Reference Transactions transactions, @Reference Access access, @Reference Audit audit, @Reference Changed changed) {
        this.tree = tree;
        this.store = store;
        this.kinds = kinds;
        this.people = people;
        this.memberships = memberships;
        this.transactions = transactions;
        this.access = access;
        this.audit = audit;
        this.changed = changed;
    }

    /** The unit and those below it that the caller may see. */
    public List<Unit> subtree(Caller caller, UUID unit) {
        Set<UUID> seen = access.within(caller, Permissions.READ, tree.get(unit).id());
        return tree.subtree(unit).stream().filter(one -> seen.contains(one.id())).toList();
    }

    /** @param own who belong to each unit itself @param all who belong to it or below it, each person once */
    public record Counts(Map<UUID, Long> own, Map<UUID, Long> all) {}

    /** How many people there are, in units further memberships included. Two queries. */
    public Counts counts() {
        Map<UUID, Long> own = new HashMap<>(people.counts());
        Map<UUID, Long> all = new HashMap<>();
        own.forEach((unit, number) -> path(unit).forEach(u -> all.merge(u, number, Long::sum)));
        Map<UUID, Set<UUID>> counted = new HashMap<>();
        memberships.additional().forEach(m -> {
            own.merge(m.unit(), 1L, Long::sum);
            Set<UUID> already = counted.computeIfAbsent(m.person(), p -> new HashSet<>(path(m.main())));
            path(m.unit()).stream().filter(already::add).forEach(u -> all.merge(u, 1L, Long::sum));
        });
        return new Counts(own, all);
    }

    private List<UUID> path(UUID unit) {
        return tree.find(unit).map(Unit::path).orElse(List.of());
    }

    public UnitData get(Caller caller, UUID id) {
        access.require(caller, Permissions.READ, tree.get(id).id());
        return stored(id);
    }

    public UnitData create(Caller caller, Draft draft) {
        if (draft.parent() == null) {
            throw Problem.invalid("parent", "directory.needed");
        }
        Unit parent = tree.get(draft.parent());
        access.require(caller, Permissions.UNITS, parent.id());
        String name = UnitRules.name(draft.name());
        String kind = kinds.known(draft.kind());
        UUID id = Ids.next();
        LocalDate from = UnitRules.day(draft.on(), LocalDate.now(parent.zone()), null);
        return written(() -> {
            UnitRules.place(tree.stored(parent.id()).get(0), List.of());
            List<UnitData> siblings = children(parent.id());
            UnitRules.free(name, id, siblings);
            int order = draft.order() != null ? bounded(draft.order()) : siblings.stream().mapToInt(UnitData::order).max().orElse(0) + 1;
            UnitData unit = new UnitData(id, parent.id(), name, kind, null, null, UnitRules.nature(draft.nature()), order, 0);
            store.add(unit, from);
            audit.write(caller, parent.id(), "directory.create-unit", subject(unit), null, unit);
            return stored(id);
        });
    }

    /** Renames, moves or reorders. @throws Problem 412 {@code rest.changed-meanwhile} */
    public UnitData change(Caller caller, UUID id, int version, Draft draft) {
        access.require(caller, Permissions.UNITS, tree.get(id).id());
        String name = UnitRules.name(draft.name());
        String kind = kinds.known(draft.kind());
        return written(() -> {
            UnitData before = stored(id);
            if (before.version() != version) {
                throw meanwhile(before);
            }
            boolean moves = !Objects.equals(draft.parent(), before.parent());
            if (moves) {
                move(caller, before, draft.parent());
            }
            if (draft.parent() != null) {
                UnitRules.free(name, id, children(draft.parent()));
            }
            UnitData after = new UnitData(id, draft.parent(), name, kind, before.profile(), before.zone(), UnitRules.nature(draft.nature()),
                    draft.order() != null ? bounded(draft.order()) : before.order(), version);
            if (!store.change(after, since(id, draft.on()))) {
                throw meanwhile(stored(id));
            }
            audit.write(caller, id, moves ? "directory.move-unit" : "directory.change-unit", subject(after), before, after);
            return stored(id);
        });
    }

    private void move(Caller caller, UnitData before, @Nullable UUID to) {
        if (before.parent() == null || to == null) {
            throw Problem.invalid("parent", "directory.root-stays");
        }
        // both the place it leaves and the place it comes to
        access.require(caller, Permissions.UNITS, before.parent());
        access.require(caller, Permissions.UNITS, tree.get(to).id());
        UnitRules.place(tree.stored(to).get(0), tree.stored(before.id()));
    }

    /** Since when the unit is another than before: not before its history's last word. */
    LocalDate since(UUID id, @Nullable LocalDate on) {
        List<UnitState> states = tree.history(id);
        return UnitRules.day(on, LocalDate.now(tree.get(id).zone()), states.isEmpty() ? null : states.get(states.size() - 1).from());
    }

    /** Closes an empty unit. @throws Problem 409 {@code directory.unit-not-empty} */
    public void close(Caller caller, UUID id, int version, @Nullable LocalDate on) {
        access.require(caller, Permissions.UNITS, tree.get(id).id());
        written(() -> {
            UnitData before = stored(id);
            if (before.version() != version) {
                throw meanwhile(before);
            }
            if (before.parent() == null) {
                throw Problem.conflict("directory.root-stays");
            }
            if (!children(id).isEmpty() || people.anyMember(id)) {
                throw Problem.conflict("directory.unit-not-empty").with("name", before.name());
            }
            store.close(id, since(id, on), null);
            audit.write(caller, before.parent(), "directory.close-unit", subject(before), before, null);
            return before;
        });
    }

    UnitData written(Transactions.Work<UnitData, RuntimeException> work) {
        return transactions.call(() -> {
            store.begin(true);
            UnitData done = work.call();
            transactions.afterCommit(tree::refresh);
            changed.units(done.id());
            return done;
        });
    }

    List<UnitData> children(UUID parent) {
        return store.children(parent);
    }

    UnitData stored(UUID id) {
        return store.find(id).orElseThrow(() -> Problem.notFound("directory.no-such-unit"));
    }

    Problem meanwhile(UnitData current) {
        List<Audit.Entry> last = audit.about("directory.unit", current.id().toString(), 1);
        return Versions.changedMeanwhile(current, current.version(), last.isEmpty() ? null : last.get(0).who(), last.isEmpty() ? null : (Instant) last.get(0).at());
    }

    private static int bounded(int order) {
        return Math.max(0, Math.min(100_000, order));
    }

    static Audit.Subject subject(UnitData unit) {
        return new Audit.Subject("directory.unit", unit.id().toString(), unit.name());
    }
}
