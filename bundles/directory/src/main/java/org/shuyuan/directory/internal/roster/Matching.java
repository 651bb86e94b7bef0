package org.shuyuan.directory.internal.roster;

import static org.shuyuan.directory.internal.roster.Finding.Severity.ERROR;
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
 * Which person a row means. A staff number with the same name settles it; so do name and birth, or name and phone; so does the name
 * within the same unit, as long as there is one such person and nothing speaks against it. What speaks for it and against it is left
 * to somebody to decide. One use only.
 */
final class Matching {

    /** @param person whom the row means; null: nobody yet @param open those it may mean: somebody has to say */
    record Meant(@Nullable Known person, List<Known> open) {}

    private static final Meant NOBODY = new Meant(null, List.of());
    private static final int SHOWN = 5;

    private final Map<String, Known> byNumber;
    private final Map<String, List<Known>> byName;
    private final Map<UUID, Known> byId;
    private final Decisions decisions;
    private final Set<UUID> taken = new HashSet<>();

    Matching(Collection<Known> people, Decisions decisions) {
        this.byNumber = people.stream().filter(p -> p.get(Field.NUMBER) != null)
                .collect(Collectors.toMap(p -> Objects.requireNonNull(p.get(Field.NUMBER)), Function.identity(), (a, b) -> a));
        this.byName = people.stream().filter(Known::within).collect(Collectors.groupingBy(p -> Objects.requireNonNull(p.get(Field.NAME))));
        this.byId = people.stream().collect(Collectors.toMap(Known::id, Function.identity(), (a, b) -> a));
        this.decisions = decisions;
    }

    /** @param units where each row's unit is; rows that were refused are not asked about */
    Map<Entry, Meant> match(List<Entry> entries, Map<Entry, Target> units) {
        Map<Entry, Meant> meant = new HashMap<>();
        // what somebody decided comes first, then numbers: a row without one must not take a person whom a number names
        for (int turn = 0; turn < 3; turn++) {
            for (Entry entry : entries) {
                if (!entry.refused() && !meant.containsKey(entry) && turn == turn(entry)) {
                    meant.put(entry, person(entry, turn, units.get(entry)));
                }
            }
        }
        return meant;
    }

    private int turn(Entry entry) {
        return decided(entry).isPresent() ? 0 : numbered(entry) ? 1 : 2;
    }

    private boolean numbered(Entry entry) {
        return entry.get(Field.NUMBER) != null && byNumber.containsKey(entry.get(Field.NUMBER));
    }

    /** Somebody who is there, by decision; nobody is brought here from elsewhere by a decision either. */
    private Optional<Known> decided(Entry entry) {
        return decisions.of(entry.place()).map(id -> id.equals(Decisions.NEW) ? null : byId.get(UUID.fromString(id))).filter(Known::within);
    }

    private Meant person(Entry entry, int turn, @Nullable Target unit) {
        if (turn == 0) {
            return take(entry, decided(entry).orElseThrow());
        }
        boolean another = decisions.of(entry.place()).filter(Decisions.NEW::equals).isPresent();
        return turn == 1 ? numbered(entry, Objects.requireNonNull(byNumber.get(entry.get(Field.NUMBER))), another) : another ? NOBODY : unnumbered(entry, unit);
    }

    private Meant numbered(Entry entry, Known person, boolean another) {
        if (!person.within()) {
            entry.add(ERROR, "number-elsewhere", Field.NUMBER, Objects.requireNonNullElse(entry.get(Field.NUMBER), ""), null, Map.of());
            return NOBODY;
        }
        if (same(entry, person, Field.NAME)) {
            if (contradicts(entry, person, Field.BIRTH)) {
                entry.add(WARNING, "birth-differs", Field.BIRTH, Objects.requireNonNull(entry.get(Field.BIRTH)), entry.get(Field.BIRTH), Map.of());
            }
            return take(entry, person);
        }
        Map<String, String> known = Map.of("name", Objects.requireNonNullElse(person.get(Field.NAME), ""));
        String name = Objects.requireNonNullElse(entry.get(Field.NAME), "");
        if (another) {
            entry.add(ERROR, "number-of-other", Field.NUMBER, Objects.requireNonNull(entry.get(Field.NUMBER)), null, known);
            return NOBODY;
        }
        boolean sure = (agrees(entry, person, Field.BIRTH) || agrees(entry, person, Field.PHONE)) && !contradicts(entry, person, Field.BIRTH)
                && !contradicts(entry, person, Field.GENDER);
        if (sure) {
            entry.add(WARNING, "name-changed", Field.NAME, name, name, known);
            return take(entry, person);
        }
        return open(entry, "unclear-number", Field.NUMBER, List.of(person), known);
    }

    private Meant unnumbered(Entry entry, @Nullable Target unit) {
        List<Known> namesakes = byName.getOrDefault(entry.get(Field.NAME), List.of()).stream().filter(p -> !taken.contains(p.id()))
                .filter(p -> !contradicts(entry, p, Field.NUMBER)).toList();
        if (namesakes.isEmpty()) {
            return NOBODY;
        }
        List<Known> sure = namesakes.stream().filter(p -> agrees(entry, p, Field.PHONE) || agrees(entry, p, Field.BIRTH) || agrees(entry, p, Field.MAIL))
                .filter(p -> !contradicts(entry, p, Field.BIRTH)).toList();
        List<Known> both = sure.stream().filter(p -> agrees(entry, p, Field.PHONE) && agrees(entry, p, Field.BIRTH)).toList();
        if (both.size() == 1 || sure.size() == 1) {
            return take(entry, both.size() == 1 ? both.get(0) : sure.get(0));
        }
        List<Known> quiet = namesakes.stream().filter(p -> !contradicts(entry, p, Field.PHONE) && !contradicts(entry, p, Field.BIRTH)
                && !contradicts(entry, p, Field.GENDER) && !p.left() && unit != null && Objects.equals(unit.id(), p.unit())).toList();
        if (sure.isEmpty() && quiet.size() == 1) {
            return take(entry, quiet.get(0));
        }
        List<Known> possible = sure.isEmpty() ? namesakes.stream().filter(p -> !(contradicts(entry, p, Field.PHONE) && contradicts(entry, p, Field.BIRTH))).toList() : sure;
        return possible.isEmpty() ? NOBODY : open(entry, possible.size() == 1 ? "unclear-name" : "unclear-names", Field.NAME, possible,
                Map.of("count", String.valueOf(possible.size())));
    }

    private static Meant open(Entry entry, String code, Field field, List<Known> candidates, Map<String, String> with) {
        entry.add(WARNING, code, field, Objects.requireNonNullElse(entry.get(field), ""), null, with);
        return new Meant(null, new ArrayList<>(candidates.subList(0, Math.min(SHOWN, candidates.size()))));
    }

    private Meant take(Entry entry, Known person) {
        if (!taken.add(person.id())) {
            entry.add(ERROR, "same-person", Field.NAME, Objects.requireNonNullElse(entry.get(Field.NAME), ""), null, Map.of());
            return NOBODY;
        }
        return new Meant(person, List.of());
    }

    static boolean same(Entry entry, Known person, Field field) {
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
