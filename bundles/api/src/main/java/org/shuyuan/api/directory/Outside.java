package org.shuyuan.api.directory;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/** The register of people and institutions from outside. Set-based. Asks no permission: what is shown is the caller's duty. Thread-safe. */
@ProviderType
public interface Outside {

    /**
     * Many at once, so that what was once engaged keeps its name.
     *
     * @param ids of people and institutions from outside
     * @return those there are, by id, also those no longer valid
     */
    Map<UUID, OutsideParty> get(Collection<UUID> ids);

    /**
     * Who can be engaged at a unit: those of its own register and those that others share with it.
     *
     * @param unit id of a unit
     * @param on the day
     * @return by name
     */
    List<OutsideParty> at(UUID unit, LocalDate on);
}
