package org.shuyuan.directory.internal.roster;

import static org.shuyuan.directory.internal.roster.Finding.Severity.ERROR;
import static org.shuyuan.directory.internal.roster.Finding.Severity.INFO;
import static org.shuyuan.directory.internal.roster.Finding.Severity.WARNING;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.directory.internal.roster.UnitNames.Target;

/**
 * What the file would change. Persons are the same by staff number; without one by name and birth or phone. An empty cell
 * changes nothing, a month does not replace the day within it.
 */
public final class Comparison {

    public enum State { ADDED, CHANGED, UNCHANGED, PROBLEM }

    /** One value that would change. */
    public record Change(Field field, @Nullable String before, @Nullable String after) {}

    /** One row and what would become of it. */
    public record Line(Entry entry, State state, @Nullable Known person, Target unit, List<Change> changes) {}

    /** Fields that belong to the person; position, unit and since belong to the membership. */
    public static final List<Field> PERSONAL = List.of(Field.NUMBER, Field.NAME, Field.GENDER, Field.BIRTH, Field.POLITICAL, Field.JOINED, Field.PHONE,
            Field.MAIL, Field.CATEGORY, Field.TITLE, Field.SUBJECT, Field.NOTE);

    private final Target home;
    private final UnitNames units;
    private final Map<String, Known> byNumber;
    private final Map<String, List<Known>> byName;
    private final Set<UUID> taken = new HashSet<>();

    /** @param home the unit imported into; rows that name no unit belong to it */
    public Comparison(Target home, UnitNames units, Collection<Known> people) {
        this.home = home;
        this.units = units;
        this.byNumber = people.stream().filter(p -> p.get(Field.NUMBER) != null)
                .collect(Collectors.toMap(p -> Objects.requireNonNull(p.get(Field.NUMBER)), Function.identity(), (a, b) -> a));
        this.byName = people.stream().filter(Known::within).collect(Collectors.groupingBy(p -> Objects.requireNonNull(p.get(Field.NAME))));
    }

    /** The units that the file names, once it was compared. */
    public List<UnitNames.Written> units() {
        return units.written();
    }

