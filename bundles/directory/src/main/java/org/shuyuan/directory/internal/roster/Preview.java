package org.shuyuan.directory.internal.roster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.directory.internal.roster.Comparison.Line;
import org.shuyuan.directory.internal.roster.Comparison.State;
import org.shuyuan.directory.internal.roster.RosterReader.LeftOut;

/**
 * What an import would do.
 *
 * @param lines sheet by sheet, row by row
 * @param units the names of units in the file and what each would mean
 * @param natures of the enterprises in the file
 * @param parents below which unit each new one is to lie, by its name's key
 * @param missing people of the unit who are not in the file
 * @param left those of them who left, as somebody decided
 */
public record Preview(List<Line> lines, List<LeftOut> leftOut, List<UnitNames.Written> units, List<Natures.Nature> natures, Map<String, UnitNames.Target> parents,
        List<Known> missing, Set<UUID> left) {

    /** Something done to many cells without asking, and where it was done first. */
    public record Note(String code, long cells, Entry entry, Finding first) {}

    /** What stands in the chosen sheets. */
    public static RosterReader.Read read(Workbook book, Choices choices) {
        List<Entry> entries = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (Layout layout : choices.sheets()) {
            if (layout.headerRow() > 0 || !layout.columns().isEmpty()) {
                Sheet sheet = book.sheets().get(layout.sheet());
                RosterReader.Read read = new RosterReader(sheet, layout, choices.corrections(layout.sheet()), book.foreign()).read(sheet);
                entries.addAll(read.entries());
                leftOut.addAll(read.leftOut());
            }
        }
        return new RosterReader.Read(entries, leftOut);
    }

    /** Without looking for people whom the file does not name. */
    public static Preview of(RosterReader.Read read, Comparison comparison) {
        return of(read, comparison, named -> List.of(), Set.of());
    }

    /**
     * Everything.
     *
     * @param missing gives the people of the unit except those
     * @param left who left, as somebody decided
     */
    public static Preview of(RosterReader.Read read, Comparison comparison, Function<Set<UUID>, List<Known>> missing, Set<UUID> left) {
        List<Line> lines = comparison.compare(read.entries());
        Set<UUID> named = new HashSet<>();
        lines.forEach(l -> {
            if (l.person() != null) {
                named.add(l.person().id());
            }
            l.candidates().forEach(c -> named.add(c.id()));
        });
        List<Known> absent = missing.apply(named);
        Set<UUID> gone = absent.stream().map(Known::id).filter(left::contains).collect(Collectors.toSet());
        return new Preview(lines, read.leftOut(), comparison.units(), comparison.natures(), comparison.parents(), absent, gone);
    }

    public long count(State state) {
        return lines.stream().filter(l -> l.state() == state).count();
    }

    /** Units that people of this import need and that are not there yet. */
    public List<String> newUnits() {
        List<String> above = parents.values().stream().filter(p -> p.id() == null).map(UnitNames.Target::name).toList();
        return Stream.concat(lines.stream().filter(l -> l.state() != State.PROBLEM && l.unit().id() == null).map(l -> l.unit().name()), above.stream()).distinct().toList();
    }

    /** Branches that people of this import need and that are not there yet. */
    public List<String> newBranches() {
        return lines.stream().filter(l -> l.state() != State.PROBLEM && l.branch() != null && l.branch().id() == null).map(l -> Objects.requireNonNull(l.branch()).name())
                .distinct().toList();
    }

    /** Of one unit when all people of the branch are; such a branch lies below it, e.g. an enterprise's. */
    public Optional<UnitNames.Target> around(String branch) {
        String key = Clean.key(branch);
        List<UnitNames.Target> units = lines.stream().filter(l -> l.state() != State.PROBLEM && l.branch() != null && Clean.key(l.branch().name()).equals(key))
                .map(Line::unit).distinct().limit(2).toList();
        return units.size() == 1 ? Optional.of(units.get(0)) : Optional.empty();
    }

    /**
     * What the import brings, by name, and the unit that is there already below which each comes to lie.
     *
     * @param home the unit imported into
     */
    public Map<String, UUID> growth(UUID home) {
        Map<String, UUID> below = new LinkedHashMap<>();
        newUnits().forEach(name -> below.put(name, existing(name, home)));
        newBranches().forEach(name -> below.putIfAbsent(name, around(name).map(u -> u.id() != null ? u.id() : existing(u.name(), home)).orElse(home)));
        return below;
    }

    private UUID existing(String name, UUID home) {
        Set<String> seen = new HashSet<>();
        UnitNames.Target above = parents.get(Clean.key(name));
        while (above != null && above.id() == null) {
            String key = Clean.key(above.name());
            above = seen.add(key) ? parents.get(key) : null;
        }
        return above == null ? home : Objects.requireNonNull(above.id());
    }

    /** Whether there is anything to write. */
    public boolean nothing() {
        return count(State.ADDED) + count(State.CHANGED) + left.size() == 0 && natures.stream().noneMatch(Natures.Nature::changes);
    }

    /** The counters shown above a preview and kept with an import that was confirmed. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        counts.put("rows", (long) lines.size());
        for (State state : State.values()) {
            counts.put(state.name().toLowerCase(Locale.ROOT), count(state));
        }
        counts.put("moved", lines.stream().filter(l -> l.state() == State.CHANGED && l.moves()).count());
        counts.put("warnings", lines.stream().filter(Preview::warned).count());
        counts.put("noted", lines.stream().filter(l -> l.entry().noted()).count());
        counts.put("units", (long) newUnits().size() + newBranches().size());
        counts.put("natures", natures.stream().filter(Natures.Nature::changes).count());
        counts.put("leftOut", (long) leftOut.size());
        counts.put("missing", (long) missing.size());
        counts.put("left", (long) left.size());
        return counts;
    }

    private static boolean warned(Line line) {
        return line.entry().warned() && !line.entry().refused() && line.state() != State.UNCLEAR;
    }

    /** What was put in order without asking, kind by kind. */
    public Collection<Note> notes() {
        Map<String, Note> notes = new LinkedHashMap<>();
        lines.forEach(l -> l.entry().findings().stream().filter(f -> f.severity() == Finding.Severity.INFO).forEach(f -> notes.merge(f.code(),
                new Note(f.code(), 1, l.entry(), f), (a, b) -> new Note(a.code(), a.cells() + 1, a.entry(), a.first()))));
        return notes.values();
    }

    /** Changes when what would be written changes. */
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            lines.stream().filter(l -> l.state() == State.ADDED || l.state() == State.CHANGED).map(l -> l.entry().place() + " " + l.state() + " "
                    + (l.person() == null ? "" : l.person().id()) + l.unit() + l.branch() + l.changes() + l.entry().values() + '\n')
                    .forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
            digest.update((natures.stream().filter(Natures.Nature::changes).map(n -> n.unit() + n.nature()).toList() + new TreeSet<>(left).toString())
                    .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Lines of one kind: {@code all}, a state, {@code moved}, {@code noted}, or {@code problem}: those left out first, then those with a warning. */
    public List<Line> filtered(String filter) {
        return switch (filter) {
            case "added", "changed", "unchanged", "unclear" -> lines.stream().filter(l -> l.state().name().equalsIgnoreCase(filter)).toList();
            case "problem" -> lines.stream().filter(l -> l.entry().refused() || warned(l)).sorted(Comparator.comparing((Line l) -> !l.entry().refused())).toList();
            case "moved" -> lines.stream().filter(l -> l.state() == State.CHANGED && l.moves()).toList();
            case "noted" -> lines.stream().filter(l -> l.entry().noted()).toList();
            default -> lines;
        };
    }
}
