package org.shuyuan.access.internal.trail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Audit;

/**
 * What an entry's digests and hash are made of; written down in docs/audit.md so that others can check an exported trail. Each
 * field goes in with its length before it, so that no two entries give the same bytes.
 */
public final class Seal {

    /** The hash before the first entry. */
    public static final String START = "0".repeat(64);

    private static final SecureRandom RANDOM = new SecureRandom();

    private Seal() {}

    static String salt() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Seals who and whence. */
    public static AuditRow.Part actor(Audit.Entry entry) {
        String salt = salt();
        return new AuditRow.Part(salt, actorDigest(salt, entry), null);
    }

    /** Seals what. */
    public static AuditRow.Part content(Audit.Entry entry) {
        String salt = salt();
        return new AuditRow.Part(salt, contentDigest(salt, entry), null);
    }

    static String actorDigest(String salt, Audit.Entry entry) {
        return sha256(salt, entry.who(), entry.address());
    }

    static String contentDigest(String salt, Audit.Entry entry) {
        return sha256(salt, entry.subject().label(), entry.before(), entry.after());
    }

    /** @param previous hash of the entry before, {@link #START} for the first */
    static String link(String previous, long number, AuditRow row) {
        Audit.Entry entry = row.entry();
        return sha256(previous, Long.toString(number), entry.id().toString(), entry.at().toString(),
                entry.account() == null ? null : entry.account().toString(), row.kind(), entry.unit() == null ? null : entry.unit().toString(),
                entry.action(), entry.subject().kind(), entry.subject().id(), row.actor().digest(), row.content().digest());
    }

    private static String sha256(@Nullable String... fields) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String field : fields) {
                byte[] bytes = field == null ? null : field.getBytes(StandardCharsets.UTF_8);
                digest.update(((bytes == null ? "-" : String.valueOf(bytes.length)) + ":").getBytes(StandardCharsets.US_ASCII));
                if (bytes != null) {
                    digest.update(bytes);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
