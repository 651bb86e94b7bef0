package org.shuyuan.directory.internal.roster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * How somebody wants a workbook to be read.
 *
 * @param sheets those with people, at least one, in the workbook's order
 * @param corrections what cells should say: by sheet, row number and column letter
 * @param units what a department's written name means: the id of an existing unit, or a name
 * @param natures of enterprises, by the unit's name
 * @param charset in which a text file is read; null: as it is found out
 * @param decisions who is who, and who left
 */
public record Choices(List<Layout> sheets, Map<Integer, Map<Integer, Map<String, String>>> corrections, Map<String, String> units, Map<String, String> natures,
        @Nullable String charset, Decisions decisions) {

    private static final int CORRECTIONS = 3_000;
    private static final int CHARACTERS = 100_000;
    private static final int UNITS = 500;

    public static Choices of(List<Layout> sheets) {
        return new Choices(sheets, Map.of(), Map.of(), Map.of(), null, Decisions.NONE);
    }

    public Optional<Layout> sheet(int index) {
        return sheets.stream().filter(l -> l.sheet() == index).findFirst();
    }

    public Map<Integer, Map<String, String>> corrections(int sheet) {
        return corrections.getOrDefault(sheet, Map.of());
    }

    public Choices with(Layout layout) {
        List<Layout> all = new ArrayList<>(sheets);
        all.removeIf(l -> l.sheet() == layout.sheet());
        all.add(layout);
        all.sort(Comparator.comparingInt(Layout::sheet));
        return new Choices(List.copyOf(all), corrections, units, natures, charset, decisions);
    }

    /** @throws Problem 422 {@code directory.no-sheet} for the last one */
    public Choices without(int sheet) {
        List<Layout> others = sheets.stream().filter(l -> l.sheet() != sheet).toList();
        if (others.isEmpty()) {
            throw Problem.invalid("sheet", "directory.no-sheet");
        }
        Map<Integer, Map<Integer, Map<String, String>>> kept = new TreeMap<>(corrections);
        kept.remove(sheet);
        return new Choices(others, kept, units, natures, charset, decisions);
    }

    /**
     * Puts other text in place of what cells hold; null takes a correction back.
     *
     * @throws Problem 422 {@code directory.unknown-column}, {@code directory.too-many-corrections}
     */
    public Choices corrected(int sheet, Map<Integer, ? extends Map<String, @Nullable String>> change) {
        Map<Integer, Map<String, String>> rows = new TreeMap<>();
        corrections(sheet).forEach((row, cells) -> rows.put(row, new TreeMap<>(cells)));
        change.forEach((row, cells) -> cells.forEach((letter, text) -> {
            if (!letter.matches("[A-Z]{1,3}")) {
                throw Problem.invalid("corrections", "directory.unknown-column");
            }
            Map<String, String> corrected = rows.computeIfAbsent(row, r -> new TreeMap<>());
            if (text == null) {
                corrected.remove(letter);
            } else {
                corrected.put(letter, Clean.cut(Clean.line(text), 500));
            }
        }));
        rows.values().removeIf(Map::isEmpty);
        Map<Integer, Map<Integer, Map<String, String>>> all = new TreeMap<>(corrections);
        all.put(sheet, rows);
        all.values().removeIf(Map::isEmpty);
        List<String> texts = all.values().stream().map(Map::values).flatMap(Collection::stream).map(Map::values).flatMap(Collection::stream).toList();
        if (texts.size() > CORRECTIONS || texts.stream().mapToInt(String::length).sum() > CHARACTERS) {
            throw new Problem(422, "directory.too-many-corrections").with("limit", CORRECTIONS);
        }
        return new Choices(sheets, all, units, natures, charset, decisions);
    }

    /** Says what written names of units mean; null takes a choice back. @throws Problem 422 for an empty or too long name */
    public Choices placed(Map<String, @Nullable String> change) {
        Map<String, String> all = new LinkedHashMap<>(units);
        change.forEach((name, target) -> {
            if (target == null) {
                all.remove(name);
            } else {
                String clean = Clean.line(target);
                if (clean.isEmpty()) {
                    throw Problem.invalid("units", "directory.needed");
                }
                if (clean.length() > Field.UNIT.limit() || name.length() > Field.UNIT.limit()) {
                    throw new Problem(422, "rest.invalid").field("units", "directory.too-long", Map.of("limit", Field.UNIT.limit()));
                }
                all.put(name, clean);
            }
        });
        if (all.size() > UNITS) {
            throw new Problem(422, "directory.too-many-corrections").with("limit", UNITS);
        }
        return new Choices(sheets, corrections, all, natures, charset, decisions);
    }

    /** Says of which nature an enterprise is, by its unit's name; null takes it back. */
    public Choices natured(Map<String, @Nullable String> change) {
        Map<String, String> all = new LinkedHashMap<>(natures);
        change.forEach((name, nature) -> {
            if (nature == null) {
                all.remove(name);
            } else if (nature.length() > Field.NATURE.limit() || name.length() > Field.UNIT.limit()) {
                throw new Problem(422, "rest.invalid").field("natures", "directory.too-long", Map.of("limit", Field.NATURE.limit()));
            } else {
                all.put(name, Clean.line(nature));
            }
        });
        if (all.size() > UNITS) {
            throw new Problem(422, "directory.too-many-corrections").with("limit", UNITS);
        }
        return new Choices(sheets, corrections, units, all, charset, decisions);
    }

    /** Whether what was corrected in a row is to go. */
    @FunctionalInterface
    public interface Rows {
        boolean test(int sheet, int row, Map<String, String> cells);
    }

    /** Takes back the corrections of whole rows. */
    public Choices uncorrected(Rows which) {
        Map<Integer, Map<Integer, Map<String, String>>> kept = new TreeMap<>();
        corrections.forEach((sheet, rows) -> {
            Map<Integer, Map<String, String>> others = new TreeMap<>(rows);
            others.entrySet().removeIf(row -> which.test(sheet, row.getKey(), row.getValue()));
            if (!others.isEmpty()) {
                kept.put(sheet, others);
            }
        });
        return new Choices(sheets, kept, units, natures, charset, decisions);
    }

    public Choices decided(Decisions newDecisions) {
        return new Choices(sheets, corrections, units, natures, charset, newDecisions);
    }

    /** Read in another encoding, everything stands elsewhere or is called otherwise: what was chosen before counts no longer. */
    public static Choices in(String charset, List<Layout> sheets) {
        return new Choices(sheets, Map.of(), Map.of(), Map.of(), charset, Decisions.NONE);
    }

    /** As they were for the same file, without what was decided about people: they are known now. */
    public Choices again() {
        return new Choices(sheets, corrections, units, natures, charset, Decisions.NONE);
    }

    /** What columns mean, from the ids of fields; an empty one leaves the column out. @throws Problem 422 */
    public static Map<String, Field> columns(Map<String, @Nullable String> wanted) {
        Set<Field> taken = EnumSet.noneOf(Field.class);
        Map<String, Field> columns = new TreeMap<>(Layout.LETTERS);
        wanted.forEach((letter, id) -> {
            if (id == null || id.isEmpty()) {
                return;
            }
            Field field = Field.of(id).orElseThrow(() -> Problem.invalid("columns", "directory.unknown-column"));
            if (!letter.matches("[A-Z]{1,3}")) {
                throw Problem.invalid("columns", "directory.unknown-column");
            }
            if (!taken.add(field)) {
                throw Problem.invalid("columns", "directory.column-twice");
            }
            columns.put(letter, field);
        });
        return columns;
    }
}
