package org.shuyuan.directory.internal.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.shuyuan.directory.internal.names.ChineseNames;

/**
 * A thousand people and three texts to look through: their names, what is typed for these, their staff numbers. A key begins after
 * {@link #WHOLE} when it stands for the whole name, after {@link #PART} when it begins with a later syllable. What is typed is looked for
 * at the beginning of keys only, so these stand sorted too; by far the longest of the three texts need not be walked through. Immutable.
 */
final class Segment {

    static final int SIZE = 1024;
    private static final char WHOLE = '\n';
    private static final char PART = '\t';

    /**
     * One text with the place where each person begins.
     *
     * @param latin which characters up to U+003F, and from there to U+007F, there are in it: most of what is typed can be told not to be there
     */
    private record Text(String all, int[] starts, long[] latin) {

        boolean lacks(String q) {
            for (int i = 0; i < q.length(); i++) {
                char c = q.charAt(i);
                if (c < 0x80 && (latin[c >> 6] & 1L << c) == 0) {
                    return true;
                }
            }
            return false;
        }

        int owner(int at) {
            int found = Arrays.binarySearch(starts, at);
            return found >= 0 ? found : -found - 2;
        }

        /** @param from an earlier owner: they are asked for in ascending order */
        int owner(int at, int from) {
            int owner = from;
            while (owner + 1 < starts.length && starts[owner + 1] <= at) {
                owner++;
            }
            return owner;
        }

        String key(int at) {
            int end = at;
            while (all.charAt(end) >= ' ') {
                end++;
            }
            return all.substring(at, end);
        }

        int end(int owner) {
            return owner + 1 < starts.length ? starts[owner + 1] : all.length();
        }
    }

    final List<Indexed> people;
    private final Text names;
    private final Text spelled;
    private final Text numbers;
    /** Where keys begin in what is typed for the names, in their order. */
    private final int[] keys;
    /** Whose these keys are. */
    private final short[] owners;

    Segment(List<Indexed> people, ChineseNames names) {
        this.people = List.copyOf(people);
        this.names = text(people.stream().map(p -> WHOLE + names.folded(p.name()) + WHOLE).toList());
        this.spelled = text(people.stream().map(p -> spelled(p.name(), names)).toList());
        this.numbers = text(people.stream().map(p -> p.number() == null ? "" : WHOLE + names.folded(p.number()) + WHOLE).toList());
        this.keys = keys(spelled.all);
        this.owners = new short[keys.length];
        for (int key = 0; key < keys.length; key++) {
            owners[key] = (short) spelled.owner(keys[key]);
        }
    }

    private static int[] keys(String all) {
        return IntStream.range(1, all.length()).filter(i -> all.charAt(i - 1) < ' ' && all.charAt(i) >= ' ').boxed()
                .sorted((a, b) -> compare(all, a, b)).mapToInt(Integer::intValue).toArray();
    }

    private static int compare(String all, int a, int b) {
        int i = a;
        int j = b;
        while (all.charAt(i) == all.charAt(j) && all.charAt(i) >= ' ') {
            i++;
            j++;
        }
        return Character.compare(all.charAt(i), all.charAt(j));
    }

    /** The first of the sorted keys that is not before this one. */
    private int from(String q) {
        int low = 0;
        int high = keys.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (before(spelled.all, keys[middle], q)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean before(String all, int at, String q) {
        for (int i = 0; i < q.length(); i++) {
            int differs = Character.compare(all.charAt(at + i), q.charAt(i));
            if (differs != 0) {
                return differs < 0;
            }
        }
        return false;
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
        search(names, q, base, hits);
        if (q.chars().allMatch(c -> c < 0x80)) {
            search(numbers, q, base, hits);
            if (q.chars().noneMatch(c -> c >= '0' && c <= '9')) {
                for (int key = from(q); key < keys.length && spelled.all.startsWith(q, keys[key]); key++) {
                    hit(spelled, q, keys[key], owners[key], base, hits);
                }
            }
        }
    }

    private static void search(Text text, String q, int base, Hits hits) {
        if (text.lacks(q)) {
            return;
        }
        int owner = 0;
        for (int at = text.all.indexOf(q); at >= 0; at = text.all.indexOf(q, at + 1)) {
            owner = text.owner(at, owner);
            hit(text, q, at, owner, base, hits);
        }
    }

    private static void hit(Text text, String q, int at, int owner, int base, Hits hits) {
        if (text.all.charAt(at - 1) == WHOLE) {
            char after = text.all.charAt(at + q.length());
            hits.add(after == WHOLE || after == PART ? Hits.EXACT : Hits.START, base + owner);
        } else {
            hits.add(Hits.INSIDE, base + owner);
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
        match(names, glob, literal, base, hits);
        match(numbers, glob, literal, base, hits);
        if (!glob.startsWith(literal)) {
            match(spelled, glob, literal, base, hits);
            return;
        }
        for (int key = from(literal); key < keys.length && spelled.all.startsWith(literal, keys[key]); key++) {
            if (spelled.all.charAt(keys[key] - 1) == WHOLE && glob.matches(spelled.key(keys[key]))) {
                hits.add(Hits.START, base + owners[key]);
            }
        }
    }

    private static void match(Text text, Glob glob, String literal, int base, Hits hits) {
        if (!text.lacks(literal)) {
            int owner = 0;
            for (int at = text.all.indexOf(literal); at >= 0; at = text.all.indexOf(literal, text.end(owner))) {
                owner = text.owner(at, owner);
                match(text, owner, glob, base, hits);
            }
        }
    }

    private static void match(Text text, int owner, Glob glob, int base, Hits hits) {
        int end = text.end(owner);
        for (int at = text.starts[owner]; at < end; at++) {
            // what follows a PART stands for the end of a name only
            if (text.all.charAt(at) == WHOLE && at + 1 < end && text.all.charAt(at + 1) != WHOLE && glob.matches(text.key(at + 1))) {
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
        long[] latin = new long[2];
        all.chars().filter(c -> c < 0x80).forEach(c -> latin[c >> 6] |= 1L << c);
        return new Text(all.toString(), starts, latin);
    }
}
