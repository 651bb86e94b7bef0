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

    /**
     * A kind of unit.
     *
     * @param id name of its file
     * @param name what people call it
     * @param description when to choose it
     * @param modules ids of the modules it starts with
     */
    record Profile(String id, Map<Language, String> name, Map<Language, String> description, List<String> modules) {}

    /**
     * Every profile of this portal.
     *
     * @return by id
     */
    List<Profile> all();

    /**
     * One profile.
     *
     * @param id name of its file
     * @return empty when there is none
     */
    Optional<Profile> find(String id);

    /**
     * What a profile starts one module with.
     *
     * @param profile id of a profile
     * @param module id of a module
     * @return the JSON object {@code templates.<module>}
     */
    Optional<String> template(String profile, String module);
}
