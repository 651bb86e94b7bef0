package org.shuyuan.api.directory;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;
import org.shuyuan.api.access.Caller;

/**
 * The unit tree, from memory; follows a change at once on this node and within a second on others. Closed and merged units are
 * not in it; {@link #records}, {@link #successor} and {@link #history} know them still, so that an id kept elsewhere never loses
 * its meaning. What was true on a day is read from the database. Thread-safe.
 */
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
     * What ids of units mean, of closed and merged ones too. One query.
     *
     * @param ids of units
     * @return those there are or were, by id
     */
    Map<UUID, UnitRecord> records(Collection<UUID> ids);

    /**
     * The open unit that stands where this one stood: itself, or the one it was merged into, and on from there. Rights do not
     * follow: who held a role at the merged unit holds none at its successor.
     *
     * @param id of a unit
     * @return empty when it was closed without a successor, or there never was one
     */
    Optional<Unit> successor(UUID id);

    /**
     * What a unit was called and where it hung, from its beginning on.
     *
     * @param id of a unit, which may be closed
     * @return the oldest first; empty when there never was one
     */
    List<UnitState> history(UUID id);

    /**
     * The unit and all below it as they were on a day. One query.
     *
     * @param id of a unit, which may be closed today
     * @param on the day
     * @return parents before children; empty when it was not there
     */
    List<UnitState> subtree(UUID id, LocalDate on);

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
