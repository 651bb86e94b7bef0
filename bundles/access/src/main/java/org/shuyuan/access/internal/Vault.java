package org.shuyuan.access.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.shuyuan.api.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts what must be readable again, with a key that is in {@code <data>/keys/access.key} and not in the database: who has only the
 * database, or a backup of it, cannot read it. AES-256-GCM, bound to the account, so that a row copied to another account opens nothing.
 * Thread-safe.
 */
@Component(service = Vault.class)
public class Vault {

    private static final Logger LOG = LoggerFactory.getLogger(Vault.class);
    private static final String FILE = "access.key";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RunFolder folder;
    private @Nullable SecretKeySpec key;

    @Activate
    public Vault() {
        this(RunFolder.keysOfSystem());
    }

    Vault(RunFolder folder) {
        this.folder = folder;
    }

    String encrypt(UUID account, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            return "v1." + base64(nonce) + "." + base64(cipher(Cipher.ENCRYPT_MODE, nonce, account).doFinal(plain));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @throws Problem 503 {@code access.factor-unreadable} when it was encrypted with another key */
    byte[] decrypt(UUID account, String text) {
        String[] parts = text.split("\\.");
        try {
            if (parts.length != 3 || !parts[0].equals("v1")) {
                throw new GeneralSecurityException("no such form");
            }
            return cipher(Cipher.DECRYPT_MODE, Base64.getDecoder().decode(parts[1]), account).doFinal(Base64.getDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException otherKey) {
            LOG.error("The second factor of account {} cannot be read: keys/{} is not the key it was stored with. Put the right file back, or reset the second factor.", account, FILE);
            throw new Problem(503, "access.factor-unreadable");
        }
    }

    /** A hash that nobody can try guesses against without the key. */
    String seal(UUID account, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key().getEncoded(), "HmacSHA256"));
            mac.update((account + ":").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, UUID account) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(account.toString().getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Made at the first use. Nodes of one portal share the file. */
    private synchronized SecretKeySpec key() {
        SecretKeySpec known = key;
        if (known != null) {
            return known;
        }
        try {
            String stored = folder.read(FILE);
            if (stored == null) {
                byte[] fresh = new byte[KEY_BYTES];
                RANDOM.nextBytes(fresh);
                stored = HexFormat.of().formatHex(fresh);
                folder.write(FILE, stored);
            }
            known = new SecretKeySpec(HexFormat.of().parseHex(stored.strip()), "AES");
        } catch (IOException | IllegalArgumentException unusable) {
            LOG.error("keys/{} in the data folder cannot be read or written: second factors are out of use", FILE, unusable);
            throw new Problem(503, "access.factor-unreadable");
        }
        key = known;
        return known;
    }
}
