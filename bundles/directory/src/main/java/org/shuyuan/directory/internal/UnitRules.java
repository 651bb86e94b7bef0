package org.shuyuan.directory.internal;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.roster.Clean;

/** What a unit may be. */
public final class UnitRules {

    /** Levels below each other, the root's included. */
    public static final int DEPTH = 12;

    private UnitRules() {}

    /** @throws Problem 422 for an empty or too long name (1–100) */
    public static String name(@Nullable String given) {
        String name = Clean.line(given == null ? "" : given);
        if (name.isEmpty()) {
            throw Problem.invalid("name", "directory.needed");
        }
        if (name.length() > 100) {
            throw new Problem(422, "rest.invalid").field("name", "directory.too-long", java.util.Map.of("limit", 100));
        }
        return name;
    }

    /**
     * The day a change of the tree counts from.
     *
     * @param given null: today
     * @param earliest the day before which the unit was another; null: any
     * @throws Problem 422 {@code directory.bad-day} for a day to come or before what the unit's history already says
     */
    public static LocalDate day(@Nullable LocalDate given, LocalDate today, @Nullable LocalDate earliest) {
        LocalDate day = given == null ? today : given;
        if (day.isAfter(today) || day.getYear() < 1900 || earliest != null && day.isBefore(earliest)) {
            throw Problem.invalid("on", "directory.bad-day");
        }
        return day;
    }

    /** @throws Problem 422 longer than 60 */
    public static @Nullable String nature(@Nullable String given) {
        String nature = Clean.line(given == null ? "" : given);
        if (nature.length() > 60) {
            throw new Problem(422, "rest.invalid").field("nature", "directory.too-long", java.util.Map.of("limit", 60));
        }
        return nature.isEmpty() ? null : nature;
    }

    public static String zone(String given) {
        try {
            return ZoneId.of(given).getId();
        } catch (DateTimeException unknown) {
            throw Problem.invalid("zone", "directory.unknown-zone");
        }
    }

    /**
     * May the unit hang below that one?
     *
     * @param moved the unit and all below it; empty for a new one
     * @throws Problem 422 {@code directory.cycle}, {@code directory.too-deep}
     */
    public static void place(Unit parent, List<Unit> moved) {
        UUID top = moved.isEmpty() ? parent.id() : moved.get(0).id();
        if (!moved.isEmpty() && parent.within(top)) {
            throw Problem.invalid("parent", "directory.cycle");
        }
        int height = moved.stream().mapToInt(u -> u.path().size() - moved.get(0).path().size() + 1).max().orElse(1);
        if (parent.path().size() + height > DEPTH) {
            throw Problem.invalid("parent", "directory.too-deep");
        }
    }

    /** What makes two names the same. */
    static String key(String name) {
        return Clean.key(name);
    }

    /** @throws Problem 422 {@code directory.unit-name-taken} when a sibling is called the same */
    public static void free(String name, UUID unit, List<UnitData> siblings) {
        if (siblings.stream().anyMatch(s -> !s.id().equals(unit) && Clean.key(s.name()).equals(Clean.key(name)))) {
            throw Problem.invalid("name", "directory.unit-name-taken");
        }
    }
}
