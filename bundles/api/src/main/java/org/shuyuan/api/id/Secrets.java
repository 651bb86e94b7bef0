package org.shuyuan.api.id;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Random secrets (sessions, tokens, links, addresses that are nobody else's) and what is stored of them: never the secret itself. Not for
 * passwords, which people choose. Thread-safe.
 */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    /** Longer than any secret made here; what is longer is not hashed at all. */
    private static final int LONGEST = 200;

    private Secrets() {}

    /**
     * A new secret.
     *
     * @return 256 random bits, 43 characters that need no escaping in a URL, a header or a cookie
     */
    public static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * What is stored of a secret.
     *
     * @param secret as somebody presents it, of any length
     * @return SHA-256 in hexadecimal: enough for 256 random bits; empty for what is longer than any secret
     */
    public static String hash(String secret) {
        if (secret.length() > LONGEST) {
            return "";
        }
        return HexFormat.of().formatHex(sha256().digest(secret.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Compares in a time that tells nothing.
     *
     * @param one of two
     * @param other of two
     * @return whether they are the same
     */
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
