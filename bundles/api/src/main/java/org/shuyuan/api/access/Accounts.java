package org.shuyuan.api.access;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/** Accounts of people, for those who address people: notices, modules that write to somebody. Thread-safe. */
@ProviderType
public interface Accounts {

    /**
     * The accounts of these people.
     *
     * @param people ids of persons
     * @return enabled accounts; people without one are left out
     */
    List<UUID> ofPeople(Collection<UUID> people);

    /**
     * Who may something somewhere.
     *
     * @param permission {@code <module>.<name>}
     * @param unit where
     * @return enabled accounts that hold it there, directly or from above
     */
    List<UUID> holding(String permission, UUID unit);
}
