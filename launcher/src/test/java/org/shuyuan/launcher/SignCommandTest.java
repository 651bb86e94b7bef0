package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignCommandTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final SignCommand command = new SignCommand(Messages.of(Locale.ENGLISH), new PrintStream(said, true, StandardCharsets.UTF_8), Clock.systemUTC());
    private Path key;

    @BeforeEach
    void aKey() throws Exception {
        command.run(List.of("key", folder.resolve("教育局").toString()));
        key = folder.resolve("教育局.key");
    }

    private X509Certificate certificate() throws Exception {
        try (InputStream in = Files.newInputStream(folder.resolve("教育局.crt"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private Path jar(String name, String id) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (id != null) {
            manifest.getMainAttributes().putValue("Shuyuan-Module", id);
            manifest.getMainAttributes().putValue("Bundle-Version", "1.0.0");
        }
        Path file = Files.createDirectories(folder.resolve("share")).resolve(name);
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new JarEntry("shuyuan/module.json"));
            jar.write("{}".getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    @Test
    void aKeyIsMadeOnceAndItsOwnerAloneReadsIt() throws Exception {
        assertThat(certificate().getSubjectX500Principal().getName()).isEqualTo("CN=教育局");
        assertThat(certificate().getPublicKey().getAlgorithm()).matches("EdDSA|Ed25519");
        assertThat(Files.getPosixFilePermissions(key)).hasSize(2);
        assertThatThrownBy(() -> command.run(List.of("key", folder.resolve("教育局").toString()))).isInstanceOf(Failure.class).hasMessage("file-exists");
    }

    @Test
    void aJarIsSignedAsTheJdkReadsIt() throws Exception {
        Path jar = jar("reading.jar", "reading");
        command.run(List.of("sign", jar.toString(), key.toString()));
        try (JarFile signed = new JarFile(jar.toFile(), true)) {
            JarEntry entry = signed.getJarEntry("shuyuan/module.json");
            signed.getInputStream(entry).readAllBytes();
            assertThat(entry.getCertificates()).containsExactly(certificate());
        }
        assertThatThrownBy(() -> command.run(List.of("sign", folder.resolve("none.jar").toString(), key.toString()))).hasMessage("no-such-file");
    }

    @Test
    void anIndexNamesEveryModuleOfTheFolderAndIsSigned() throws Exception {
        Path jar = jar("reading.jar", "reading");
        command.run(List.of("index", jar.getParent().toString(), key.toString()));
        byte[] index = Files.readAllBytes(jar.resolveSibling("index.json"));
        assertThat(Control.entries(new String(index, StandardCharsets.UTF_8), "modules")).singleElement().satisfies(one -> assertThat(one).containsEntry("file", "reading.jar")
                .containsEntry("id", "reading").containsEntry("version", "1.0.0").containsEntry("size", (double) Files.size(jar)).containsKey("sha256"));
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(certificate());
        check.update(index);
        assertThat(check.verify(Base64.getDecoder().decode(Files.readString(jar.resolveSibling("index.sig")).strip()))).isTrue();

        Path kar = jar.resolveSibling("reading.kar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(kar))) {
            zip.putNextEntry(new ZipEntry("repository/reading-1.0.0.jar"));
            Files.copy(jar, zip);
        }
        command.run(List.of("index", jar.getParent().toString(), key.toString()));
        assertThat(Files.readString(jar.resolveSibling("index.json"))).as("an archive by the module in it").contains("reading.kar");

        jar("library.jar", null);
        assertThatThrownBy(() -> command.run(List.of("index", jar.getParent().toString(), key.toString()))).hasMessage("sign.no-module");
    }
}
