package org.shuyuan.api.module;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What stands in the way of a module's data, as the persistence sees it. Thread-safe. */
@ProviderType
public interface ModuleHealth {

    /**
     * Why a module has no tables to work on.
     *
     * @param module its id
     * @param version the bundle's version
     * @param code a problem code, e.g. {@code persistence.migration-failed}
     * @param detail one sentence for the administrator, in English, from the database or the script
     */
    record Trouble(String module, String version, String code, String detail) {}

    /**
     * Why a module's data is out of reach.
     *
     * @param module its id
     * @return empty when nothing is known to be wrong
     */
    Optional<Trouble> trouble(String module);

    /**
     * Which scripts would run if a module came with them, by the history that this database keeps; nothing is run.
     *
     * @param module its id
     * @param scripts paths in the module's jar, e.g. {@code db/migration/V1__book.sql}; those of another kind of database are passed over, and one of this kind
     *     takes the place of its namesake
     * @return those of them that never ran here, by name; all of this kind of database where the module never had tables
     */
    List<String> pending(String module, Collection<String> scripts);
}
