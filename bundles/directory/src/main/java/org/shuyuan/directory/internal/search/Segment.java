package org.shuyuan.directory.internal.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

        /** @param from an earlier owner: they are asked for in ascending order */
        int owner(int at, int from) {
            int owner = from;
            while (owner + 1 < starts.length && starts[owner + 1] <= at) {
                owner++;
            }
            return owner;
        }

        int end(int owner) {
            return owner + 1 < starts.length ? starts[owner + 1] : all.length();
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
        if (q.chars().allMatch(c -> c < 0x80)) {
            search(numbers, q, true, base, hits);
            if (q.chars().noneMatch(c -> c >= '0' && c <= '9')) {
                search(spelled, q, false, base, hits);
            }
        }
    }

    private static void search(Text text, String q, boolean within, int base, Hits hits) {
        int owner = 0;
        for (int at = text.all.indexOf(q); at >= 0; at = text.all.indexOf(q, at + 1)) {
            owner = text.owner(at, owner);
            char before = text.all.charAt(at - 1);
            if (before == WHOLE) {
                char after = text.all.charAt(at + q.length());
                hits.add(after == WHOLE || after == PART ? Hits.EXACT : Hits.START, base + owner);
            } else if (within || before == PART) {
                hits.add(Hits.INSIDE, base + owner);
            }
        }
    }

    /** @param literal the longest part of the pattern without wildcards; when it is empty, only names are looked at */
    void match(Glob glob, String literal, int base, Hits hits) {
        if (literal.isEmpty()) {
            for (int owner = 0; owner < people.size(); owner++) {
                match(names, owner, glob, base, hits);
            }
            return;
        }
        for (Text text : List.of(names, spelled, numbers)) {
            int owner = 0;
            for (int at = text.all.indexOf(literal); at >= 0; at = text.all.indexOf(literal, text.end(owner))) {
                owner = text.owner(at, owner);
                match(text, owner, glob, base, hits);
            }
        }
    }

    private static void match(Text text, int owner, Glob glob, int base, Hits hits) {
        for (String part : text.all.substring(text.starts[owner], text.end(owner)).split("" + WHOLE)) {
            // what follows a PART stands for the end of a name only
            int stop = part.indexOf(PART);
            String key = stop < 0 ? part : part.substring(0, stop);
            if (!key.isEmpty() && glob.matches(key)) {
                hits.add(Hits.START, base + owner);
                return;
            }
        }
    }

    private static String spelled(String name, ChineseNames names) {
        ChineseNames.Typed typed = names.typed(name);
        if (typed.whole().isEmpty()) {
            return "";
        }
        StringBuilder all = new StringBuilder();
        typed.whole().forEach(w -> all.append(WHOLE).append(w));
        typed.parts().forEach(p -> all.append(PART).append(p));
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
