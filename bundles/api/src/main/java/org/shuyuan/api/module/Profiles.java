package org.shuyuan.api.module;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.shuyuan.api.text.Language;

/**
 * What kinds of unit start from: which modules, which roles, which kinds of event. Read from
 * {@code <etc>/profiles/<id>.json}. Thread-safe.
 */
@ProviderType
public interface Profiles {

    record Profile(String id, Map<Language, String> name, Map<Language, String> description, List<String> modules) {}

    List<Profile> all();

    Optional<Profile> find(String id);

    /** The JSON that the profile holds for one module ({@code templates.<module>}). */
    Optional<String> template(String profile, String module);
}
