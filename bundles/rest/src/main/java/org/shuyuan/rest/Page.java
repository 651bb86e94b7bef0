package org.shuyuan.rest;

import java.util.List;
import java.util.function.Function;

/** One page of a list. @param total all that match @param page from 1 */
public record Page<T>(List<T> items, long total, int page, int size) {

    public static <T> Page<T> of(List<T> items, long total, ListQuery query) {
        return new Page<>(items, total, query.page(), query.size());
    }

    public <R> Page<R> map(Function<T, R> each) {
        return new Page<>(items.stream().map(each).toList(), total, page, size);
    }
}
