package org.shuyuan.directory.internal.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.shuyuan.directory.internal.names.ChineseNames;

/**
 * A thousand people and three texts to look through: their names, what is typed for these, their staff numbers. A key begins after
 * {@link #WHOLE} when it stands for the whole name, after {@link #PART} when it begins with a later syllable. Immutable.
 */
final class Segment {

    static final int SIZE = 1024;
    private static final char WHOLE = '\n';
    private static final char PART = '\t';

    /** One text with the place where each person begins. */
    private record Text(String all, int[] starts) {

        int owner(int at) {
            int low = 0;
            int high = starts.length - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (starts[middle] <= at) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }
    }

    final List<Indexed> people;
    private final Text names;
    private final Text spelled;
    private final Text numbers;

    Segment(List<Indexed> people, ChineseNames names) {
        this.people = List.copyOf(people);
        this.names = text(people.stream().map(p -> WHOLE + names.folded(p.name()) + WHOLE).toList());
        this.spelled = text(people.stream().map(p -> spelled(p.name(), names)).toList());
        this.numbers = text(people.stream().map(p -> p.number() == null ? "" : WHOLE + names.folded(p.number()) + WHOLE).toList());
    }

    /** With these people in the places given, which may lie behind the last. */
    Segment with(Map<Integer, Indexed> changed, ChineseNames names) {
        List<Indexed> now = new ArrayList<>(people);
        changed.forEach((place, person) -> {
            if (place < now.size()) {
                now.set(place, person);
            } else {
                now.add(person);
            }
        });
        return new Segment(now, names);
    }

    /** @param q folded, not empty @param base place of the first person of the segment */
    void search(String q, int base, Hits hits) {
        search(names, q, true, base, hits);
        search(spelled, q, false, base, hits);
        search(numbers, q, true, base, hits);
    }

    private static void search(Text text, String q, boolean within, int base, Hits hits) {
        for (int at = text.all.indexOf(q); at >= 0; at = text.all.indexOf(q, at + 1)) {
            char before = text.all.charAt(at - 1);
            if (before == WHOLE) {
                char after = text.all.charAt(at + q.length());
                hits.add(after == WHOLE || after == PART ? Hits.EXACT : Hits.START, base + text.owner(at));
            } else if (within || before == PART) {
                hits.add(Hits.INSIDE, base + text.owner(at));
            }
        }
    }

    /** @param literal the longest part of the pattern without wildcards, may be empty; what does not hold it is not tried */
    void match(Glob glob, String literal, int base, Hits hits) {
        match(names, glob, literal, base, hits);
        match(spelled, glob, literal, base, hits);
        match(numbers, glob, literal, base, hits);
    }

    private static void match(Text text, Glob glob, String literal, int base, Hits hits) {
        int last = -1;
        for (int at = text.all.indexOf(literal); at >= 0 && last < text.starts.length - 1; ) {
            int owner = text.owner(Math.min(at, text.all.length()));
            last = owner;
            int end = owner + 1 < text.starts.length ? text.starts[owner + 1] : text.all.length();
            for (String part : text.all.substring(text.starts[owner], end).split("" + WHOLE)) {
                // the first key of a line is a whole name; those after a PART begin later
                int stop = part.indexOf(PART);
                String key = stop < 0 ? part : part.substring(0, stop);
                if (!key.isEmpty() && glob.matches(key)) {
                    hits.add(Hits.START, base + owner);
                }
            }
            at = owner + 1 < text.starts.length ? text.all.indexOf(literal, end) : -1;
        }
    }

    /** {@code wangwei ww} and, after {@link #PART}, {@code wei w}; in every reading. */
    private static String spelled(String name, ChineseNames names) {
        Set<String> whole = new LinkedHashSet<>(names.spellings(name));
        whole.addAll(names.initials(name));
        Set<String> parts = new LinkedHashSet<>(names.laterParts(name));
        parts.removeAll(whole);
        if (whole.isEmpty()) {
            return "";
        }
        StringBuilder all = new StringBuilder();
        whole.forEach(w -> all.append(WHOLE).append(w));
        parts.forEach(p -> all.append(PART).append(p));
        return all.append(WHOLE).toString();
    }

    private static Text text(List<String> each) {
        int[] starts = new int[each.size()];
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < starts.length; i++) {
            starts[i] = all.length();
            all.append(each.get(i));
        }
        return new Text(all.toString(), starts);
    }
}
