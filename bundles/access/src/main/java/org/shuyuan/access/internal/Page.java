package org.shuyuan.access.internal;

import java.util.List;

/** A page of a longer list; {@code page} counts from 1. */
public record Page<T>(List<T> items, long total, int page, int size) {}
