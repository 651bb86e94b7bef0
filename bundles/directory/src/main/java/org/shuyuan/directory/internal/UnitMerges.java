package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.directory.internal.jpa.GroupStore;
import org.shuyuan.directory.internal.jpa.MembershipStore;
import org.shuyuan.directory.internal.jpa.OutsideStore;
import org.shuyuan.directory.internal.jpa.PersonStore;
import org.shuyuan.directory.internal.jpa.UnitStore;

/**
 * Merging a unit into another: its people, the units below it, its audience groups and its register of people from outside go over on a day, and it is
 * closed with its successor named.
 *
 * <p>Roles do not go over. A grant at the merged unit stays written and reaches nothing any more, since the unit is in no path;
 * were it moved, its holder would suddenly have power over the people of the other unit. Who shall have it is given it there.
 * Thread-safe.
 */
@Component(service = UnitMerges.class)
public final class UnitMerges {

    /** @param into the successor @param on first day of the merger; today unless given */
    public record Draft(@Nullable UUID into, @Nullable LocalDate on) {}

    private final UnitService service;
    private final UnitTree tree;
    private final UnitStore store;
    private final MembershipStore memberships;
    private final PersonStore people;
    private final OutsideStore outside;
    private final GroupStore groups;
    private final Access access;
    private final Audit audit;
    private final Changed changed;

    @Activate
    public UnitMerges(@Reference UnitService service, @Reference UnitTree tree, @Reference UnitStore store, @Reference MembershipStore memberships,
            @Reference PersonStore people, @Reference OutsideStore outside, @Reference GroupStore groups, @Reference Access access, @Reference Audit audit, @Reference Changed changed) {
        this.service = service;
        this.tree = tree;
        this.store = store;
        this.memberships = memberships;
        this.people = people;
        this.outside = outside;
        this.groups = groups;
        this.access = access;
        this.audit = audit;
        this.changed = changed;
    }

    /**
     * Merges.
     *
     * @return the successor
     * @throws Problem 409 {@code directory.root-stays}, {@code directory.children-alike}, {@code directory.groups-alike}; 412; 422 {@code directory.cycle}, {@code directory.too-deep},
     *         {@code directory.bad-day}
     */
    public UnitData merge(Caller caller, UUID id, int version, Draft draft) {
        if (draft.into() == null) {
            throw Problem.invalid("into", "directory.needed");
        }
        Unit from = tree.get(id);
        Unit into = tree.get(draft.into());
        access.require(caller, Permissions.UNITS, id);
        access.require(caller, Permissions.UNITS, into.id());
        if (from.parent() == null) {
            throw Problem.conflict("directory.root-stays");
        }
        // as for a move: the place it leaves changes too
        access.require(caller, Permissions.UNITS, from.parent());
        return service.written(() -> {
            UnitData before = service.stored(id);
            if (before.version() != version) {
                throw service.meanwhile(before);
            }
            Unit target = tree.stored(into.id()).get(0);
            if (target.within(id)) {
                throw Problem.invalid("into", "directory.cycle");
            }
            LocalDate day = service.since(id, draft.on());
            int children = rehang(caller, before, target, day);
            int moved = move(caller, before, target, day);
            outside.handOver(id, target.id());
            handOverGroups(caller, before, target, day);
            store.close(id, day, target.id());
            audit.write(caller, target.id(), "directory.merge-unit", UnitService.subject(before), Map.of(),
                    Map.of("into", target.id(), "on", day.toString(), "people", moved, "units", children));
            changed.people(target.id());
            return service.stored(target.id());
        });
    }

    private int rehang(Caller caller, UnitData before, Unit target, LocalDate day) {
        List<UnitData> children = service.children(before.id());
        Set<String> taken = service.children(target.id()).stream().filter(u -> !u.id().equals(before.id())).map(u -> UnitRules.key(u.name())).collect(Collectors.toSet());
        int order = service.children(target.id()).stream().mapToInt(UnitData::order).max().orElse(0);
        for (UnitData child : children) {
            if (!taken.add(UnitRules.key(child.name()))) {
                throw Problem.conflict("directory.children-alike").with("name", child.name());
            }
            UnitRules.place(target, tree.stored(child.id()));
            UnitData after = new UnitData(child.id(), target.id(), child.name(), child.kind(), child.profile(), child.zone(), child.nature(), ++order, child.version());
            store.change(after, service.since(child.id(), day));
            audit.write(caller, child.id(), "directory.move-unit", UnitService.subject(after), child, after);
        }
        return children.size();
    }

    /** Closed ones too: who was in them is asked of the unit whose they are. */
    private void handOverGroups(Caller caller, UnitData before, Unit target, LocalDate day) {
        List<GroupData> all = groups.all();
        Set<String> taken = all.stream().filter(g -> g.closedOn() == null && target.id().equals(g.unit())).map(g -> g.names().text(Language.ZH_CN)).collect(Collectors.toSet());
        for (GroupData group : all.stream().filter(g -> before.id().equals(g.unit())).toList()) {
            String name = group.names().text(Language.ZH_CN);
            if (group.closedOn() == null && !taken.add(name)) {
                throw Problem.conflict("directory.groups-alike").with("name", group.names().text(caller.language()));
            }
            groups.handOver(group, target.id(), day);
            audit.write(caller, target.id(), "directory.move-group", GroupService.subject(group), Map.of("unit", before.name()), Map.of("unit", target.name()));
            changed.groups(group.id());
        }
    }

    /** Who belongs to both already belongs to the successor once; what was the main membership stays one. */
    private int move(Caller caller, UnitData before, Unit target, LocalDate day) {
        Map<UUID, MembershipData> there = new HashMap<>();
        memberships.open(target.id()).forEach(m -> there.put(m.person(), m));
        List<MembershipData> held = memberships.open(before.id());
        Map<UUID, PersonData> persons = people.get(held.stream().map(MembershipData::person).collect(Collectors.toSet())).stream()
                .collect(Collectors.toMap(PersonData::id, p -> p));
        for (MembershipData m : held) {
            @Nullable MembershipData already = there.get(m.person());
            MembershipData after;
            if (already == null) {
                after = memberships.moved(m, target.id(), target.name(), day);
                there.put(m.person(), after);
            } else {
                memberships.change(MembershipStore.ended(m, day));
                if (m.main()) {
                    memberships.replaced(m.id());
                    memberships.main(already.id(), true);
                }
                after = already;
            }
            PersonData person = persons.get(m.person());
            people.change(person);
            audit.write(caller, target.id(), "directory.move-person", PersonService.subject(person), PersonService.snapshot(person, m), PersonService.snapshot(person, after));
        }
        return held.size();
    }
}
