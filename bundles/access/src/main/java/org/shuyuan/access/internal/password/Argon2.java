package org.shuyuan.access.internal.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) in the PHC string form {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}: what is stored says how it
 * was made.
 */
final class Argon2 {

    /** Memory in KiB, passes, lanes. */
    record Cost(int memory, int passes, int lanes) {

        boolean atLeast(Cost other) {
            return memory >= other.memory && passes >= other.passes && lanes >= other.lanes;
        }
    }

    /** A stored hash taken apart. */
    record Stored(Cost cost, byte[] salt, byte[] hash) {}

    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{16,64})\\$([A-Za-z0-9+/]{22,128})");
    private static final int HASH_BYTES = 32;

    private Argon2() {}

    static Stored parse(String stored) {
        Matcher matcher = FORM.matcher(stored);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not an Argon2id hash");
        }
        Cost cost = new Cost(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        return new Stored(cost, Base64.getDecoder().decode(matcher.group(4)), Base64.getDecoder().decode(matcher.group(5)));
    }

    static String hash(String password, byte[] salt, Cost cost) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memory + ",t=" + cost.passes + ",p=" + cost.lanes + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(compute(password, salt, cost, HASH_BYTES));
    }

    static boolean matches(String password, Stored stored) {
        return MessageDigest.isEqual(stored.hash, compute(password, stored.salt, stored.cost, stored.hash.length));
    }

    private static byte[] compute(String password, byte[] salt, Cost cost, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memory).withIterations(cost.passes).withParallelism(cost.lanes).withSalt(salt).build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
