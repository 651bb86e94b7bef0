package org.shuyuan.directory.internal.roster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 */
public record Preview(List<Line> lines, List<LeftOut> leftOut, List<UnitNames.Written> units) {

    /** Something done to many cells without asking, and where it was done first. */
    public record Note(String code, long cells, Entry entry, Finding first) {}

    /** What stands in the chosen sheets. */
    public static RosterReader.Read read(Workbook book, Choices choices) {
        List<Entry> entries = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (Layout layout : choices.sheets()) {
            if (layout.headerRow() > 0) {
                Sheet sheet = book.sheets().get(layout.sheet());
                RosterReader.Read read = new RosterReader(sheet, layout, choices.corrections(layout.sheet())).read(sheet);
                entries.addAll(read.entries());
                leftOut.addAll(read.leftOut());
            }
        }
        return new RosterReader.Read(entries, leftOut);
    }

    public static Preview of(RosterReader.Read read, Comparison comparison) {
        return new Preview(comparison.compare(read.entries()), read.leftOut(), comparison.units());
    }

    public long count(State state) {
        return lines.stream().filter(l -> l.state() == state).count();
    }

    /** Units that people of this import need and that are not there yet. */
    public List<String> newUnits() {
        return lines.stream().filter(l -> l.state() != State.PROBLEM && l.unit().id() == null).map(l -> l.unit().name()).distinct().toList();
    }

    /** The counters shown above a preview and kept with an import that was confirmed. */
    public Map<String, Long> counts() {
        return Map.of("rows", (long) lines.size(), "added", count(State.ADDED), "changed", count(State.CHANGED), "unchanged", count(State.UNCHANGED),
                "problem", count(State.PROBLEM), "warnings", lines.stream().filter(l -> l.entry().warned() && !l.entry().refused()).count(),
                "noted", lines.stream().filter(l -> l.entry().noted()).count(), "units", (long) newUnits().size(), "leftOut", (long) leftOut.size());
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
                    + (l.person() == null ? "" : l.person().id()) + l.unit() + l.changes() + l.entry().values() + '\n')
                    .forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Lines of one kind: {@code all}, a state, {@code noted}, or {@code problem}: those left out first, then those with a warning. */
    public List<Line> filtered(String filter) {
        return switch (filter) {
            case "added", "changed", "unchanged" -> lines.stream().filter(l -> l.state().name().equalsIgnoreCase(filter)).toList();
            case "problem" -> lines.stream().filter(l -> l.entry().refused() || l.entry().warned()).sorted(Comparator.comparing((Line l) -> !l.entry().refused())).toList();
            case "noted" -> lines.stream().filter(l -> l.entry().noted()).toList();
            default -> lines;
        };
    }
}
