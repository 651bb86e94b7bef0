package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Module jars for tests: small, but real bundles. */
final class Jars {

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> entries = new LinkedHashMap<>();
    private final String id;

    private Jars(String id, String version) {
        this.id = id;
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", "org.example." + id);
        headers.put("Bundle-Version", version);
        headers.put("Shuyuan-Module", id);
        describe("");
        entries.put("shuyuan/i18n/zh-CN.json", "{\"module.name\":\"读书\",\"permission.read\":\"查看书目\",\"permission.lend\":\"借出图书\"}");
    }

    static Jars module(String id, String version) {
        return new Jars(id, version);
    }

    /** A bundle that is no module. */
    static Jars library(String name, String version) {
        Jars library = new Jars(name, version);
        library.headers.remove("Shuyuan-Module");
        library.entries.clear();
        return library;
    }

    /** A Karaf archive. @param files by the names that they have in it */
    static Path kar(Path file, Map<String, Path> files) throws IOException {
        Files.createDirectories(file.getParent());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write("Manifest-Version: 1.0\r\nKaraf-Feature-Start: true\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("repository/features.xml"));
            zip.write("<features xmlns=\"http://karaf.apache.org/xmlns/features/v1.6.0\" name=\"a\"/>".getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, Path> one : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(one.getKey()));
                Files.copy(one.getValue(), zip);
            }
        }
        return file;
    }

    /** @param members of the descriptor besides contract, id and name, each with a comma before it */
    Jars describe(String members) {
        return entry("shuyuan/module.json", "{\"contract\":1,\"id\":\"" + id + "\",\"name\":\"module.name\"" + members + "}");
    }

    Jars header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Jars entry(String name, String text) {
        entries.put(name, text);
        return this;
    }

    Path in(Path folder, String name) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((key, value) -> manifest.getMainAttributes().putValue(key, value));
        Files.createDirectories(folder);
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }
}
