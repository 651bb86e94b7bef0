package org.shuyuan.directory.internal.search;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.text.Names.Order;
import org.shuyuan.directory.internal.UnitTree;
import org.shuyuan.directory.internal.jpa.PastStore;
import org.shuyuan.directory.internal.jpa.PersonStore;
import org.shuyuan.directory.internal.jpa.PersonStore.Reading;
import org.shuyuan.directory.internal.names.ChineseNames;
import org.shuyuan.directory.internal.search.PeopleQuery.Sort;
import org.shuyuan.directory.internal.search.Snapshot.By;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and sorts people from memory, some 400 bytes a person. Every write of a person carries the number of the writers' state
 * (row 2 of {@code directory_state}); this node looks at that number at once after its own writes and twice a second for those of
 * others, and reads the rows that are younger than what it knows. Asks no permission. Thread-safe.
 */
@Component(service = PeopleIndex.class)
public final class PeopleIndex {

    /** Who was found on the page asked for, and how many altogether. */
    public record Found(List<UUID> people, int total) {}

    private static final Logger LOG = LoggerFactory.getLogger(PeopleIndex.class);
    private static final long POLL_MILLIS = 500;

    private final PersonStore store;
    private final UnitTree tree;
    private final ChineseNames names;
    private final ScheduledExecutorService poller;
    private final Map<UUID, Integer> places = new HashMap<>();
    private final Map<String, String> foldedPositions = new ConcurrentHashMap<>();
    /** The person changed last, as far as this node knows. */
    private PersonStore.@Nullable Change youngest;
    private volatile @Nullable Snapshot snapshot;
    private volatile Map<UUID, String> foldedUnits = Map.of();
    private volatile long foldedRevision = Long.MIN_VALUE;
    private volatile boolean complained;

