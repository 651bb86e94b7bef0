package org.shuyuan.api.access;

import java.util.Set;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/**
 * May this caller do that there? A role is a set of permissions, held at a unit and reaching its subtree. Services ask;
 * the browser only hides. Answers come from memory (microseconds) and follow a change within a second. Thread-safe.
 */
@ProviderType
public interface Access {

    /**
     * Whether the caller may.
     *
     * @param caller who asks
     * @param permission {@code <module>.<name>}
     * @param unit where; a role held above it counts
     * @return false also for a permission or unit that nobody knows
     */
    boolean can(Caller caller, String permission, UUID unit);

    /**
     * Goes on only when the caller may.
     *
     * @param caller who asks
     * @param permission {@code <module>.<name>}
     * @param unit where; a role held above it counts
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
     * @return the units at which it is held directly; it reaches the subtree of each
     */
    Set<UUID> unitsWith(Caller caller, String permission);
}
