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
        @Nullable Hits hits = everybody ? null : hits(now, query.q());
        if (query.sort().best()) {
            return best(now, query, hits);
        }
        int[] places = wanted(now, query, hits);
        if (!natural(query.sort())) {
            places = boxedSort(places, comparator(now, query));
        }
        List<UUID> page = new ArrayList<>();
        for (int i = query.offset(); i >= 0 && i < places.length && page.size() < query.size(); i++) {
            page.add(now.at(places[i]).id());
        }
        return new Found(page, places.length);
    }

    /** The first ones only: of `w` there are thousands, and a picker shows twenty. */
    private static Found best(Snapshot now, PeopleQuery query, @Nullable Hits hits) {
        List<UUID> page = new ArrayList<>();
        LocalDate today = PastStore.today();
        for (int how = Hits.EXACT; how <= Hits.AROUND && page.size() < query.size(); how++) {
            @Nullable BitSet found = hits == null ? null : hits.only(how);
            if (found != null && found.isEmpty()) {
                continue;
            }
            for (int place : order(now, query)) {
                if ((found == null || found.get(place)) && wanted(now.at(place), query, today) && page.size() < query.size()) {
                    page.add(now.at(place).id());
                }
                if (page.size() == query.size()) {
                    break;
                }
            }
            if (hits == null) {
                break;
            }
        }
        return new Found(page, page.size());
    }

    private static int[] order(Snapshot now, PeopleQuery query) {
        return now.order(query.sort().terms().isEmpty() || !query.sort().terms().get(0).startsWith("number")
                ? query.sort().order() == Order.STROKES ? By.STROKES : By.PINYIN : By.NUMBER);
    }

    /** The places wanted, by name or, when that is the first term, by number. */
    private int[] wanted(Snapshot now, PeopleQuery query, @Nullable Hits hits) {
        int[] order = order(now, query);
        LocalDate today = PastStore.today();
        boolean backwards = natural(query.sort()) && query.sort().terms().get(0).endsWith(" desc");
        @Nullable BitSet found = hits == null ? null : hits.all();
        int[] wanted = new int[found == null ? order.length : found.cardinality()];
        int count = 0;
        for (int i = 0; i < order.length; i++) {
            int place = order[backwards ? order.length - 1 - i : i];
            if ((found == null || found.get(place)) && wanted(now.at(place), query, today)) {
                wanted[count++] = place;
            }
        }
        return java.util.Arrays.copyOf(wanted, count);
    }

    private static boolean wanted(Indexed p, PeopleQuery query, LocalDate today) {
        return p.left(today) == query.left() && query.units().contains(p.unit()) && (query.category() == null || query.category().equals(p.category()))
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
                case "unit" -> Comparator.comparing(p -> units.getOrDefault(p.unit(), Integer.MAX_VALUE));
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

    private static Comparator<Indexed> text(Function<Indexed, @Nullable String> field) {
        return Comparator.comparing(field, Comparator.nullsLast(Comparator.naturalOrder()));
    }

    private Hits hits(Snapshot now, String typed) {
        Hits whole = one(now, names.folded(typed));
        String[] words = typed.strip().split("[\\s\u3000]+");
        if (words.length < 2 || !whole.isEmpty()) {
            return whole;
        }
        // not one name with a blank in it: everything that was typed must hold, wherever
        @Nullable BitSet all = null;
        for (String word : words) {
            BitSet found = one(now, names.folded(word)).all();
            if (all == null) {
                all = found;
            } else {
                all.and(found);
            }
        }
        return Hits.within(Objects.requireNonNull(all));
    }

    /** @param q folded */
    private Hits one(Snapshot now, String q) {
        Hits hits = new Hits();
        if (q.isEmpty()) {
            return hits;
        }
        if (Glob.isOne(q)) {
            Glob glob = new Glob(q);
            String literal = glob.literal();
            for (int i = 0; i < now.segments.size(); i++) {
                now.segments.get(i).match(glob, literal, i * Segment.SIZE, hits);
            }
            around(now, glob::matches, hits);
        } else {
            for (int i = 0; i < now.segments.size(); i++) {
                now.segments.get(i).search(q, i * Segment.SIZE, hits);
            }
            around(now, text -> text.contains(q), hits);
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
        if (units.isEmpty() && positions.isEmpty()) {
            return;
        }
        for (int place = 0; place < now.size; place++) {
            Indexed p = now.at(place);
            if (units.contains(p.unit()) || p.position() != null && positions.contains(p.position())) {
                hits.add(Hits.AROUND, place);
            }
        }
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
