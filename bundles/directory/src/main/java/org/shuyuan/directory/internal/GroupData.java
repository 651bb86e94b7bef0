package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An audience group as stored.
 *
 * @param unit whose it is; null: the whole portal's
 * @param rule as JSON; null: the members are named by hand
 * @param closedOn first day it is no longer offered
 */
public record GroupData(UUID id, @Nullable UUID unit, LocalNames names, @Nullable String rule, @Nullable String note, int order, @Nullable LocalDate closedOn, int version) {}
