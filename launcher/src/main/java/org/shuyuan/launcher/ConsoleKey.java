package org.shuyuan.launcher;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The key with which {@code portal shell} opens the console; made once for each data folder. */
final class ConsoleKey {

    static final String USER = "operator";
    /** Bytes of a number on the curve. */
    private static final int COORDINATE = 32;

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
            String pem = "-----BEGIN EC PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded((ECPrivateKey) pair.getPrivate(), (ECPublicKey) pair.getPublic()))
                    + "\n-----END EC PRIVATE KEY-----\n";
            DataFolder.writeSecret(file, pem);
            Files.writeString(open, publicPart((ECPublicKey) pair.getPublic()) + "\n");
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

    /** An elliptic curve: a first start would look for the primes of an RSA key for some seconds. */
    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As RFC 5915 has it: the console's client does not find out the public part by itself, and Java leaves it out. */
    private static byte[] encoded(ECPrivateKey key, ECPublicKey open) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // SEQUENCE of 119 bytes: version 1, then the private number
        out.write(new byte[] {0x30, 0x77, 0x02, 0x01, 0x01, 0x04, COORDINATE});
        out.write(coordinate(key.getS()));
        // [0] the curve 1.2.840.10045.3.1.7, then [1] a BIT STRING with the point
        out.write(new byte[] {(byte) 0xa0, 0x0a, 0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x03, 0x01, 0x07, (byte) 0xa1, 0x44, 0x03, 0x42, 0x00});
        out.write(point(open));
        return out.toByteArray();
    }

    /** Uncompressed (SEC 1, 2.3.3). */
    private static byte[] point(ECPublicKey key) throws IOException {
        ByteArrayOutputStream point = new ByteArrayOutputStream();
        point.write(4);
        point.write(coordinate(key.getW().getAffineX()));
        point.write(coordinate(key.getW().getAffineY()));
        return point.toByteArray();
    }

    private static byte[] coordinate(BigInteger number) {
        byte[] all = new byte[COORDINATE];
        byte[] bytes = number.toByteArray();
        int length = Math.min(bytes.length, COORDINATE);
        System.arraycopy(bytes, bytes.length - length, all, COORDINATE - length, length);
        return all;
    }

    /** The middle part of an OpenSSH public key line (RFC 5656, 3.1). */
    private static String publicPart(ECPublicKey key) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (byte[] field : List.of("ecdsa-sha2-nistp256".getBytes(StandardCharsets.US_ASCII), "nistp256".getBytes(StandardCharsets.US_ASCII), point(key))) {
            out.writeInt(field.length);
            out.write(field);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
