package org.shuyuan.api.module;

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
}
