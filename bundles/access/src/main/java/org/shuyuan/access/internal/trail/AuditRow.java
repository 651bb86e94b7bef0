package org.shuyuan.access.internal.trail;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Audit;

/**
 * An entry with what seals it.
 *
 * @param kind how the caller came in
 * @param number its place in the chain, null while it is not chained yet
 * @param hash its hash in the chain, likewise
 * @param actor seal of who and whence
 * @param content seal of label, before and after
 */
public record AuditRow(Audit.Entry entry, String kind, @Nullable Long number, @Nullable String hash, Part actor, Part content) {

    /**
     * A part that may be taken out without breaking the chain.
     *
     * @param salt makes the digest of a short text unguessable; gone with the text
     * @param digest null for entries of before there was a chain, until they are chained
     * @param redaction the entry that says who took the part out and why; null while it is there
     */
    public record Part(@Nullable String salt, @Nullable String digest, @Nullable UUID redaction) {

        public boolean redacted() {
            return redaction != null;
        }
    }
}
