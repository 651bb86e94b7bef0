package org.shuyuan.api.module;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What modules keep in the database, which stays when they are withdrawn. For the platform alone. Thread-safe. */
@ProviderType
public interface ModuleData {

    /**
     * When the portal was backed up last, by hand or by night; every archive holds all modules.
     *
     * @return the moment of whose data the archive is; empty when there never was one
     */
    Optional<Instant> lastBackup();

    /**
     * What a module keeps; its history of migrations does not count.
     *
     * @param module its id
     * @return rows by table, in the order of their names; empty when it keeps nothing
     */
    Map<String, Long> rows(String module);

    /**
     * Drops every table and view of a module, and with them the history of its migrations: it begins anew if it comes again. Cannot be undone but by a backup. What
     * was dropped before something failed stays dropped on H2, which commits each step; calling it again goes on.
     *
     * @param module its id
     * @throws IllegalStateException while a bundle of the module is here, or when the database refuses
     */
    void erase(String module);
}
