package org.shuyuan.attendance.internal;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many had which state, and what follows by a unit's rules. Of one thread. */
public final class Tally {

    private static final String OPEN = "open";
    private static final String MADE_UP = "made-up ";
    private static final Set<State> MISSED = EnumSet.of(State.ABSENT, State.ON_LEAVE, State.LATE, State.LEFT_EARLY);

    private final Map<State, Integer> counts = new EnumMap<>(State.class);
    private final Map<State, Integer> madeUp = new EnumMap<>(State.class);
    private int open;

    /** @param state null: not marked */
    public void add(@Nullable State state, int number) {
        if (state == null) {
            open += number;
        } else {
            counts.merge(state, number, Integer::sum);
        }
    }

    /** Likewise. @param ofThese how many of them were made up for */
    public void add(@Nullable State state, int number, int ofThese) {
        add(state, number);
        // who is marked as there after all has nothing to make up any more
        if (ofThese > 0 && state != null && MISSED.contains(state)) {
            madeUp.merge(state, ofThese, Integer::sum);
        }
    }

    public void add(Tally other) {
        other.counts.forEach(this::add);
        other.madeUp.forEach((state, number) -> madeUp.merge(state, number, Integer::sum));
        open += other.open;
    }

    /** What is kept of it: how many by the word of each state, {@code open} for those without one, and behind {@code made-up} how many of a state were made up for. */
    public Map<String, Integer> counts() {
        Map<String, Integer> all = new TreeMap<>();
        counts.forEach((state, number) -> all.put(state.word(), number));
        madeUp.forEach((state, number) -> all.put(MADE_UP + state.word(), number));
        all.put(OPEN, open);
        all.values().removeIf(number -> number == 0);
        return all;
    }

    /** From what was kept. */
    public static Tally of(Map<String, Integer> counts) {
        Tally tally = new Tally();
        counts.forEach((word, number) -> {
            if (word.startsWith(MADE_UP)) {
                tally.madeUp.put(State.of(word.substring(MADE_UP.length())).orElseThrow(), number);
            } else {
                tally.add(word.equals(OPEN) ? null : State.of(word).orElseThrow(), number);
            }
        });
        return tally;
    }

    public int of(State state) {
        return counts.getOrDefault(state, 0);
    }

    /** How many that were not attended in full were made up for. */
    public int madeUp() {
        return madeUp.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Of whom nothing is known. */
    public int open() {
        return open;
    }

    /** How many attendances there could have been: without the exempt and observers, and by the rules without those on leave. */
    public int base(Rules rules) {
        return rules.counted().stream().mapToInt(this::of).sum();
    }

    /** Attendances by the rules, in hundredths: a late one may count less, and one made up for something; whoever made it up has the better of the two. */
    public int hundredths(Rules rules) {
        return of(State.PRESENT) * 100 + hundredths(rules, State.LATE, rules.lateCounts()) + hundredths(rules, State.LEFT_EARLY, rules.earlyCounts()) + hundredths(rules, State.ABSENT, 0)
                + (rules.leaveExcused() ? 0 : hundredths(rules, State.ON_LEAVE, 0));
    }

    private int hundredths(Rules rules, State state, int counts) {
        boolean took = rules.better() || state == State.ABSENT || state == State.ON_LEAVE;
        return of(state) * counts + (took ? madeUp.getOrDefault(state, 0) * Math.max(0, rules.makeUpCounts() - counts) : 0);
    }

    /** Percent, to one decimal, half up; null when there is nothing to divide by. */
    public @Nullable Double rate(Rules rules) {
        int base = base(rules);
        return base == 0 ? null : Math.round(hundredths(rules) * 10.0 / base) / 10.0;
    }

    /** Under what the unit expects of everybody. */
    public boolean below(Rules rules) {
        Double rate = rate(rules);
        return rate != null && rate < rules.target();
    }
}
