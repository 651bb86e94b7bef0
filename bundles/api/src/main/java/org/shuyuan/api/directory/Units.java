package org.shuyuan.api.directory;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;
import org.shuyuan.api.access.Caller;

/** The unit tree, from memory; follows a change at once on this node and within a second on others. Thread-safe. */
@ProviderType
public interface Units {

    /**
     * One unit.
     *
     * @param id of a unit
     * @return empty when there is none
     */
    Optional<Unit> find(UUID id);

    /**
     * One unit that must be there.
     *
     * @param id of a unit
     * @return never null
     * @throws org.shuyuan.api.problem.Problem 404 {@code directory.no-such-unit}
     */
    Unit get(UUID id);

    /**
     * The tops of the trees.
     *
     * @return in their order
     */
    List<Unit> roots();

    /**
     * The unit and all below it.
     *
     * @param id of a unit
     * @return parents before children; empty when there is no such unit
     */
    List<Unit> subtree(UUID id);

    /**
     * Ids of {@link #subtree}.
     *
     * @param id of a unit
     * @return ids, its own too
     */
    Set<UUID> subtreeIds(UUID id);

    /**
     * For caches.
     *
     * @return another number whenever the tree has changed
     */
    long revision();

    /**
     * Founds the first unit of an empty portal. Part of the set-up; asks no permission because nobody can hold one yet.
     *
     * @param caller who sets the portal up
     * @param name 1–100 characters
     * @param profile id of a profile, see {@link org.shuyuan.api.module.Profiles}
     * @param zone id of a time zone, e.g. {@code Asia/Shanghai}
     * @return the unit
     * @throws org.shuyuan.api.problem.Problem 409 {@code directory.already-founded}; 422 for an empty or too long name
     */
    Unit found(Caller caller, String name, String profile, String zone);
}
