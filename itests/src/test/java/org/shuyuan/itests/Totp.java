package org.shuyuan.itests;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What an app for the second factor shows (RFC 6238), made apart from the portal's own. */
final class Totp {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BYTES = 20;

    private Totp() {}

    /** @param secret in Base32, of twenty bytes */
    static String now(String secret) throws GeneralSecurityException {
        BigInteger bits = BigInteger.ZERO;
        for (char letter : secret.toCharArray()) {
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(BASE32.indexOf(letter)));
        }
        byte[] signed = bits.toByteArray();
        byte[] key = new byte[BYTES];
        int length = Math.min(BYTES, signed.length);
        System.arraycopy(signed, signed.length - length, key, BYTES - length, length);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(System.currentTimeMillis() / 30_000).array());
        return String.format("%06d", (ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 15) & Integer.MAX_VALUE) % 1_000_000);
    }
}
