package org.shuyuan.directory.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.directory.internal.GroupReader.Member;
import org.shuyuan.directory.internal.groups.Rule;
import org.shuyuan.directory.internal.jpa.GroupStore;
import org.shuyuan.directory.internal.jpa.PastStore;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.directory.internal.roster.Clean;
import org.shuyuan.rest.Versions;

/**
 * Audience groups: those of the portal are kept by who manages groups at the topmost unit, those of a unit by who does so there. Who
 * may read people of a unit sees which of them are in a group. Thread-safe.
 */
@Component(service = GroupService.class)
public final class GroupService {

    /**
     * What a form gives.
     *
     * @param unit whose it is; null: the portal's; it never changes
     * @param name by language tag
     * @param rule see {@link Rule}; null: the members are named by hand
     */
    public record Draft(@Nullable UUID unit, @Nullable Map<String, @Nullable String> name, @Nullable JsonNode rule, @Nullable String note, @Nullable Integer order) {}

    /** Most groups a unit has, and most people who are named at once. */
    private static final int MOST = 200;
    private static final int NAME = 60;
    private static final int NOTE = 500;

    private final GroupStore store;
    private final GroupReader reader;
    private final PersonService persons;
    private final UnitStore units;
    private final UnitTree tree;
    private final Transactions transactions;
    private final Access access;
    private final Audit audit;
    private final Changed changed;

    @Activate
    public GroupService(@Reference GroupStore store, @Reference GroupReader reader, @Reference PersonService persons, @Reference UnitStore units, @Reference UnitTree tree,
            @Reference Transactions transactions, @Reference Access access, @Reference Audit audit, @Reference Changed changed) {
        this.store = store;
        this.reader = reader;
        this.persons = persons;
        this.units = units;
        this.tree = tree;
        this.transactions = transactions;
        this.access = access;
        this.audit = audit;
        this.changed = changed;
    }

    /** What can be addressed at the unit. */
    public List<GroupData> list(Caller caller, UUID unit) {
        access.require(caller, Permissions.READ, tree.get(unit).id());
        return reader.offered(unit);
    }

    /** @throws Problem 404 {@code directory.no-such-group}, also for one of a unit the caller may not read */
    public GroupData get(Caller caller, UUID unit, UUID id) {
        access.require(caller, Permissions.READ, tree.get(unit).id());
        GroupData group = stored(id);
        if (group.unit() != null && !access.can(caller, Permissions.READ, group.unit()) && !tree.get(unit).within(group.unit())) {
            throw Problem.notFound("directory.no-such-group");
        }
        return group;
    }

    /** May the caller change it? */
    public boolean writable(Caller caller, GroupData group) {
        return group.unit() == null ? tree.roots().stream().allMatch(r -> access.can(caller, Permissions.GROUPS, r.id()))
                : tree.find(group.unit()).isPresent() && access.can(caller, Permissions.GROUPS, group.unit());
    }

    /** @throws Problem 409 {@code directory.too-many-groups}; 422 {@code directory.bad-rule} and others */
    public GroupData create(Caller caller, Draft draft) {
        requireAt(caller, draft.unit());
        return transactions.call(() -> {
            units.begin(false);
            List<GroupData> there = store.all().stream().filter(g -> g.closedOn() == null && Objects.equals(g.unit(), draft.unit())).toList();
            if (there.size() >= MOST) {
                throw Problem.conflict("directory.too-many-groups").with("limit", MOST);
            }
            GroupData group = checked(new GroupData(Ids.next(), draft.unit(), LocalNames.of(draft.name(), NAME), rule(draft), note(draft),
                    draft.order() != null ? draft.order() : there.stream().mapToInt(GroupData::order).max().orElse(0) + 10, null, 0), there);
            store.add(group);
            audit.write(caller, group.unit(), "directory.create-group", subject(group), null, snapshot(group));
            changed.groups(group.id());
            return stored(group.id());
        });
    }

    /** A group by rule stays one, one by hand likewise. @throws Problem 409 {@code directory.group-closed}; 412; 422 */
    public GroupData change(Caller caller, UUID id, int version, Draft draft) {
        GroupData seen = stored(id);
        requireAt(caller, seen.unit());
        return transactions.call(() -> {
            units.begin(false);
            GroupData before = current(id, version);
            GroupData after = checked(new GroupData(id, before.unit(), LocalNames.of(draft.name(), NAME), before.rule() == null ? null : Objects.requireNonNull(rule(draft, true)),
                    note(draft), draft.order() != null ? draft.order() : before.order(), null, version),
                    store.all().stream().filter(g -> g.closedOn() == null && Objects.equals(g.unit(), before.unit())).toList());
            store.change(after);
            audit.write(caller, after.unit(), "directory.change-group", subject(after), snapshot(before), snapshot(after));
            changed.groups(id);
            return stored(id);
        });
    }

