package org.shuyuan.directory.internal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A unit as it is stored: without what it inherits. @param nature of an enterprise: 民营, 合资 … */
public record UnitData(UUID id, @Nullable UUID parent, String name, String kind, @Nullable String profile, @Nullable String zone, @Nullable String nature,
        int order, int version) {}
