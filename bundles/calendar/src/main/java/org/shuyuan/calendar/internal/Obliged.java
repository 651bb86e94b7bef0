package org.shuyuan.calendar.internal;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.UnitState;
import org.shuyuan.api.directory.Units;

/** Who owes something in a period: which units there were, who was in a group, and whether they were there when it began. Thread-safe. */
@Component(service = Obliged.class)
public final class Obliged {

    private final Units units;
    private final People people;
    private final Groups groups;

    @Activate
    public Obliged(@Reference Units units, @Reference People people, @Reference Groups groups) {
        this.units = units;
        this.people = people;
        this.groups = groups;
    }

    /** For one answer: what it has read of the directory it reads once, so that many obligations cost no more than few. Not thread-safe. */
    Look look() {
        return new Look();
    }

    /** @see #look */
    final class Look {

        private record At(UUID unit, LocalDate day) {}

        private record In(Set<UUID> groups, UUID unit, LocalDate day) {}

        private record Of(List<UUID> people, LocalDate day) {}

        private final Map<At, Map<UUID, String>> trees = new HashMap<>();
        private final Map<In, List<Person>> members = new HashMap<>();
        private final Map<Of, Map<UUID, Person>> known = new HashMap<>();

        /**
         * In the order of the tree or the list, members of groups by staff number, each once: of a period that is over whoever was there on its last day, else who is there today. Of a unit that
         * is closed by that day nothing is owed, nor by somebody who belongs nowhere.
         */
        List<Whom> in(Obligation o, Period period, LocalDate today) {
            List<Whom> there = at(o, period.last().isBefore(today) ? period.last() : null, today);
            if (there.isEmpty() || period.first().isAfter(today)) {
                return there;
            }
            Set<UUID> since = at(o, period.first(), today).stream().map(Whom::id).collect(Collectors.toSet());
            return there.stream().map(w -> since.contains(w.id()) ? w : w.cameMeanwhile()).toList();
        }

        /** @param day null: today */
        private List<Whom> at(Obligation o, @Nullable LocalDate day, LocalDate today) {
            Optional<Unit> home = units.find(o.unit());
            if (home.isEmpty()) {
                return List.of();
            }
            ZoneId zone = home.get().zone();
            return switch (o.over()) {
                case UNIT -> tree(o.unit(), day).entrySet().stream().filter(u -> u.getKey().equals(o.unit())).map(u -> unit(u, zone)).toList();
                case BELOW -> tree(o.unit(), day).entrySet().stream().filter(u -> !u.getKey().equals(o.unit())).map(u -> unit(u, zone)).toList();
                case UNITS -> tree(o.unit(), day).entrySet().stream().filter(u -> o.targets().contains(u.getKey())).map(u -> unit(u, zone)).toList();
                case GROUPS -> o.targets().stream().filter(g -> groups.find(g).isPresent()).map(g -> new Whom(Whom.What.GROUP, g, null, o.unit(), zone, true)).toList();
                case MEMBERS -> members.computeIfAbsent(new In(Set.copyOf(o.targets()), o.unit(), day == null ? today : day), this::members).stream().map(p -> person(p, o, zone)).toList();
                case PEOPLE -> people(o.targets(), day == null ? today : day).stream().map(p -> person(p, o, zone)).toList();
            };
        }

        private Whom unit(Map.Entry<UUID, String> unit, ZoneId otherwise) {
            return new Whom(Whom.What.UNIT, unit.getKey(), unit.getValue(), unit.getKey(), units.find(unit.getKey()).map(Unit::zone).orElse(otherwise), true);
        }

        private static Whom person(Person p, Obligation o, ZoneId zone) {
            return new Whom(Whom.What.PERSON, p.id(), null, Objects.requireNonNullElse(p.unit(), o.unit()), zone, true);
        }

        /** The unit and those below it by id, with what they were called. */
        private Map<UUID, String> tree(UUID unit, @Nullable LocalDate day) {
            return trees.computeIfAbsent(new At(unit, day == null ? LocalDate.MAX : day), at -> {
                Map<UUID, String> found = new LinkedHashMap<>();
                if (day == null) {
                    units.subtree(unit).forEach(u -> found.put(u.id(), u.name()));
                } else {
                    for (UnitState state : units.subtree(unit, day)) {
                        found.put(state.unit(), state.name());
                    }
                }
                return found;
            });
        }

        private List<Person> members(In in) {
            Map<UUID, Person> found = new LinkedHashMap<>();
            groups.members(in.groups(), in.unit(), in.day()).values().forEach(some -> some.forEach(p -> found.putIfAbsent(p.id(), p)));
            // groups have no order of their own
            return found.values().stream().sorted(Comparator.comparing(Person::number, Comparator.nullsLast(Comparator.naturalOrder())).thenComparing(Person::name)).toList();
        }

        private List<Person> people(List<UUID> ids, LocalDate day) {
            Map<UUID, Person> there = known.computeIfAbsent(new Of(ids, day), of -> people.membersAmong(of.people(), of.day()));
            return ids.stream().map(there::get).filter(Objects::nonNull).toList();
        }
    }
}
