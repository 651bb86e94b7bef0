package org.shuyuan.directory.internal.roster;

import static org.shuyuan.directory.internal.roster.Finding.Severity.ERROR;
import static org.shuyuan.directory.internal.roster.Finding.Severity.INFO;
import static org.shuyuan.directory.internal.roster.Finding.Severity.WARNING;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.directory.internal.roster.UnitNames.Target;

/** What the file would change. An empty cell changes nothing, a month does not replace the day within it. One use only. */
public final class Comparison {

    public enum State { ADDED, CHANGED, UNCHANGED, UNCLEAR, PROBLEM }

    /** One value that would change. */
    public record Change(Field field, @Nullable String before, @Nullable String after) {}

    /**
     * One row and what would become of it.
     *
     * @param unit where the person belongs
     * @param branch where the person belongs besides; null: the file does not say
     * @param candidates whom the row may mean, while nobody has decided
     */
    public record Line(Entry entry, State state, @Nullable Known person, Target unit, @Nullable Target branch, List<Change> changes, List<Known> candidates) {
        /** Whether the person comes to another unit, or comes back. */
        public boolean moves() {
            return changes.stream().anyMatch(c -> c.field() == Field.UNIT);
        }

        public boolean changesBranch() {
            return branch != null && (person == null || changes.stream().anyMatch(c -> c.field() == Field.BRANCH));
        }
    }

    private final Target home;
    private final UnitNames units;
    private final UnitNames branches;
    private final Map<String, String> chosenNatures;
    private final Matching matching;
    private List<Natures.Nature> natures = List.of();
    private Map<String, Target> parents = Map.of();

    /**
     * How to compare.
     *
     * @param home the unit imported into; rows that name no unit belong to it
     * @param branches what names of branches mean
     * @param people who is there already
     * @param choices what somebody chose and decided
     */
    public Comparison(Target home, UnitNames units, UnitNames branches, Collection<Known> people, Choices choices) {
        this.home = home;
        this.units = units;
        this.branches = branches;
        this.chosenNatures = choices.natures();
        this.matching = new Matching(people, choices.decisions());
    }

    /** The units that the file names, once it was compared. */
    public List<UnitNames.Written> units() {
        return units.written();
    }

    /** Of which nature they are, once it was compared. */
    List<Natures.Nature> natures() {
        return natures;
    }

    /** Below which unit each new one is to lie, by its name's key, once it was compared; those without are below home. */
    Map<String, Target> parents() {
        return parents;
    }

    public List<Line> compare(List<Entry> entries) {
        numbers(entries);
        namesakes(entries);
        entries.stream().map(e -> e.get(Field.UNIT)).filter(Objects::nonNull).forEach(units::note);
        entries.stream().map(e -> e.get(Field.BRANCH)).filter(Objects::nonNull).forEach(branches::note);
        Map<Entry, Target> placed = new HashMap<>();
        entries.forEach(e -> placed.put(e, unit(e)));
        parents = Parents.of(entries, placed, units);
        natures = Natures.of(entries, placed, chosenNatures);
        Map<Entry, Matching.Meant> meant = matching.match(entries, placed);
        Map<String, Entry> seen = new HashMap<>();
        List<Line> lines = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            twice(entry, seen);
            Target unit = Objects.requireNonNull(placed.get(entry));
            @Nullable Target branch = branch(entry);
            Matching.Meant whom = meant.getOrDefault(entry, new Matching.Meant(null, List.of()));
            @Nullable Known person = whom.person();
            List<Change> changes = entry.refused() || person == null ? List.of() : changes(entry, person, unit, branch);
            State state = entry.refused() ? State.PROBLEM : !whom.open().isEmpty() ? State.UNCLEAR : person == null ? State.ADDED
                    : changes.isEmpty() ? State.UNCHANGED : State.CHANGED;
            lines.add(new Line(entry, state, person, unit, branch, changes, state == State.UNCLEAR ? whom.open() : List.of()));
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

    /** A branch of somebody who is no party member is taken as it is written, and told. */
    private @Nullable Target branch(Entry entry) {
        @Nullable String name = entry.get(Field.BRANCH);
        if (name == null) {
            return null;
        }
        @Nullable String political = entry.get(Field.POLITICAL);
        boolean member = "party-member".equals(political) || "probationary".equals(political);
        if (!member && (political != null || entry.raw().containsKey(Field.MEMBER))) {
            entry.add(INFO, "branch-not-member", Field.BRANCH, name, name, Map.of());
        }
        Target target = branches.meant(name, false).target();
        entry.set(Field.BRANCH, target.name());
        return target;
    }

    private static List<Change> changes(Entry entry, Known person, Target unit, @Nullable Target branch) {
        List<Change> changes = new ArrayList<>();
        for (Field field : Field.values()) {
            boolean own = field != Field.UNIT && field != Field.MEMBER && field != Field.NATURE && field != Field.BRANCH && field != Field.PARENT;
            if (own && entry.get(field) != null && !Matching.same(entry, person, field)) {
                changes.add(new Change(field, person.get(field), entry.get(field)));
            }
        }
        if (entry.raw().containsKey(Field.UNIT) && !Objects.equals(unit.id(), person.unit()) || person.left()) {
            changes.add(new Change(Field.UNIT, person.left() ? null : person.unitName(), unit.name()));
        }
        if (branch != null && (branch.id() == null || !branch.id().equals(person.branch()))) {
            changes.add(new Change(Field.BRANCH, person.get(Field.BRANCH), branch.name()));
        }
        return changes;
    }
}
