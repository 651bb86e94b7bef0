package org.shuyuan.api.directory;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/** People and who belongs where. Set-based: one query for many. Asks no permission: what is shown is the caller's duty. Thread-safe. */
@ProviderType
public interface People {

    Optional<Person> find(UUID id);

    Map<UUID, Person> get(Collection<UUID> ids);

    /** The units a person belongs to on the day. */
    Set<UUID> unitsOf(UUID person, LocalDate on);

    /** Who belongs to any of the units (not their subtrees) on the day. */
    List<Person> membersOf(Collection<UUID> units, LocalDate on);
}
