package org.shuyuan.api.module;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** The modules in this portal. Thread-safe. */
@ProviderType
public interface Modules {

    List<ModuleInfo> all();

    Optional<ModuleInfo> find(String id);

    /** Permissions that the active modules suggest for a role template such as {@code organiser}. */
    Set<String> suggestedFor(String role);

    /** Every permission of the active modules, with the key of its text, by module. */
    Map<String, List<ModuleInfo.Permission>> permissions();

    /** Changes whenever a module comes, goes or changes; for caches. */
    long revision();
}