    @Activate
    public PeopleIndex(@Reference PersonStore store, @Reference UnitTree tree, @Reference ChineseNames names) {
        this.store = store;
        this.tree = tree;
        this.names = names;
        this.poller = Executors.newSingleThreadScheduledExecutor(r -> {
            Thread thread = new Thread(r, "shuyuan-directory-people");
            thread.setDaemon(true);
            return thread;
        });
        poller.scheduleWithFixedDelay(this::poll, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    public void close() {
        poller.shutdownNow();
    }

    private void poll() {
        try {
            follow();
            complained = false;
        } catch (RuntimeException e) {
            if (!complained) {
                complained = true;
                LOG.warn("The people cannot be read; this node goes on finding those it knows: {}", e.toString());
            }
        }
    }

    /** Reads what was committed since the last time. To be called after the commit of a change on this node. */
    public synchronized void follow() {
        @Nullable Snapshot known = snapshot;
        long revision = store.writes();
        if (known != null && known.seen == revision) {
            return;
        }
        if (known != null && revision > known.seen && (youngest == null || store.stands(youngest))) {
            Reading reading = store.indexed(known.seen);
            snapshot = known.with(reading.revision(), placed(reading));
            return;
        }
        // the first time; or other data than before lie in the database, after a backup was read back
        places.clear();
        foldedPositions.clear();
        youngest = null;
        Reading reading = store.indexed(-1);
        snapshot = Snapshot.empty(names).with(reading.revision(), placed(reading));
    }

    private TreeMap<Integer, Indexed> placed(Reading reading) {
        youngest = reading.youngest() == null ? youngest : reading.youngest();
        TreeMap<Integer, Indexed> placed = new TreeMap<>();
        reading.people().stream().map(Indexed::position).filter(Objects::nonNull).distinct().forEach(p -> foldedPositions.computeIfAbsent(p, names::folded));
        reading.people().forEach(p -> placed.put(places.computeIfAbsent(p.id(), id -> places.size()), p));
        return placed;
    }

    private Snapshot now() {
        @Nullable Snapshot known = snapshot;
        if (known == null) {
            follow();
            known = snapshot;
        }
        return Objects.requireNonNull(known);
    }

    /** The page of people wanted. */
    public Found find(PeopleQuery query) {
        Snapshot now = now();
        boolean everybody = query.q().isBlank() || query.q().chars().allMatch(c -> c == '*');
        LocalDate today = PastStore.today();
        BitSet among = now.among(new Snapshot.Those(query.units(), query.left(), today), p -> among(p, query, today));
        @Nullable Hits hits = everybody ? null : hits(now, query.q());
        By order = order(query.sort());
        if (query.sort().best()) {
            return best(now, query, order, among, hits);
        }
        BitSet ranks = now.ranks(order, wanted(now, query, hits == null ? (BitSet) among.clone() : and(hits.all(), among)));
        if (natural(query.sort())) {
            return new Found(now.page(order, ranks, query.offset(), query.size(), query.sort().terms().get(0).endsWith(" desc")), ranks.cardinality());
        }
        int[] places = boxedSort(ranks.stream().map(rank -> now.order(order)[rank]).toArray(), comparator(now, query));
        return new Found(java.util.Arrays.stream(places).skip(Math.max(0, query.offset())).limit(query.size()).mapToObj(place -> now.at(place).id()).toList(), places.length);
    }

    /** The first ones only: of `w` there are thousands, and a picker shows twenty. */
    private static Found best(Snapshot now, PeopleQuery query, By order, BitSet among, @Nullable Hits hits) {
        if (hits == null) {
            List<UUID> first = now.page(order, now.ranks(order, wanted(now, query, (BitSet) among.clone())), 0, query.size(), false);
            return new Found(first, first.size());
        }
        List<UUID> page = new ArrayList<>();
        for (int how = Hits.EXACT; how <= Hits.AROUND && page.size() < query.size(); how++) {
            BitSet some = wanted(now, query, and(hits.only(how), among));
            page.addAll(now.page(order, now.ranks(order, some), 0, query.size() - page.size(), false));
        }
        return new Found(page, page.size());
    }

    private static BitSet and(BitSet mine, BitSet other) {
        mine.and(other);
        return mine;
    }

    /** By name or, when that is the first term, by number. */
    private static By order(Sort sort) {
        return sort.terms().isEmpty() || !sort.terms().get(0).startsWith("number") ? sort.order() == Order.STROKES ? By.STROKES : By.PINYIN : By.NUMBER;
    }

    /** @param places changed by it */
    private static BitSet wanted(Snapshot now, PeopleQuery query, BitSet places) {
        if (query.category() != null || query.political() != null) {
            for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
                if (!wanted(now.at(place), query)) {
                    places.clear(place);
                }
            }
        }
        return places;
    }

    private static boolean among(Indexed p, PeopleQuery query, LocalDate today) {
        return p.left(today) == query.left() && p.belongs(query.units());
    }

    private static boolean wanted(Indexed p, PeopleQuery query) {
        return (query.category() == null || query.category().equals(p.category()))
                && (query.political() == null || query.political().equals(p.political()));
    }

    private static boolean natural(Sort sort) {
        return !sort.terms().isEmpty() && (sort.terms().get(0).startsWith("name") || sort.terms().get(0).startsWith("number"));
    }

    private static int[] boxedSort(int[] places, Comparator<Integer> comparator) {
        return java.util.Arrays.stream(places).boxed().sorted(comparator).mapToInt(Integer::intValue).toArray();
    }

    /** By everything but the name, in whose order they stand already. */
    private static Comparator<Integer> comparator(Snapshot now, PeopleQuery query) {
        Map<UUID, Integer> units = new HashMap<>();
        query.units().forEach(u -> units.put(u, units.size()));
        Comparator<Integer> all = (a, b) -> 0;
        for (String term : query.sort().terms()) {
            String field = term.replace(" desc", "");
            if (field.equals("name")) {
                break;
            }
            Comparator<Indexed> by = switch (field) {
                case "unit" -> Comparator.comparing(p -> place(p, units));
                case "position" -> text(Indexed::position);
                case "category" -> text(Indexed::category);
                case "political" -> text(Indexed::political);
                case "gender" -> text(Indexed::gender);
                default -> text(Indexed::number);
            };
            Comparator<Indexed> used = term.endsWith(" desc") ? by.reversed() : by;
            all = all.thenComparing((a, b) -> used.compare(now.at(a), now.at(b)));
        }
        return all;
    }

    /** Of the main unit; of who belongs to none of the units by it, of the first of the others. */
    private static int place(Indexed p, Map<UUID, Integer> units) {
        return units.getOrDefault(p.unit(), p.further().stream().mapToInt(u -> units.getOrDefault(u, Integer.MAX_VALUE)).min().orElse(Integer.MAX_VALUE));
    }

    private static Comparator<Indexed> text(Function<Indexed, @Nullable String> field) {
        return Comparator.comparing(field, Comparator.nullsLast(Comparator.naturalOrder()));
    }

    private Hits hits(Snapshot now, String typed) {
        Hits whole = known(now, names.folded(typed));
        String[] words = typed.strip().split("[\\s\u3000]+");
        if (words.length < 2 || !whole.isEmpty()) {
            return whole;
        }
        // not one name with a blank in it: everything that was typed must hold, wherever
        @Nullable BitSet all = null;
        for (String word : words) {
            BitSet found = known(now, names.folded(word)).all();
            if (all == null) {
                all = found;
            } else {
                all.and(found);
            }
        }
        return Hits.within(Objects.requireNonNull(all));
    }

    private Hits known(Snapshot now, String q) {
        return now.hits(q, tree.revision(), typed -> one(now, typed));
    }

    /** @param q folded */
    private Hits one(Snapshot now, String q) {
        Hits hits = new Hits();
        if (q.isEmpty() || q.chars().anyMatch(c -> c < ' ')) {
            // control characters separate the keys of the index
            return hits;
        }
        if (Glob.isOne(q)) {
            Glob glob = new Glob(q);
            String literal = glob.literal();
            for (int i = 0; i < now.segments.size(); i++) {
                now.segments.get(i).match(glob, literal, i * Segment.SIZE, hits);
            }
            hits.around(() -> around(now, glob::matches, hits));
        } else {
            for (int i = 0; i < now.segments.size(); i++) {
                now.segments.get(i).search(q, i * Segment.SIZE, hits);
            }
            hits.around(() -> around(now, text -> text.contains(q), hits));
        }
        return hits;
    }

    /** Those whose unit or position it is. */
    private void around(Snapshot now, java.util.function.Predicate<String> matches, Hits hits) {
        Set<UUID> units = units().entrySet().stream().filter(u -> matches.test(u.getValue())).map(Map.Entry::getKey).collect(Collectors.toSet());
        Set<String> positions = new HashSet<>();
        foldedPositions.forEach((position, folded) -> {
            if (matches.test(folded)) {
                positions.add(position);
            }
        });
        units.forEach(unit -> now.ofUnit(unit).forEach(place -> hits.add(Hits.AROUND, place)));
        positions.forEach(position -> now.ofPosition(position).forEach(place -> hits.add(Hits.AROUND, place)));
    }

    private Map<UUID, String> units() {
        long revision = tree.revision();
        if (foldedRevision != revision) {
            foldedUnits = tree.roots().stream().flatMap(r -> tree.subtree(r.id()).stream()).collect(Collectors.toMap(Unit::id, u -> names.folded(u.name())));
            foldedRevision = revision;
        }
        return foldedUnits;
    }
}
