package org.shuyuan.api.module;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A module as the platform knows it from its descriptor.
 *
 * @param tag {@code <version>-<hash of the content>}: changes whenever any byte of the bundle does
 * @param problem why it is not active, in zh-CN; null when it is
 */
public record ModuleInfo(String id, String version, String tag, boolean platform, State state, List<Permission> permissions,
        @Nullable String problem) {

    public enum State {
        ACTIVE,
        UPDATING,
        WITHDRAWN,
        FAILED,
        REFUSED
    }

    /** A permission and the key of its text. */
    public record Permission(String id, String text) {}
}
