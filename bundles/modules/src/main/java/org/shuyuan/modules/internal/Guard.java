package org.shuyuan.modules.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What goes on inside the domain modules: how many requests at once, since when, and how they end. So one that hangs costs the others no thread, and one that
 * does nothing but fail is found. Thread-safe.
 */
final class Guard {

    /** A request inside a module; each is another, whatever it asks for. */
    static final class Inside {

        private final String what;
        private final Supplier<String> who;
        private final long since;
        /** When something of the body came last: until then the module waits for the browser. */
        private volatile long heard;
        private volatile boolean late;

        private Inside(String what, Supplier<String> who, long since) {
            this.what = what;
            this.who = who;
            this.since = since;
            heard = since;
        }

        /** Method and path. */
        String what() {
            return what;
        }
    }

    /** A request that has been inside for long. */
    record Busy(String what, Duration since) {}

    /** Of five minutes. */
    private static final int SLOTS = 30;
    private static final long SLOT_NANOS = Duration.ofSeconds(10).toNanos();
    /** Failures in one moment may be anybody's, a database's for instance; a module's own go on. */
    private static final int LEAST_SLOTS = 3;
    private static final int FAILING_PERCENT = 80;
    /** Whoever finds a request that breaks must not be able to take the module from all others by repeating it. */
    private static final int LEAST_CALLERS = 2;

    /** How the requests of a module ended, in a ring of slots. Guarded by itself. */
    private static final class Watch {

        private final Set<Inside> inside = ConcurrentHashMap.newKeySet();
        private final AtomicInteger count = new AtomicInteger();
        private final long[] slots = new long[SLOTS];
        private final int[] all = new int[SLOTS];
        private final int[] failed = new int[SLOTS];
        /** Whose requests failed; of no more than are needed. */
        private final List<Set<String>> whose = Stream.generate(() -> (Set<String>) new HashSet<String>()).limit(SLOTS).toList();
        private boolean told;
    }

    private final IntSupplier most;
    private final IntSupplier failures;
    private final LongSupplier nanos;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();

    /**
     * @param most requests at once in a module
     * @param failures within five minutes after which one that hardly does anything else is failing
     * @param nanos a clock as {@link System#nanoTime()}
     */
    Guard(IntSupplier most, IntSupplier failures, LongSupplier nanos) {
        this.most = most;
        this.failures = failures;
        this.nanos = nanos;
    }

    /**
     * @param who asks, as far as is known when the request ends
     * @return null when as many are inside as may be; else to be given back to {@link #leave}
     */
    @Nullable Inside enter(String id, String what, Supplier<String> who) {
        Watch watch = watches.computeIfAbsent(id, key -> new Watch());
        if (watch.count.incrementAndGet() > most.getAsInt()) {
            watch.count.decrementAndGet();
            return null;
        }
        Inside one = new Inside(what, who, nanos.getAsLong());
        watch.inside.add(one);
        return one;
    }

    /** @return true once, when the module has been failing for some time, and not only for one of those who ask */
    boolean leave(String id, Inside one, boolean bad) {
        Watch watch = watches.computeIfAbsent(id, key -> new Watch());
        if (watch.inside.remove(one)) {
            watch.count.decrementAndGet();
        }
        // whoever was late has been counted
        return !one.late && ended(watch, one, bad);
    }

    /** Something of the body has come. */
    void heard(Inside one) {
        one.heard = nanos.getAsLong();
    }

    /** Whoever has been inside for longer since all of the request was there, and was not {@link #late} before. */
    List<Inside> overdue(String id, Duration than) {
        Watch watch = watches.get(id);
        long now = nanos.getAsLong();
        return watch == null ? List.of() : watch.inside.stream().filter(one -> !one.late && now - one.heard > than.toNanos()).toList();
    }

    /** It is answered in the module's place, and goes on inside; that is a failure. @return as {@link #leave} */
    boolean late(String id, Inside one) {
        one.late = true;
        return ended(watches.computeIfAbsent(id, key -> new Watch()), one, true);
    }

    /** The modules that were ever asked. */
    Set<String> known() {
        return Set.copyOf(watches.keySet());
    }

    private boolean ended(Watch watch, Inside one, boolean bad) {
        long slot = Math.floorDiv(nanos.getAsLong(), SLOT_NANOS);
        synchronized (watch) {
            int at = (int) Math.floorMod(slot, (long) SLOTS);
            if (watch.slots[at] != slot) {
                watch.slots[at] = slot;
                watch.all[at] = 0;
                watch.failed[at] = 0;
                watch.whose.get(at).clear();
            }
            watch.all[at]++;
            if (bad) {
                watch.failed[at]++;
                if (watch.whose.get(at).size() < LEAST_CALLERS) {
                    watch.whose.get(at).add(one.who.get());
                }
            }
            if (bad && !watch.told && failing(watch, slot)) {
                watch.told = true;
                return true;
            }
        }
        return false;
    }

    private boolean failing(Watch watch, long slot) {
        int all = 0;
        int failed = 0;
        int slots = 0;
        Set<String> callers = new HashSet<>();
        for (int i = 0; i < SLOTS; i++) {
            if (slot - watch.slots[i] < SLOTS) {
                all += watch.all[i];
                failed += watch.failed[i];
                slots += watch.failed[i] > 0 ? 1 : 0;
                callers.addAll(watch.whose.get(i));
            }
        }
        return failed >= failures.getAsInt() && slots >= LEAST_SLOTS && callers.size() >= LEAST_CALLERS && failed * 100L >= all * (long) FAILING_PERCENT;
    }

    int inside(String id) {
        Watch watch = watches.get(id);
        return watch == null ? 0 : watch.count.get();
    }

    /** Requests that have been inside longer than that, the longest first. */
    List<Busy> longer(String id, Duration than) {
        Watch watch = watches.get(id);
        long now = nanos.getAsLong();
        return watch == null ? List.of() : watch.inside.stream().map(one -> new Busy(one.what(), Duration.ofNanos(now - one.since)))
                .filter(busy -> busy.since().compareTo(than) > 0).sorted((a, b) -> b.since().compareTo(a.since())).toList();
    }

    /** Another version of the module begins anew; who is still inside the old one counts on. */
    void anew(String id) {
        Watch watch = watches.get(id);
        if (watch != null) {
            synchronized (watch) {
                Arrays.fill(watch.slots, 0);
                Arrays.fill(watch.all, 0);
                Arrays.fill(watch.failed, 0);
                watch.whose.forEach(Set::clear);
                watch.told = false;
            }
        }
    }
}
