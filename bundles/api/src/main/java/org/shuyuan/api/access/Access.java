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

    boolean can(Caller caller, String permission, UUID unit);

    /** @throws org.shuyuan.api.problem.Problem 403 {@code access.forbidden} */
    void require(Caller caller, String permission, UUID unit);

    /** The caller's permissions at the unit. */
    Set<String> permissions(Caller caller, UUID unit);

    /** The units at which the caller holds the permission directly; it reaches the subtree of each. */
    Set<UUID> unitsWith(Caller caller, String permission);
}
