package org.shuyuan.directory.internal.roster;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * What somebody decided where the file does not say it.
 *
 * @param persons by row ({@code sheet-row}) the id of the person it means, or {@link #NEW}
 * @param left people who are not in the file because they left
 */
public record Decisions(Map<String, String> persons, Set<UUID> left) {

    /** The row means nobody who is there. */
    public static final String NEW = "new";
    public static final Decisions NONE = new Decisions(Map.of(), Set.of());

    private static final int LIMIT = 10_000;

    public static String key(Place place) {
        return place.sheet() + "-" + place.row();
    }

    /** Empty: not decided. */
    public Optional<String> of(Place place) {
        return Optional.ofNullable(persons.get(key(place)));
    }

    /** @param change a value of null takes a decision back @throws Problem 422 {@code directory.bad-decision}, {@code directory.too-many-decisions} */
    public Decisions decided(Map<String, @Nullable String> change) {
        Map<String, String> all = new TreeMap<>(persons);
        change.forEach((row, person) -> {
            if (!row.matches("\\d{1,3}-\\d{1,7}")) {
                throw Problem.invalid("persons", "directory.bad-decision");
            }
            if (person == null) {
                all.remove(row);
            } else {
                all.put(row, person.equals(NEW) ? NEW : uuid(person).toString());
            }
        });
        return new Decisions(bounded(all), left);
    }

    /** @param yes whether they left; false takes it back */
    public Decisions gone(Collection<UUID> people, boolean yes) {
        Set<UUID> all = new TreeSet<>(left);
        if (yes) {
            all.addAll(people);
        } else {
            all.removeAll(people);
        }
        if (all.size() > LIMIT) {
            throw new Problem(422, "directory.too-many-decisions").with("limit", LIMIT);
        }
        return new Decisions(persons, all);
    }

    /** Nothing is decided about that person any more. */
    public Decisions without(UUID person) {
        Map<String, String> rows = new TreeMap<>(persons);
        rows.values().removeIf(person.toString()::equals);
        Set<UUID> others = new TreeSet<>(left);
        others.remove(person);
        return new Decisions(rows, others);
    }

    private static Map<String, String> bounded(Map<String, String> all) {
        if (all.size() > LIMIT) {
            throw new Problem(422, "directory.too-many-decisions").with("limit", LIMIT);
        }
        return all;
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("persons", "directory.bad-decision");
        }
    }
}
