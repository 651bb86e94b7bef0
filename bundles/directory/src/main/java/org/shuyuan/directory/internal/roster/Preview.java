package org.shuyuan.directory.internal.roster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.shuyuan.directory.internal.roster.Comparison.Line;
import org.shuyuan.directory.internal.roster.Comparison.State;

/** What an import would do, counted. */
public record Preview(List<Line> lines, List<RosterReader.LeftOut> leftOut, List<String> newUnits) {

    public static Preview of(List<Line> lines, List<RosterReader.LeftOut> leftOut) {
        return new Preview(lines, leftOut, lines.stream().filter(l -> l.state() != State.PROBLEM && l.unit().id() == null).map(l -> l.unit().name()).distinct().toList());
    }

    public long count(State state) {
        return lines.stream().filter(l -> l.state() == state).count();
    }

    public long warnings() {
        return lines.stream().filter(l -> l.entry().warned()).count();
    }

    /** The counters shown above a preview and kept with an import that was confirmed. */
    public Map<String, Long> counts() {
        return Map.of("rows", (long) lines.size(), "added", count(State.ADDED), "changed", count(State.CHANGED), "unchanged", count(State.UNCHANGED),
                "problem", count(State.PROBLEM), "warnings", warnings(), "units", (long) newUnits.size(), "leftOut", (long) leftOut.size());
    }

    /** Changes when what would be written changes. */
    public String digest() {
        StringBuilder all = new StringBuilder();
        lines.stream().filter(l -> l.state() == State.ADDED || l.state() == State.CHANGED).forEach(l -> all.append(l.entry().row()).append(l.state())
                .append(l.person() == null ? "" : l.person().id()).append(l.unit()).append(l.changes()).append(l.entry().values()).append('\n'));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Lines of one kind: {@code all}, a state, {@code warning} or {@code problem} (errors first, then warnings). */
    public List<Line> filtered(String filter) {
        return switch (filter) {
            case "added", "changed", "unchanged" -> lines.stream().filter(l -> l.state().name().equalsIgnoreCase(filter)).toList();
            case "problem" -> lines.stream().filter(l -> l.entry().refused() || l.entry().warned())
                    .sorted(java.util.Comparator.comparing((Line l) -> !l.entry().refused())).toList();
            default -> lines;
        };
    }
}
