package org.shuyuan.api.module;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A module as the platform knows it from its descriptor.
 *
 * @param id the one word that names it everywhere
 * @param version of its bundle
 * @param tag {@code <version>-<hash of the content>}: changes whenever any byte of the bundle does
 * @param platform always active, never withdrawn
 * @param state whether it answers now
 * @param permissions what it lets roles hold
 * @param problem why it is not active, in zh-CN; null when it is
 */
public record ModuleInfo(String id, String version, String tag, boolean platform, State state, List<Permission> permissions,
        @Nullable String problem) {

    /** Whether a module answers. */
    public enum State {
        /** It does. */
        ACTIVE,
        /** Another version is being put in its place; its requests are asked to come again. */
        UPDATING,
        /** Taken away; its data stays. */
        WITHDRAWN,
        /** It should run and cannot. */
        FAILED,
        /** Its descriptor does not keep to the schema. */
        REFUSED
    }

    /**
     * A permission and the key of its text.
     *
     * @param id {@code <module>.<name>}
     * @param text key in the module's i18n files
     */
    public record Permission(String id, String text) {}
}
