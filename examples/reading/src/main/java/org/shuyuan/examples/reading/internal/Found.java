package org.shuyuan.examples.reading.internal;

import java.util.List;

/** A part of what matches. @param total how many match */
record Found<T>(List<T> items, long total) {

    static <T> Found<T> nothing() {
        return new Found<>(List.of(), 0);
    }
}
