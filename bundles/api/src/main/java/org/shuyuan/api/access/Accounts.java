package org.shuyuan.api.access;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/** Accounts of people, for those who address people: notices, modules that write to somebody. Thread-safe. */
@ProviderType
public interface Accounts {

    /** The enabled accounts of these people; people without one are left out. */
    List<UUID> ofPeople(Collection<UUID> people);

    /** The enabled accounts that hold the permission at the unit, directly or from above. */
    List<UUID> holding(String permission, UUID unit);
}
