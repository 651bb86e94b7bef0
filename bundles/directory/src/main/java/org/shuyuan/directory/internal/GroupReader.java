package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.UnitState;
import org.shuyuan.directory.internal.groups.Candidate;
import org.shuyuan.directory.internal.groups.Rule;
import org.shuyuan.directory.internal.groups.Rule.Answer;
import org.shuyuan.directory.internal.groups.Rule.Condition;
import org.shuyuan.directory.internal.jpa.GroupStore;
import org.shuyuan.directory.internal.jpa.GroupStore.Held;
import org.shuyuan.directory.internal.jpa.PastStore;

/** Who is, or was, in which group. A few queries, however many groups and people: what rules say is decided in memory. Thread-safe. */
@Component(service = {Groups.class, GroupReader.class})
public final class GroupReader implements Groups {

    /** Somebody who is in a group. @param because the conditions of the rule that held; empty for who was named by hand */
    public record Member(Candidate candidate, Set<Condition> because) {}

    private final GroupStore store;
    private final PastStore past;
    private final UnitTree tree;

    @Activate
    public GroupReader(@Reference GroupStore store, @Reference PastStore past, @Reference UnitTree tree) {
        this.store = store;
        this.past = past;
        this.tree = tree;
    }

    /** All that decides on a day. */
    private final class Day {
        final LocalDate on;
        final Map<UUID, GroupData> groups;
        final Map<UUID, Optional<Rule>> rules = new HashMap<>();
        final Map<UUID, UUID> owners = new HashMap<>();
        final Map<UUID, Set<UUID>> named;
        final Map<UUID, UnitState> units = new HashMap<>();
        final Map<UUID, List<UUID>> paths = new HashMap<>();

        Day(LocalDate on) {
            this.on = on;
            groups = store.all().stream().collect(Collectors.toMap(GroupData::id, Function.identity(), (a, b) -> a, LinkedHashMap::new));
            named = store.named(on);
            if (on.isBefore(PastStore.today())) {
                tree.on(on).forEach(s -> units.put(s.unit(), s));
            } else {
                tree.roots().forEach(r -> tree.subtree(r.id()).forEach(u -> units.put(u.id(), new UnitState(u.id(), u.parent(), u.name(), u.kind(), null, null))));
            }
            Map<UUID, Map<String, Optional<String>>> then = past.asOf(groups.keySet(), on);
            groups.values().forEach(g -> {
                @Nullable String json = then.getOrDefault(g.id(), Map.of()).getOrDefault(PastStore.RULE, Optional.ofNullable(g.rule())).orElse(null);
                rules.put(g.id(), Optional.ofNullable(json).map(Rule::stored));
                if (g.unit() != null) {
                    owners.put(g.id(), then.getOrDefault(g.id(), Map.of()).getOrDefault(PastStore.UNIT, Optional.empty()).map(UUID::fromString).orElse(g.unit()));
                }
            });
        }

        /** From the root down; empty when the unit was not there. */
        List<UUID> path(UUID unit) {
            @Nullable List<UUID> known = paths.get(unit);
            if (known != null) {
                return known;
            }
            List<UUID> path = new ArrayList<>();
            for (@Nullable UnitState at = units.get(unit); at != null && path.size() < 100; at = at.parent() == null ? null : units.get(at.parent())) {
                path.add(0, at.unit());
            }
            paths.put(unit, List.copyOf(path));
            return path;
        }

        Answer in(UUID group, Candidate c, @Nullable Set<Condition> because, int depth) {
            @Nullable GroupData g = groups.get(group);
            if (g == null || depth == 0 || g.unit() != null && !c.path().contains(owners.get(group))) {
                return Answer.NO;
            }
            Optional<Rule> rule = rules.getOrDefault(group, Optional.empty());
            return rule.isEmpty() ? Answer.of(named.getOrDefault(group, Set.of()).contains(c.person())) : matches(rule.get(), c, because, depth);
        }

        /** Whether an age decides, by the group's own rule or by that of one it names. */
        boolean ages(UUID group, int depth) {
            @Nullable Rule rule = rules.getOrDefault(group, Optional.empty()).orElse(null);
            return rule != null && depth > 0 && (rule.ages() || rule.groups().stream().anyMatch(other -> ages(other, depth - 1)));
        }

        Answer matches(Rule rule, Candidate c, @Nullable Set<Condition> because, int depth) {
            return rule.test(c, on, (other, candidate) -> in(other, candidate, null, depth - 1), because);
        }

        List<Candidate> candidates(List<Held> held) {
            Map<UUID, Map<String, Optional<String>>> people = past.asOf(held.stream().map(Held::person).toList(), on);
            Map<UUID, Map<String, Optional<String>>> memberships = past.asOf(held.stream().map(Held::membership).toList(), on);
            return held.stream().filter(h -> units.containsKey(h.unit())).map(h -> {
                Map<String, Optional<String>> person = people.getOrDefault(h.person(), Map.of());
                Map<String, Optional<String>> membership = memberships.getOrDefault(h.membership(), Map.of());
                UnitState unit = units.get(h.unit());
                return new Candidate(h.person(), h.name(), h.number(), h.gender(), h.birth(), was(person, PastStore.POLITICAL, h.political()),
                        was(person, PastStore.CATEGORY, h.category()), h.membership(), h.unit(), unit.name(), unit.kind(), path(h.unit()),
                        was(membership, PastStore.POSITION, h.position()), "true".equals(was(membership, PastStore.MAIN, Boolean.toString(h.main()))));
            }).toList();
        }
    }

