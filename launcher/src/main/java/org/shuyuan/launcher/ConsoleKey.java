package org.shuyuan.launcher;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The key with which {@code portal shell} opens the console; made once for each data folder. */
final class ConsoleKey {

    static final String USER = "operator";

    private ConsoleKey() {}

    static Path file(DataFolder data) {
        return data.keys().resolve("console.key");
    }

    /** Makes the key where there is none and sees to it that {@code etc/keys.properties} knows its public part. */
    static void prepare(DataFolder data) throws IOException {
        Path file = file(data);
        Path open = data.keys().resolve("console.key.pub");
        if (!Files.exists(file) || !Files.exists(open)) {
            KeyPair pair = pair();
            String pem = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";
            DataFolder.writeSecret(file, pem);
            Files.writeString(open, publicPart((RSAPublicKey) pair.getPublic()) + "\n");
        }
        admit(data.etc().resolve("keys.properties"), Files.readString(open).strip());
    }

    private static void admit(Path keys, String part) throws IOException {
        String line = USER + " = " + part + ",_g_:admingroup";
        List<String> lines = new ArrayList<>(Files.exists(keys) ? Files.readAllLines(keys) : List.of());
        if (lines.contains(line)) {
            return;
        }
        lines.removeIf(l -> l.strip().startsWith(USER + " ") || l.strip().startsWith(USER + "="));
        lines.add(line);
        Files.write(keys, lines);
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(3072);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The middle part of an OpenSSH public key line (RFC 4253, 6.6). */
    static String publicPart(RSAPublicKey key) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (byte[] field : List.of("ssh-rsa".getBytes(StandardCharsets.US_ASCII),
                key.getPublicExponent().toByteArray(), key.getModulus().toByteArray())) {
            out.writeInt(field.length);
            out.write(field);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
