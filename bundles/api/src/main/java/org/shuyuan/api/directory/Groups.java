package org.shuyuan.api.directory;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Audience groups, so that modules can address "party members under 35 of all branches" and keep an id. Set-based: few queries for
 * many. Asks no permission: what is shown is the caller's duty.
 *
 * <p>Of a day are: who belonged where, the unit tree and the kinds of its units, positions, political status, category, the rule itself
 * and who was named by hand; age is counted to that day. As of now are only gender, birth and names: they are corrected, not changed.
 * Values written before the portal kept their past count as having always been so. Thread-safe.
 */
@ProviderType
public interface Groups {

    /**
     * One group.
     *
     * @param id of a group
     * @return closed ones too; empty when there never was one
     */
    Optional<Group> find(UUID id);

    /**
     * Many at once.
     *
     * @param ids of groups
     * @return those there are or were, by id
     */
    Map<UUID, Group> get(Collection<UUID> ids);

    /**
     * What can be addressed at a unit: the portal's groups, those of the units above it and its own.
     *
     * @param unit id of a unit
     * @return open ones in their order
     */
    List<Group> at(UUID unit);

    /**
     * Who is in groups.
     *
     * @param groups ids of groups
     * @param unit only who belonged to it or below it that day
     * @param on the day
     * @return by group, each person once, with unit and position of that day; a group nobody knows has no entry
     */
    Map<UUID, List<Person>> members(Collection<UUID> groups, UUID unit, LocalDate on);

    /**
     * Which groups people are in.
     *
     * @param people ids of people
     * @param on the day
     * @return ids of groups by person; who is in none has no entry
     */
    Map<UUID, Set<UUID>> of(Collection<UUID> people, LocalDate on);
}
