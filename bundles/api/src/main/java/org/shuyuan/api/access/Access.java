package org.shuyuan.api.access;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/**
 * May this caller do that there? A role is a set of permissions, held at a unit. It reaches either that unit only or its whole subtree,
 * as whoever gave it said. Services ask; the browser only hides. Answers come from memory (microseconds) and follow a change within a
 * second. Thread-safe.
 *
 * <p>Whoever may something at a unit may therefore <em>not</em> always do it below: what is "of the unit and all below it" is asked for
 * by {@link #within}, never taken from the tree alone.
 */
@ProviderType
public interface Access {

    /**
     * A permission held at a unit.
     *
     * @param unit where it is held
     * @param subtree whether it also counts in all units below
     */
    record Held(UUID unit, boolean subtree) {}

    /**
     * Whether the caller may.
     *
     * @param caller who asks
     * @param permission {@code <module>.<name>}
     * @param unit where; a role held above it counts when it reaches down
     * @return false also for a permission or unit that nobody knows
     */
    boolean can(Caller caller, String permission, UUID unit);

    /**
     * Goes on only when the caller may.
     *
     * @param caller who asks
     * @param permission {@code <module>.<name>}
     * @param unit where; a role held above it counts when it reaches down
     * @throws org.shuyuan.api.problem.Problem 403 {@code access.forbidden}
     */
    void require(Caller caller, String permission, UUID unit);

    /**
     * Everything the caller may there.
     *
     * @param caller who asks
     * @param unit where
     * @return permissions, unmodifiable
     */
    Set<String> permissions(Caller caller, UUID unit);

    /**
     * Where the caller holds a permission.
     *
     * @param caller who asks
     * @param permission {@code <module>.<name>}
     * @return the units at which it is held directly, each once, and how far it reaches from there
     */
    List<Held> unitsWith(Caller caller, String permission);

    /**
     * Goes on only when the caller may at the unit, and says where below it as well: what a list "of the unit and all below it" shows.
     *
     * @param caller who asks
     * @param permission {@code <module>.<name>}
     * @param unit where
     * @return the unit's id and those of the units below in which the caller may, unmodifiable
     * @throws org.shuyuan.api.problem.Problem 403 {@code access.forbidden}
     */
    Set<UUID> within(Caller caller, String permission, UUID unit);
}
