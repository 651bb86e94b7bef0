package org.shuyuan.directory.internal.search;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.text.Names.Order;

/**
 * Who is wanted, in which order.
 *
 * @param units the people of these units, by their main membership or another, in the units' order
 * @param q what was typed; empty: everybody
 * @param left those who are gone, instead of those who are there
 * @param sort {@code name}, {@code number}, {@code unit} …, each with {@code desc} behind it for the other way round; {@code best}: those first
 *     whose name or number is what was typed, then those where it begins so; only the first page is answered, and nobody counts the others
 */
public record PeopleQuery(Set<UUID> units, String q, @Nullable String category, @Nullable String political, boolean left, Sort sort, int offset, int size) {

    /** What a list can be sorted by. */
    public static final Set<String> FIELDS = Set.of("name", "number", "unit", "position", "category", "political", "gender");

    /** @param terms the first counts most; what is equal by all of them stands in the order of names */
    public record Sort(java.util.List<String> terms, Order order, boolean best) {}
}
