package org.shuyuan.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/**
 * {@code portal module key NAME}, {@code sign JAR-OR-KAR KEY}, {@code index FOLDER KEY}: what whoever hands out modules needs so that portals trust them. Works on files
 * alone; no portal runs for it. The jar's signature is the ordinary one of {@code jarsigner}.
 */
final class SignCommand {

    private static final String KEY = ".key";
    private static final String CERTIFICATE = ".crt";

    private final Messages messages;
    private final PrintStream out;
    private final Clock clock;

    SignCommand(Messages messages, PrintStream out, Clock clock) {
        this.messages = messages;
        this.out = out;
        this.clock = clock;
    }

    static boolean knows(List<String> words) {
        return List.of("key", "sign", "index").contains(words.get(0));
    }

    int run(List<String> words) throws IOException {
        try {
            if (words.get(0).equals("key") && words.size() == 2) {
                key(words.get(1));
            } else if (words.get(0).equals("sign") && words.size() == 3) {
                sign(file(words.get(1)), Path.of(words.get(2)));
            } else if (words.get(0).equals("index") && words.size() == 3) {
                index(Path.of(words.get(1)), Path.of(words.get(2)));
            } else {
                throw new Failure(Failure.USAGE, "usage.words", "module");
            }
            return 0;
        } catch (GeneralSecurityException e) {
            throw new Failure(1, "sign.failed", String.valueOf(e.getMessage()));
        } catch (NoClassDefFoundError e) {
            throw new Failure(1, "sign.needs-jdk");
        }
    }

    /** Neither file is ever overwritten: what was signed with them would be worth nothing. */
    private void key(String name) throws IOException, GeneralSecurityException {
        Path key = Path.of(name + KEY);
        Path certificate = Path.of(name + CERTIFICATE);
        for (Path file : List.of(key, certificate)) {
            if (Files.exists(file)) {
                throw new Failure(Failure.USAGE, "file-exists", file);
            }
        }
        SigningKey made = SigningKey.make(String.valueOf(key.getFileName()).replaceFirst("\\.key$", ""), clock.instant());
        DataFolder.writeSecret(key, made.privatePem());
        Files.writeString(certificate, made.certificatePem());
        out.println(messages.get("sign.key", key, certificate));
    }

    private void sign(Path jar, Path keyFile) throws IOException, GeneralSecurityException {
        PrivateKey key = TlsCertificate.key(file(keyFile.toString()), new char[0]);
        X509Certificate certificate = certificate(keyFile);
        Path part = jar.resolveSibling(jar.getFileName() + ".part");
        try (ZipFile in = new ZipFile(jar.toFile()); OutputStream signed = Files.newOutputStream(part)) {
            new JarSigner.Builder(key, CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate))).build().sign(in, signed);
        } catch (jdk.security.jarsigner.JarSignerException e) {
            Files.deleteIfExists(part);
            throw new Failure(1, "sign.failed", String.valueOf(e.getMessage()));
        }
        Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING);
        out.println(messages.get("sign.signed", jar, certificate.getSubjectX500Principal().getName()));
    }

    private void index(Path folder, Path keyFile) throws IOException, GeneralSecurityException {
        List<Object> modules = new ArrayList<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.{jar,kar}")) {
            for (Path jar : (Iterable<Path>) java.util.stream.StreamSupport.stream(jars.spliterator(), false).sorted()::iterator) {
                modules.add(entry(jar));
            }
        }
        byte[] bytes = Json.write(Map.of("modules", modules)).getBytes(StandardCharsets.UTF_8);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(TlsCertificate.key(file(keyFile.toString()), new char[0]));
        signature.update(bytes);
        String signed = Base64.getEncoder().encodeToString(signature.sign());
        Files.write(folder.resolve("index.json"), bytes);
        Files.writeString(folder.resolve("index.sig"), signed + "\n");
        out.println(messages.get("sign.index", folder.resolve("index.json"), modules.size()));
    }

    private static Map<String, Object> entry(Path jar) throws IOException, GeneralSecurityException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Attributes header = jar.toString().endsWith(".kar") ? headerOfModule(file) : header(file.getManifest());
            String id = header.getValue("Shuyuan-Module");
            String version = header.getValue("Bundle-Version");
            if (id == null || version == null) {
                throw new Failure(1, "sign.no-module", jar);
            }
            return Map.of("file", String.valueOf(jar.getFileName()), "size", Files.size(jar), "sha256", sha(jar), "id", id, "version", version);
        }
    }

    private static Attributes header(Manifest manifest) {
        return manifest == null ? new Attributes() : manifest.getMainAttributes();
    }

    /** Of the jar of the module that lies in a Karaf archive. */
    private static Attributes headerOfModule(JarFile archive) throws IOException {
        for (JarEntry entry : (Iterable<JarEntry>) archive.stream().filter(one -> one.getName().endsWith(".jar"))::iterator) {
            try (JarInputStream jar = new JarInputStream(archive.getInputStream(entry), false)) {
                Attributes header = header(jar.getManifest());
                if (header.getValue("Shuyuan-Module") != null) {
                    return header;
                }
            }
        }
        return new Attributes();
    }

    private static String sha(Path jar) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Lies beside the key, under the same name. */
    private static X509Certificate certificate(Path key) throws IOException, GeneralSecurityException {
        Path file = key.resolveSibling(String.valueOf(key.getFileName()).replaceFirst("\\.[^.]*$", "") + CERTIFICATE);
        try (InputStream in = Files.newInputStream(file(file.toString()))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static Path file(String name) {
        Path file = Path.of(name);
        if (!Files.isRegularFile(file)) {
            throw new Failure(Failure.USAGE, "no-such-file", file);
        }
        return file;
    }
}
