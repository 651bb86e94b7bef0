package org.shuyuan.api.directory;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What of a module refers to people and institutions from outside: whom it names is not deleted from the register. A module that keeps
 * such ids registers one as a service, and keeps the name beside the id, since a module that is withdrawn is not asked. Thread-safe.
 */
@ConsumerType
public interface OutsideReferences {

    /**
     * The module that refers to them.
     *
     * @return its id
     */
    String module();

    /**
     * Which of them anything of the module refers to, also of the past. Asked inside the transaction that deletes.
     *
     * @param ids of people and institutions from outside
     * @return those referred to
     */
    Set<UUID> referred(Collection<UUID> ids);
}
