package org.shuyuan.modules.internal;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a jar is known to be what somebody made.
 *
 * @param signer how the certificate names who signed it, null where nobody did
 */
public record Signature(State state, @Nullable String signer) {

    /** What is known of it. */
    public enum State {
        /** It came with the portal itself. */
        INSTALLATION,
        /** Signed, or listed in an index that is signed, by somebody whose certificate lies in {@code etc/trust}. */
        TRUSTED,
        /** Whole, but by somebody unknown here. */
        UNKNOWN,
        UNSIGNED,
        /** It was changed after it was signed. */
        INVALID;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