    /** It is no longer offered; who was in it stays answerable. @throws Problem 409 {@code directory.group-in-use} by the rule of another; 412 */
    public void close(Caller caller, UUID id, int version) {
        requireAt(caller, stored(id).unit());
        transactions.run(() -> {
            units.begin(false);
            GroupData before = current(id, version);
            store.all().stream().filter(g -> g.closedOn() == null && g.rule() != null && Rule.stored(g.rule()).groups().contains(id)).findFirst().ifPresent(user -> {
                throw Problem.conflict("directory.group-in-use").with("name", user.names().text(caller.language()));
            });
            store.change(new GroupData(id, before.unit(), before.names(), before.rule(), before.note(), before.order(), day(before), version));
            audit.write(caller, before.unit(), "directory.close-group", subject(before), snapshot(before), null);
            changed.groups(id);
        });
    }

    /**
     * Who of the unit and below is in it on the day, and why.
     *
     * @param on today also where an age decides and the caller may not know it: asked day by day the group would tell everybody's birthday
     */
    public List<Member> members(Caller caller, UUID unit, UUID id, @Nullable LocalDate on) {
        GroupData group = get(caller, unit, id);
        LocalDate today = day(group);
        boolean asked = on != null && (on.equals(today) || mayKnowAges(caller, unit) || !reader.byAge(on).contains(id));
        return reader.explained(group.id(), unit, asked ? Objects.requireNonNull(on) : today);
    }

    /** A rule that asks for ages is made by who keeps groups; ages themselves are read by who may read what is personal. */
    private boolean mayKnowAges(Caller caller, UUID unit) {
        return tree.find(unit).isPresent() && (access.can(caller, Permissions.PERSONAL, unit) || access.can(caller, Permissions.GROUPS, unit));
    }

    /** Whom a rule would mean. For who may keep groups there, since a rule can ask for what a page hides. */
    public List<Member> tried(Caller caller, UUID unit, @Nullable JsonNode rule, @Nullable LocalDate on) {
        access.require(caller, Permissions.GROUPS, tree.get(unit).id());
        return reader.tried(Rule.parse(rule), unit, on == null ? LocalDate.now(tree.get(unit).zone()) : on);
    }

    /**
     * The groups a person whom the caller may see is in, without those that are absent for the caller.
     *
     * @param on as of {@link #members}
     */
    public List<GroupData> of(Caller caller, UUID person, LocalDate on) {
        PersonService.Shown shown = persons.get(caller, person);
        Set<UUID> in = new HashSet<>(reader.of(List.of(person), on).getOrDefault(person, Set.of()));
        @Nullable MembershipData main = shown.main();
        boolean mayKnow = person.equals(caller.person()) || main != null && mayKnowAges(caller, main.unit());
        if (!on.equals(PastStore.today()) && !mayKnow) {
            Set<UUID> byAge = reader.byAge(on);
            in.removeAll(byAge);
            reader.of(List.of(person), PastStore.today()).getOrDefault(person, Set.of()).stream().filter(byAge::contains).forEach(in::add);
        }
        List<UUID> at = shown.memberships().stream().map(MembershipData::unit).filter(u -> tree.find(u).isPresent() && access.can(caller, Permissions.READ, u)).toList();
        return store.all().stream().filter(g -> in.contains(g.id())).filter(g -> there(caller, g, at)).toList();
    }

    /** Whether {@link #get} would answer at one of these units, which the caller reads. */
    private boolean there(Caller caller, GroupData group, List<UUID> units) {
        UUID owner = group.unit();
        return owner == null || tree.find(owner).isPresent() && access.can(caller, Permissions.READ, owner) || units.stream().anyMatch(u -> tree.get(u).within(owner));
    }

    /** Names people by hand. @throws Problem 409 {@code directory.group-by-rule}; 404 for people the caller may not see */
    public void name(Caller caller, UUID id, @Nullable Collection<UUID> people) {
        GroupData group = byHand(caller, id);
        if (people == null || people.isEmpty()) {
            throw Problem.invalid("people", "directory.needed");
        }
        if (people.size() > MOST) {
            throw new Problem(422, "rest.invalid").field("people", "directory.too-many-people", Map.of("limit", MOST));
        }
        people.forEach(p -> persons.get(caller, p));
        transactions.run(() -> {
            units.begin(false);
            if (store.name(id, people, day(group)) > 0) {
                store.change(group);
                audit.write(caller, group.unit(), "directory.name-in-group", subject(group), null, Map.of("people", people.stream().map(UUID::toString).sorted().toList()));
                changed.groups(id);
            }
        });
    }

