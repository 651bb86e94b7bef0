package org.shuyuan.directory.internal.search;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.text.Names;
import org.shuyuan.directory.internal.names.ChineseNames;

/** All people at one moment, each in a place of their own that never changes, and the orders they can be listed in. Immutable. */
final class Snapshot {

    /** An order: the places, sorted. */
    enum By { PINYIN, STROKES, NUMBER }

    /** The people of some units who are there, or who have left. */
    record Those(Set<UUID> units, boolean left, LocalDate day) {}

    /** For how many askers who belongs to their units is remembered; 12 KB each with 100,000 people. */
    private static final int ASKERS = 64;

    /** How many beginnings of what is typed are remembered; 50 KB each with 100,000 people. */
    private static final int BEGINNINGS = 64;
    /** Every search begins with so many letters, and they find the most people: what follows is found quickly and typed by few. */
    private static final int BEGINNING = 2;

    private static final int[] NONE = {};

    /** @param units the tree's revision: what lies around a person is found by the names of units */
    private record Typed(String q, long units) {}

    /** Places by what people have in common. */
    private record Grouped(Map<UUID, int[]> units, Map<String, int[]> positions) {}

    private record Keyed(String key, Indexed person, int place) {}

    /** Numbers first, for orders by number; then whatever tells people of one name apart, so that no two lists differ. */
    private static final Comparator<Keyed> ORDER = Comparator.comparing(Keyed::key).thenComparing(k -> k.person.name())
            .thenComparing(k -> k.person.number(), Comparator.nullsLast(Comparator.naturalOrder())).thenComparing(k -> k.person.id());

    private final ChineseNames names;
    final long seen;
    final int size;
    final List<Segment> segments;
    private final Map<By, int[]> orders;
    private final Map<By, int[]> ranks = new ConcurrentHashMap<>();
    private @Nullable Grouped grouped;
    private final Map<Those, BitSet> among = lastUsed(ASKERS);
    private final Map<Typed, Hits> beginnings = lastUsed(BEGINNINGS);

    private Snapshot(ChineseNames names, long seen, int size, List<Segment> segments, Map<By, int[]> orders) {
        this.names = names;
        this.seen = seen;
        this.size = size;
        this.segments = segments;
        this.orders = orders;
    }

    static Snapshot empty(ChineseNames names) {
        return new Snapshot(names, 0, 0, List.of(), Map.of(By.PINYIN, new int[0], By.STROKES, new int[0], By.NUMBER, new int[0]));
    }