    public List<Line> compare(List<Entry> entries) {
        numbers(entries);
        namesakes(entries);
        entries.stream().map(e -> e.get(Field.UNIT)).filter(Objects::nonNull).forEach(units::note);
        Map<Entry, Known> persons = new HashMap<>();
        for (boolean numbered : new boolean[] {true, false}) {
            // numbers first: a row without one must not take a person whom a number names
            for (Entry entry : entries) {
                if (!entry.refused() && numbered == (entry.get(Field.NUMBER) != null && byNumber.containsKey(entry.get(Field.NUMBER)))) {
                    person(entry, numbered).ifPresent(p -> persons.put(entry, p));
                }
            }
        }
        Map<String, Entry> seen = new HashMap<>();
        List<Line> lines = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            twice(entry, seen);
            Target unit = unit(entry);
            @Nullable Known person = persons.get(entry);
            List<Change> changes = entry.refused() || person == null ? List.of() : changes(entry, person, unit);
            State state = entry.refused() ? State.PROBLEM : person == null ? State.ADDED : changes.isEmpty() ? State.UNCHANGED : State.CHANGED;
            lines.add(new Line(entry, state, person, unit, changes));
        }
        return lines;
    }

    /** A number belongs to the first row that has it; a later row is left out until somebody says which is right. */
    private void numbers(List<Entry> entries) {
        Map<String, Entry> first = new HashMap<>();
        Set<String> all = entries.stream().map(e -> e.get(Field.NUMBER)).filter(Objects::nonNull).collect(Collectors.toSet());
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            @Nullable String number = entry.get(Field.NUMBER);
            @Nullable Entry other = number == null ? null : first.putIfAbsent(number, entry);
            if (number == null || other == null) {
                continue;
            }
            String free = free(entries, i, all);
            entry.add(ERROR, free.isEmpty() ? "number-twice" : "number-twice-free", Field.NUMBER, number, null,
                    Map.of("number", number, "name", Objects.requireNonNullElse(other.get(Field.NAME), ""), "free", free), List.of(other.place()));
            other.add(WARNING, "number-also", Field.NUMBER, number, number,
                    Map.of("number", number, "name", Objects.requireNonNullElse(entry.get(Field.NAME), "")), List.of(entry.place()));
        }
    }

    /** The number between those of the rows above and below, when the file has no other use for it. */
    private static String free(List<Entry> entries, int i, Set<String> all) {
        @Nullable String above = i > 0 ? entries.get(i - 1).get(Field.NUMBER) : null;
        @Nullable String below = i + 1 < entries.size() ? entries.get(i + 1).get(Field.NUMBER) : null;
        if (above == null || below == null || !above.matches(".*\\d{1,9}") || above.length() != below.length()) {
            return "";
        }
        String head = above.replaceFirst("\\d{1,9}$", "");
        String digits = above.substring(head.length());
        String next = head + String.format("%0" + digits.length() + "d", Long.parseLong(digits) + 1);
        return all.contains(next) || next.compareTo(below) >= 0 || !below.startsWith(head) ? "" : next;
    }

    private static void namesakes(List<Entry> entries) {
        entries.stream().filter(e -> e.get(Field.NAME) != null).collect(Collectors.groupingBy(e -> Objects.requireNonNull(e.get(Field.NAME)))).values().stream()
                .filter(same -> same.size() > 1).forEach(same -> same.forEach(e -> e.add(INFO, "namesake", Field.NAME, Objects.requireNonNull(e.get(Field.NAME)), null,
                        Map.of(), same.stream().filter(o -> o != e).limit(5).map(Entry::place).toList())));
    }

    private Optional<Known> person(Entry entry, boolean numbered) {
        Optional<Known> found = numbered ? Optional.ofNullable(byNumber.get(entry.get(Field.NUMBER))) : unnumbered(entry);
        if (found.isEmpty()) {
            return found;
        }
        Known person = found.get();
        if (!person.within()) {
            entry.add(ERROR, "number-elsewhere", Field.NUMBER, Objects.requireNonNullElse(entry.get(Field.NUMBER), ""), null, Map.of());
            return Optional.empty();
        }
        if (numbered && !same(entry, person, Field.NAME)) {
            boolean other = contradicts(entry, person, Field.BIRTH) || contradicts(entry, person, Field.GENDER);
            entry.add(other ? ERROR : WARNING, other ? "number-of-other" : "name-changed", Field.NAME, Objects.requireNonNullElse(entry.get(Field.NAME), ""),
                    other ? null : entry.get(Field.NAME), Map.of("name", Objects.requireNonNullElse(person.get(Field.NAME), "")));
            if (other) {
                return Optional.empty();
            }
        }
        if (!taken.add(person.id())) {
            entry.add(ERROR, "same-person", Field.NAME, Objects.requireNonNullElse(entry.get(Field.NAME), ""), null, Map.of());
            return Optional.empty();
        }
        return found;
    }

    /** By name with birth or phone; by the name alone only where nothing speaks against it and there is one such person. */
    private Optional<Known> unnumbered(Entry entry) {
        List<Known> namesakes = byName.getOrDefault(entry.get(Field.NAME), List.of()).stream().filter(p -> !taken.contains(p.id()))
                .filter(p -> !contradicts(entry, p, Field.NUMBER)).toList();
        List<Known> sure = namesakes.stream().filter(p -> agrees(entry, p, Field.PHONE) || agrees(entry, p, Field.BIRTH)).filter(p -> !contradicts(entry, p, Field.BIRTH))
                .toList();
        if (sure.size() == 1) {
            return Optional.of(sure.get(0));
        }
        List<Known> both = sure.stream().filter(p -> agrees(entry, p, Field.PHONE) && agrees(entry, p, Field.BIRTH)).toList();
        if (both.size() == 1) {
            return Optional.of(both.get(0));
        }
        List<Known> open = namesakes.stream().filter(p -> !contradicts(entry, p, Field.PHONE) && !contradicts(entry, p, Field.BIRTH)).toList();
        return sure.isEmpty() && open.size() == 1 ? Optional.of(open.get(0)) : Optional.empty();
    }

    /** A row without number that says again what another row said. */
    private static void twice(Entry entry, Map<String, Entry> seen) {
        if (entry.get(Field.NUMBER) != null || entry.refused()) {
            return;
        }
        String key = entry.values().toString();
        @Nullable Entry other = seen.putIfAbsent(key, entry);
        if (other != null) {
            entry.add(ERROR, "row-twice", null, Objects.requireNonNullElse(entry.get(Field.NAME), ""), null, Map.of(), List.of(other.place()));
        }
    }

    private Target unit(Entry entry) {
        @Nullable String name = entry.get(Field.UNIT);
        if (name == null) {
            return home;
        }
        UnitNames.Meant meant = units.meant(name, entry.isUnitTyped());
        if (meant.how() == UnitNames.How.GUESSED) {
            entry.add(WARNING, "unit-guessed", Field.UNIT, name, meant.target().name(), Map.of());
        } else if (meant.how() == UnitNames.How.CHOSEN && !meant.target().name().equals(name)) {
            entry.add(INFO, "unit-chosen", Field.UNIT, name, meant.target().name(), Map.of());
        }
        entry.set(Field.UNIT, meant.target().name());
        return meant.target();
    }

    private static List<Change> changes(Entry entry, Known person, Target unit) {
        List<Change> changes = new ArrayList<>();
        for (Field field : Field.values()) {
            if (field != Field.UNIT && field != Field.MEMBER && entry.get(field) != null && !same(entry, person, field)) {
                changes.add(new Change(field, person.get(field), entry.get(field)));
            }
        }
        if (entry.raw().containsKey(Field.UNIT) && !Objects.equals(unit.id(), person.unit()) || person.unit() == null) {
            changes.add(new Change(Field.UNIT, person.unitName(), unit.name()));
        }
        return changes;
    }

    private static boolean same(Entry entry, Known person, Field field) {
        @Nullable String mine = entry.get(field);
        @Nullable String theirs = person.get(field);
        boolean date = field == Field.BIRTH || field == Field.JOINED || field == Field.SINCE;
        return Objects.equals(mine, theirs) || date && mine != null && theirs != null && theirs.startsWith(mine);
    }

    private static boolean agrees(Entry entry, Known person, Field field) {
        @Nullable String mine = entry.get(field);
        @Nullable String theirs = person.get(field);
        return mine != null && theirs != null && (field == Field.BIRTH ? Dates.agree(mine, theirs) : mine.equals(theirs));
    }

    private static boolean contradicts(Entry entry, Known person, Field field) {
        return entry.get(field) != null && person.get(field) != null && !agrees(entry, person, field);
    }
}