    /** Takes a person out; who is not in it stays so. @throws Problem 409 {@code directory.group-by-rule} */
    public void unname(Caller caller, UUID id, UUID person) {
        GroupData group = byHand(caller, id);
        transactions.run(() -> {
            units.begin(false);
            if (store.unname(id, person, day(group))) {
                store.change(group);
                audit.write(caller, group.unit(), "directory.unname-in-group", subject(group), Map.of("people", List.of(person.toString())), null);
                changed.groups(id);
            }
        });
    }

    private GroupData byHand(Caller caller, UUID id) {
        GroupData group = stored(id);
        requireAt(caller, group.unit());
        if (group.rule() != null) {
            throw Problem.conflict("directory.group-by-rule");
        }
        if (group.closedOn() != null) {
            throw Problem.conflict("directory.group-closed");
        }
        return group;
    }

    private void requireAt(Caller caller, @Nullable UUID unit) {
        if (unit == null) {
            tree.roots().forEach(r -> access.require(caller, Permissions.GROUPS, r.id()));
        } else {
            access.require(caller, Permissions.GROUPS, tree.get(unit).id());
        }
    }

    private @Nullable String rule(Draft draft) {
        return rule(draft, false);
    }

    private @Nullable String rule(Draft draft, boolean needed) {
        if (draft.rule() == null || draft.rule().isNull()) {
            if (needed) {
                throw Problem.invalid("rule", "directory.needed");
            }
            return null;
        }
        Rule.parse(draft.rule());
        String json = draft.rule().toString();
        if (json.length() > 8000) {
            throw Problem.invalid("rule", "directory.bad-rule");
        }
        return json;
    }

    private static @Nullable String note(Draft draft) {
        String clean = draft.note() == null ? "" : Clean.line(draft.note());
        if (clean.length() > NOTE) {
            throw new Problem(422, "rest.invalid").field("note", "directory.too-long", Map.of("limit", NOTE));
        }
        return clean.isEmpty() ? null : clean;
    }

    /** One name at a unit once; a rule names groups there are, and none that leads back to it. */
    private GroupData checked(GroupData group, List<GroupData> there) {
        String name = group.names().text(Language.ZH_CN);
        if (there.stream().anyMatch(g -> !g.id().equals(group.id()) && g.names().text(Language.ZH_CN).equals(name))) {
            throw Problem.invalid("name." + Language.ZH_CN.tag(), "directory.group-taken");
        }
        if (group.order() < 0 || group.order() > 100_000) {
            throw Problem.invalid("order", "directory.bad-order");
        }
        if (group.rule() != null) {
            Map<UUID, GroupData> all = new LinkedHashMap<>();
            store.all().forEach(g -> all.put(g.id(), g));
            deep(Rule.stored(group.rule()), group.id(), all, GroupReader.DEPTH - 1, new HashSet<>());
        }
        return group;
    }

    private static void deep(Rule rule, UUID from, Map<UUID, GroupData> all, int depth, Set<UUID> seen) {
        for (UUID id : rule.groups()) {
            @Nullable GroupData other = all.get(id);
            if (other == null || other.closedOn() != null) {
                throw Problem.invalid("rule", "directory.no-such-group");
            }
            if (id.equals(from) || depth == 0) {
                throw Problem.invalid("rule", "directory.group-cycle");
            }
            if (seen.add(id) && other.rule() != null) {
                deep(Rule.stored(other.rule()), from, all, depth - 1, seen);
            }
        }
    }

    private LocalDate day(GroupData group) {
        return group.unit() == null ? PastStore.today()
                : tree.find(group.unit()).map(Unit::zone).map(LocalDate::now).orElseGet(PastStore::today);
    }

    private GroupData current(UUID id, int version) {
        GroupData now = stored(id);
        if (now.closedOn() != null) {
            throw Problem.conflict("directory.group-closed");
        }
        if (now.version() != version) {
            List<Audit.Entry> last = audit.about("directory.group", id.toString(), 1);
            throw Versions.changedMeanwhile(snapshot(now), now.version(), last.isEmpty() ? null : last.get(0).who(), last.isEmpty() ? null : last.get(0).at());
        }
        return now;
    }

    private GroupData stored(UUID id) {
        return store.find(id).orElseThrow(() -> Problem.notFound("directory.no-such-group"));
    }

    private static Map<String, @Nullable Object> snapshot(GroupData group) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", group.names().byTag());
        map.put("rule", group.rule());
        map.put("note", group.note());
        map.put("order", group.order());
        map.values().removeIf(Objects::isNull);
        return map;
    }

    static Audit.Subject subject(GroupData group) {
        return new Audit.Subject("directory.group", group.id().toString(), group.names().text(Language.ZH_CN));
    }
}