    private static <K, V> Map<K, V> lastUsed(int most) {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        });
    }

    int[] order(By by) {
        return Objects.requireNonNull(orders.get(by));
    }

    Indexed at(int place) {
        return segments.get(place / Segment.SIZE).people.get(place % Segment.SIZE);
    }

    /** The places of those people; not to be changed. */
    BitSet among(Those those, Predicate<Indexed> belongs) {
        @Nullable BitSet known = among.get(those);
        if (known == null) {
            known = new BitSet(size);
            for (int place = 0; place < size; place++) {
                if (belongs.test(at(place))) {
                    known.set(place);
                }
            }
            among.put(new Those(Set.copyOf(those.units()), those.left(), those.day()), known);
        }
        return known;
    }

    /** What a search finds in this snapshot; remembered when the text is short. @param units the tree's revision */
    Hits hits(String q, long units, Function<String, Hits> search) {
        if (q.codePointCount(0, q.length()) > BEGINNING) {
            return search.apply(q);
        }
        Typed typed = new Typed(q, units);
        @Nullable Hits known = beginnings.get(typed);
        if (known == null) {
            known = search.apply(q);
            beginnings.put(typed, known);
        }
        return known;
    }

    /** The places of the people of a unit, by their main membership or another. */
    IntStream ofUnit(UUID unit) {
        return Arrays.stream(grouped().units.getOrDefault(unit, NONE));
    }

    /** The places of the people who hold a position. */
    IntStream ofPosition(String position) {
        return Arrays.stream(grouped().positions.getOrDefault(position, NONE));
    }

    private synchronized Grouped grouped() {
        @Nullable Grouped known = grouped;
        if (known == null) {
            known = group();
            grouped = known;
        }
        return known;
    }

    private Grouped group() {
        Map<UUID, IntStream.Builder> units = new HashMap<>();
        Map<String, IntStream.Builder> positions = new HashMap<>();
        for (int place = 0; place < size; place++) {
            Indexed person = at(place);
            int here = place;
            Stream.concat(Stream.of(person.unit()), person.further().stream()).forEach(unit -> units.computeIfAbsent(unit, u -> IntStream.builder()).add(here));
            if (person.position() != null) {
                positions.computeIfAbsent(person.position(), p -> IntStream.builder()).add(place);
            }
        }
        return new Grouped(arrays(units), arrays(positions));
    }

    private static <K> Map<K, int[]> arrays(Map<K, IntStream.Builder> built) {
        Map<K, int[]> arrays = new HashMap<>();
        built.forEach((key, places) -> arrays.put(key, places.build().toArray()));
        return arrays;
    }

    /** Where these places stand in the order. */
    BitSet ranks(By by, BitSet places) {
        int[] rank = ranks.computeIfAbsent(by, this::inverse);
        BitSet found = new BitSet(size);
        for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
            found.set(rank[place]);
        }
        return found;
    }

    private int[] inverse(By by) {
        int[] order = order(by);
        int[] rank = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            rank[order[i]] = i;
        }
        return rank;
    }

    /** @param ranks of those wanted @param backwards from the last on */
    List<UUID> page(By by, BitSet ranks, int offset, int most, boolean backwards) {
        int[] order = order(by);
        List<UUID> page = new ArrayList<>(Math.min(most, 100));
        int rank = backwards ? ranks.previousSetBit(size) : ranks.nextSetBit(0);
        for (int i = 0; rank >= 0 && page.size() < most; i++) {
            if (i >= offset) {
                page.add(at(order[rank]).id());
            }
            rank = backwards ? rank == 0 ? -1 : ranks.previousSetBit(rank - 1) : ranks.nextSetBit(rank + 1);
        }
        return page;
    }

    /** @param changed by place; new people have the places behind the last one, without a gap */
    Snapshot with(long nowSeen, TreeMap<Integer, Indexed> changed) {
        if (changed.isEmpty()) {
            return new Snapshot(names, nowSeen, size, segments, orders);
        }
        int nowSize = Math.max(size, changed.lastKey() + 1);
        List<Segment> now = new ArrayList<>(segments);
        for (int s = changed.firstKey() / Segment.SIZE; s * Segment.SIZE < nowSize; s++) {
            int base = s * Segment.SIZE;
            Map<Integer, Indexed> some = new TreeMap<>();
            changed.subMap(base, base + Segment.SIZE).forEach((place, person) -> some.put(place - base, person));
            if (s == now.size()) {
                now.add(new Segment(List.copyOf(some.values()), names));
            } else if (!some.isEmpty()) {
                now.set(s, now.get(s).with(some, names));
            }
        }
        List<Segment> kept = List.copyOf(now);
        return new Snapshot(names, nowSeen, nowSize, kept, Map.of(By.PINYIN, sorted(By.PINYIN, changed, kept), By.STROKES, sorted(By.STROKES, changed, kept),
                By.NUMBER, sorted(By.NUMBER, changed, kept)));
    }

    /** The unchanged ones are in order already: the others are put among them. */
    private int[] sorted(By by, TreeMap<Integer, Indexed> changed, List<Segment> now) {
        Keyed[] others = changed.entrySet().stream().map(e -> keyed(by, e.getValue(), e.getKey())).sorted(ORDER).toArray(Keyed[]::new);
        BitSet moved = new BitSet();
        changed.keySet().forEach(moved::set);
        int[] kept = Arrays.stream(order(by)).filter(place -> !moved.get(place)).toArray();
        int[] all = new int[kept.length + others.length];
        int from = 0;
        int to = 0;
        for (Keyed other : others) {
            int low = from;
            int high = kept.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                Indexed person = now.get(kept[middle] / Segment.SIZE).people.get(kept[middle] % Segment.SIZE);
                if (ORDER.compare(keyed(by, person, kept[middle]), other) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            System.arraycopy(kept, from, all, to, low - from);
            to += low - from;
            from = low;
            all[to++] = other.place;
        }
        System.arraycopy(kept, from, all, to, kept.length - from);
        return all;
    }

    private Keyed keyed(By by, Indexed person, int place) {
        String key = switch (by) {
            case PINYIN -> names.key(person.name(), Names.Order.PINYIN);
            case STROKES -> names.key(person.name(), Names.Order.STROKES);
            // who has no number stands behind all who have one
            case NUMBER -> person.number() == null ? "\uffff" : person.number();
        };
        return new Keyed(key, person, place);
    }
}
