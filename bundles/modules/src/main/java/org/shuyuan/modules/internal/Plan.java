package org.shuyuan.modules.internal;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What installing a jar would do, found out without doing it.
 *
 * @param running the version that runs now, or that ran last when {@code withdrawn}
 * @param added permissions that roles can hold afterwards and could not before, as people read them; {@code removed} the other way round
 * @param migrations scripts that would change the tables, by this database's own history
 * @param taking what those scripts take away, in words: after them the version that runs now may not find what it needs
 * @param bundles what becomes of the container's bundles; where {@code others} are named, the last problem says so and goes when it is wanted knowing that
 * @param units where the module is on, or would be
 * @param signature who signed it
 * @param problems why it would be refused; empty when it would be tried
 * @param details what stands behind the problems, for whoever made the module, in English
 */
public record Plan(String id, String name, String version, @Nullable String running, Kind kind, List<String> added, List<String> removed,
        List<String> migrations, List<String> taking, Effects bundles, Affected units, Signature signature, List<String> problems, List<String> details) {

    /** How the jar relates to what is here. */
    public enum Kind {
        /** The module was never here. */
        INSTALL,
        /** It was withdrawn and comes back. */
        RETURN,
        UPDATE,
        /** An older version: the code goes back, the tables stay as they are. */
        DOWNGRADE,
        /** The very same jar runs already. */
        SAME;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
