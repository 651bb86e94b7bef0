package org.shuyuan.directory.internal.names;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@code src/build/NameTable.java} wrote: readings, places in the order by strokes, variants. Immutable. */
final class NameTable {

    private record Range(int from, int to, char[] readings, int[] strokes) {
        Range(int from, int to) {
            this(from, to, new char[to - from + 1], new int[to - from + 1]);
        }
    }

    private final List<String> readings;
    private final List<Range> ranges = new ArrayList<>();
    private final Map<Integer, Integer> variants = new HashMap<>();
    /** Readings with tones of surnames that are read in another way than the characters alone; one a character. */
    private final Map<String, List<String>> surnames;
    /** Readings without tones, of single characters. */
    private final Map<String, List<String>> further;

    private NameTable(DataInputStream in) throws IOException {
        readings = strings(in);
        for (int left = in.readInt(); left > 0; left--) {
            Range range = new Range(in.readInt(), in.readInt());
            ranges.add(range);
            for (int i = 0; i < range.readings.length; i++) {
                range.readings[i] = (char) in.readUnsignedShort();
                range.strokes[i] = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            }
        }
        for (int left = in.readInt(); left > 0; left--) {
            variants.put(in.readInt(), in.readInt());
        }
        surnames = lists(in);
        further = lists(in);
    }

    static NameTable load() {
        try (InputStream file = Objects.requireNonNull(NameTable.class.getResourceAsStream("names.bin"), "names.bin is not in the bundle")) {
            return new NameTable(new DataInputStream(new BufferedInputStream(file, 1 << 16)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With its tone, {@code wang2}; null when the character has none. */
    @Nullable String reading(int c) {
        @Nullable Range range = range(c);
        int index = range == null ? 0 : range.readings[c - range.from];
        return index == 0 ? null : readings.get(index - 1);
    }

    /** The place in the order by strokes, from 0; −1 for what is no Chinese character. */
    int strokes(int c) {
        @Nullable Range range = range(c);
        return range == null ? -1 : range.strokes[c - range.from];
    }

    /** The simplified form, or the character itself. */
    int simplified(int c) {
        return variants.getOrDefault(c, c);
    }

    List<String> surname(String name) {
        return surnames.getOrDefault(name, List.of());
    }

    List<String> further(int c) {
        return further.getOrDefault(Character.toString(c), List.of());
    }

    private @Nullable Range range(int c) {
        for (Range range : ranges) {
            if (c >= range.from && c <= range.to) {
                return range;
            }
        }
        return null;
    }

    private static Map<String, List<String>> lists(DataInputStream in) throws IOException {
        Map<String, List<String>> lists = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            lists.put(in.readUTF(), strings(in));
        }
        return lists;
    }

    private static List<String> strings(DataInputStream in) throws IOException {
        List<String> strings = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            strings.add(in.readUTF());
        }
        return List.copyOf(strings);
    }
}
