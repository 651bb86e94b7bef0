package org.shuyuan.resources.internal.jpa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Long lists of parameters, asked for in parts: databases bound how many a statement may have. */
final class Chunks {

    private static final int SIZE = 500;

    private Chunks() {}

    static <P, R> List<R> of(Collection<P> all, Function<List<P>, List<R>> ask) {
        List<P> distinct = all.stream().distinct().toList();
        List<R> found = new ArrayList<>();
        for (int i = 0; i < distinct.size(); i += SIZE) {
            found.addAll(ask.apply(distinct.subList(i, Math.min(distinct.size(), i + SIZE))));
        }
        return found;
    }
}
