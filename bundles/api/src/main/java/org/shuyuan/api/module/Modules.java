package org.shuyuan.api.module;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/** The modules in this portal. Thread-safe. */
@ProviderType
public interface Modules {

    /** What the location of a bundle begins with that was brought as a module; that of the platform's own does not. */
    String LOCATION = "shuyuan:";

    /**
     * The modules whose bundles are here.
     *
     * @return by id
     */
    List<ModuleInfo> all();

    /**
     * One module.
     *
     * @param id the word that names it
     * @return empty when its bundle is not here
     */
    Optional<ModuleInfo> find(String id);

    /**
     * Whether a module that is here is on at a unit. A choice made for a unit holds for all below it until one of them chooses otherwise; where
     * nobody chose, the unit's profile decides if any profile of this portal names the module, and without that it is on.
     *
     * @param id of the module
     * @param unit id of a unit
     * @return true for modules of the platform and those that serve no unit; false for one that is not here
     */
    boolean active(String id, UUID unit);

    /**
     * What a browser needs first to show an address.
     *
     * @param id of the module
     * @param path below the module without slashes at its ends, e.g. {@code events/1}; empty for its first page
     * @return empty when the module is not here or has no page there
     */
    Optional<ModulePage> page(String id, String path);

    /**
     * A file that a module brings for browsers, from its {@code shuyuan/web/}. While the module is updated, and for as long as the version is kept
     * afterwards, the files of the version before are there too: its pages may be open.
     *
     * @param id of the module
     * @param tag of the version, as in {@link ModuleInfo#tag()}; content under a tag never changes
     * @param path below {@code shuyuan/web/}, without {@code ..}
     * @return empty when the module is not here, never had that version, or has no such file
     */
    Optional<byte[]> file(String id, String tag, String path);

    /**
     * The registers that a module declares in its descriptor and the platform keeps for it.
     *
     * @param id of the module
     * @return in the descriptor's order; empty when it declares none or is not here
     */
    List<Register> registers(String id);

    /**
     * Permissions that the active modules suggest for a role template.
     *
     * @param role e.g. {@code organiser}
     * @return permissions
     */
    Set<String> suggestedFor(String role);

    /**
     * Every permission of the active modules, with the key of its text.
     *
     * @return by module
     */
    Map<String, List<ModuleInfo.Permission>> permissions();

    /**
     * For caches.
     *
     * @return another number whenever a module came, went or changed
     */
    long revision();
}
