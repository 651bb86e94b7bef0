package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the ordinary signature of a jar: one hand for all of it, nothing added, nothing taken out, nothing changed. */
final class Signatures {

    private static final Pattern SIGNATURE_FILE = Pattern.compile("META-INF/(SIG-[^/]*|[^/]+\\.(SF|RSA|DSA|EC))", Pattern.CASE_INSENSITIVE);

    private Signatures() {}

    static Signature of(Path file, Certificates trusted) {
        try (JarFile jar = new JarFile(file.toFile(), true)) {
            List<JarEntry> entries = jar.stream().toList();
            if (entries.stream().noneMatch(entry -> SIGNATURE_FILE.matcher(entry.getName()).matches())) {
                return new Signature(Signature.State.UNSIGNED, null);
            }
            if (entries.stream().map(JarEntry::getName).distinct().count() < entries.size()) {
                // of two of one name only one is read here, and nobody says that others read the same
                return new Signature(Signature.State.INVALID, null);
            }
            Set<Certificate> hands = hands(jar, entries);
            if (hands == null || hands.isEmpty() || !whole(jar)) {
                return new Signature(Signature.State.INVALID, null);
            }
            return hands.stream().filter(trusted::holds).findFirst().map(one -> new Signature(Signature.State.TRUSTED, Certificates.name(one)))
                    .orElseGet(() -> new Signature(Signature.State.UNKNOWN, hands.stream().map(Certificates::name).sorted().collect(Collectors.joining(", "))));
        } catch (IOException | SecurityException changed) {
            return new Signature(Signature.State.INVALID, null);
        }
    }

    /** The certificates that each entry was signed with; empty when no one signed all of them, null when nothing is to be signed. */
    private static @Nullable Set<Certificate> hands(JarFile jar, List<JarEntry> entries) throws IOException {
        Set<Certificate> all = null;
        for (JarEntry entry : entries) {
            if (entry.isDirectory() || entry.getName().equals(JarFile.MANIFEST_NAME) || SIGNATURE_FILE.matcher(entry.getName()).matches()) {
                continue;
            }
            try (InputStream in = jar.getInputStream(entry)) {
                // the digest is known, and compared, at its end
                in.transferTo(OutputStream.nullOutputStream());
            }
            CodeSigner[] signers = entry.getCodeSigners();
            Set<Certificate> own = signers == null ? Set.of()
                    : Arrays.stream(signers).map(signer -> signer.getSignerCertPath().getCertificates().get(0)).collect(Collectors.toSet());
            if (all == null) {
                all = new HashSet<>(own);
            } else {
                all.retainAll(own);
            }
        }
        return all;
    }

    /** Whether everything that was signed is still there. */
    private static boolean whole(JarFile jar) throws IOException {
        Manifest manifest = jar.getManifest();
        return manifest != null && manifest.getEntries().entrySet().stream().filter(entry -> digested(entry.getValue())).allMatch(entry -> jar.getEntry(entry.getKey()) != null);
    }

    private static boolean digested(Attributes attributes) {
        return attributes.keySet().stream().anyMatch(name -> name.toString().toLowerCase(java.util.Locale.ROOT).endsWith("-digest"));
    }
}