    private static @Nullable String was(Map<String, Optional<String>> then, String attribute, @Nullable String now) {
        return then.containsKey(attribute) ? then.get(attribute).orElse(null) : now;
    }

    @Override
    public Optional<Group> find(UUID id) {
        return store.find(id).map(GroupReader::group);
    }

    @Override
    public Map<UUID, Group> get(Collection<UUID> ids) {
        return store.all().stream().filter(g -> ids.contains(g.id())).collect(Collectors.toMap(GroupData::id, GroupReader::group));
    }

    @Override
    public List<Group> at(UUID unit) {
        return offered(unit).stream().map(GroupReader::group).toList();
    }

    List<GroupData> offered(UUID unit) {
        List<UUID> path = tree.find(unit).map(Unit::path).orElse(List.of());
        return path.isEmpty() ? List.of() : store.all().stream().filter(g -> g.closedOn() == null && (g.unit() == null || path.contains(g.unit()))).toList();
    }

    @Override
    public Map<UUID, List<Person>> members(Collection<UUID> groups, UUID unit, LocalDate on) {
        Day day = new Day(on);
        List<Candidate> candidates = day.candidates(people(unit, day));
        Map<UUID, List<Person>> found = new LinkedHashMap<>();
        for (UUID group : groups) {
            if (day.groups.containsKey(group)) {
                found.put(group, once(candidates.stream().filter(c -> day.in(group, c, null, DEPTH) == Answer.YES).map(c -> new Member(c, Set.of())).toList()).stream()
                        .map(m -> person(m.candidate())).toList());
            }
        }
        return found;
    }

    /** How far groups are made of groups. */
    static final int DEPTH = 6;

    /** Those whose rules of that day ask for an age: of two days on which they differ one is near a birthday. */
    Set<UUID> byAge(LocalDate on) {
        Day day = new Day(on);
        return day.groups.keySet().stream().filter(group -> day.ages(group, DEPTH)).collect(Collectors.toSet());
    }

    /** Who of the unit and below is in the group, and why. */
    List<Member> explained(UUID group, UUID unit, LocalDate on) {
        Day day = new Day(on);
        return explained(day, unit, (c, because) -> day.in(group, c, because, DEPTH));
    }

    /** Whom of the unit and below a rule would mean that is not stored yet. */
    List<Member> tried(Rule rule, UUID unit, LocalDate on) {
        Day day = new Day(on);
        return explained(day, unit, (c, because) -> day.matches(rule, c, because, DEPTH));
    }

    private interface Test {
        Answer of(Candidate candidate, Set<Condition> because);
    }

    private List<Member> explained(Day day, UUID unit, Test test) {
        List<Member> found = new ArrayList<>();
        for (Candidate candidate : day.candidates(people(unit, day))) {
            Set<Condition> because = new LinkedHashSet<>();
            if (test.of(candidate, because) == Answer.YES) {
                found.add(new Member(candidate, because));
            }
        }
        return once(found);
    }

    @Override
    public Map<UUID, Set<UUID>> of(Collection<UUID> people, LocalDate on) {
        Day day = new Day(on);
        Map<UUID, Set<UUID>> found = new HashMap<>();
        for (Candidate candidate : day.candidates(store.heldBy(people, on))) {
            day.groups.values().stream().filter(g -> g.closedOn() == null || g.closedOn().isAfter(on)).filter(g -> day.in(g.id(), candidate, null, DEPTH) == Answer.YES)
                    .forEach(g -> found.computeIfAbsent(candidate.person(), p -> new HashSet<>()).add(g.id()));
        }
        return found;
    }

    /** All that belonged to a root are all there were: no list of ids then. */
    private List<Held> people(UUID unit, Day day) {
        Set<UUID> units = day.units.keySet().stream().filter(u -> day.path(u).contains(unit)).collect(Collectors.toSet());
        return units.size() == day.units.size() ? store.held(day.on) : store.heldAt(units, day.on);
    }

    /** A person who is in it by several memberships is shown by the main one. */
    private static List<Member> once(List<Member> members) {
        Map<UUID, Member> found = new LinkedHashMap<>();
        members.forEach(m -> found.merge(m.candidate().person(), m, (a, b) -> b.candidate().main() ? b : a));
        return found.values().stream().sorted(Comparator.comparing((Member m) -> m.candidate().unitName()).thenComparing(m -> m.candidate().name())
                .thenComparing(m -> m.candidate().person())).toList();
    }

    private static Person person(Candidate c) {
        return new Person(c.person(), c.name(), c.number(), c.unit(), c.unitName(), c.position());
    }

    private static Group group(GroupData g) {
        return new Group(g.id(), g.unit(), g.names().byTag(), g.rule() != null, g.closedOn() == null);
    }
}
