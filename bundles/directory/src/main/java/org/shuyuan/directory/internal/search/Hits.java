package org.shuyuan.directory.internal.search;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Places of people found, by how well they answer. Filled by one thread; what is asked afterwards is thread-safe and gives sets of the asker's own. */
final class Hits {

    static final int EXACT = 0;
    static final int START = 1;
    static final int INSIDE = 2;
    /** Not the name or number but unit or position. */
    static final int AROUND = 3;

    private final BitSet[] found = {new BitSet(), new BitSet(), new BitSet(), new BitSet()};
    private @Nullable Runnable around;

    void add(int how, int place) {
        found[how].set(place);
    }

    /** @param search adds what lies around; done only when somebody wants to know, since a picker is mostly full before */
    void around(Runnable search) {
        around = search;
    }

    private void lookAround() {
        @Nullable Runnable search = around;
        around = null;
        if (search != null) {
            search.run();
        }
    }

    synchronized BitSet all() {
        lookAround();
        BitSet all = new BitSet();
        for (BitSet some : found) {
            all.or(some);
        }
        return all;
    }

    /** Those that answer so and not better. */
    synchronized BitSet only(int how) {
        if (how == AROUND) {
            lookAround();
        }
        BitSet only = (BitSet) found[how].clone();
        for (int better = 0; better < how; better++) {
            only.andNot(found[better]);
        }
        return only;
    }

    boolean isEmpty() {
        return all().isEmpty();
    }

    static Hits within(BitSet places) {
        Hits hits = new Hits();
        hits.found[INSIDE].or(places);
        return hits;
    }
}
