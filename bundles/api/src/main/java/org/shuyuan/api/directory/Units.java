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

    Optional<Unit> find(UUID id);

    /** @throws org.shuyuan.api.problem.Problem 404 {@code directory.no-such-unit} */
    Unit get(UUID id);

    /** The tops of the trees, in their order. */
    List<Unit> roots();

    /** The unit and all below it, parents before children. */
    List<Unit> subtree(UUID id);

    /** Ids of {@link #subtree}. */
    Set<UUID> subtreeIds(UUID id);

    /** Changes whenever the tree changes; for caches. */
    long revision();

    /**
     * Founds the first unit of an empty portal. Part of the set-up; asks no permission because nobody can hold one yet.
     *
     * @throws org.shuyuan.api.problem.Problem 409 {@code directory.already-founded}; 422 for an empty or too long name (1–100)
     */
    Unit found(Caller caller, String name, String profile, String zone);
}
