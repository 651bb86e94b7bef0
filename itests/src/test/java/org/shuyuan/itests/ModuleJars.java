package org.shuyuan.itests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Other versions of the calendar, made of the built one, and modules made of nothing. */
final class ModuleJars {

    static final Path CALENDAR = Path.of(System.getProperty("calendar.jar", ""));

    private ModuleJars() {}

    /** @param entries added or replaced, by path; @param headers likewise */
    static Path calendar(Path target, String version, Map<String, String> entries, Map<String, String> headers) throws IOException {
        Files.createDirectories(target.getParent());
        try (JarFile jar = new JarFile(CALENDAR.toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            Attributes main = manifest.getMainAttributes();
            main.putValue("Bundle-Version", version);
            headers.forEach(main::putValue);
            try (OutputStream file = Files.newOutputStream(target); JarOutputStream out = new JarOutputStream(file, manifest)) {
                for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements();) {
                    JarEntry entry = all.nextElement();
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME) && !entries.containsKey(entry.getName())) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(out);
                    }
                }
                for (var entry : entries.entrySet()) {
                    out.putNextEntry(new JarEntry(entry.getKey()));
                    out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return target;
    }

    /**
     * A module without a line of Java, called 读书角 in Chinese.
     *
     * @param members of the descriptor besides contract, id and name, each with a comma before it
     */
    static Path made(Path folder, String id, String version, String members, Map<String, String> entries, Map<String, String> headers) throws IOException {
        Files.createDirectories(folder);
        Path target = folder.resolve(id + "-" + version + ".jar");
        Manifest manifest = manifest("cn.example." + id, version);
        Attributes main = manifest.getMainAttributes();
        main.putValue("Shuyuan-Module", id);
        headers.forEach(main::putValue);
        try (OutputStream file = Files.newOutputStream(target); JarOutputStream out = new JarOutputStream(file, manifest)) {
            write(out, "shuyuan/module.json", "{\"contract\": 1, \"id\": \"" + id + "\", \"name\": \"module.name\"" + members + "}");
            for (var language : Map.of("zh-CN", "读书角", "zh-TW", "讀書角", "en", "Reading corner").entrySet()) {
                write(out, "shuyuan/i18n/" + language.getKey() + ".json",
                        "{\"module.name\": \"" + language.getValue() + "\", \"permission.read\": \"查看读书笔记\", \"permission.write\": \"写读书笔记\"}");
            }
            for (var entry : entries.entrySet()) {
                write(out, entry.getKey(), entry.getValue());
            }
        }
        return target;
    }

    private static Manifest manifest(String name, String version) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", version);
        return manifest;
    }

    /** A Karaf archive of a module and a library {@code cn.example.tools} 1.0.0, which offers the package of that name. */
    static Path kar(Path module) throws IOException {
        Path library = module.resolveSibling("tools-1.0.0.jar");
        Manifest manifest = manifest("cn.example.tools", "1.0.0");
        manifest.getMainAttributes().putValue("Export-Package", "cn.example.tools");
        try (OutputStream file = Files.newOutputStream(library); JarOutputStream out = new JarOutputStream(file, manifest)) {
            write(out, "readme.txt", "tools");
        }
        Path kar = module.resolveSibling(module.getFileName().toString().replace(".jar", ".kar"));
        try (OutputStream file = Files.newOutputStream(kar); JarOutputStream out = new JarOutputStream(file)) {
            write(out, "repository/features.xml", "<features xmlns=\"http://karaf.apache.org/xmlns/features/v1.6.0\" name=\"example\"/>");
            for (Path bundle : List.of(module, library)) {
                out.putNextEntry(new JarEntry("repository/cn/example/" + bundle.getFileName()));
                Files.copy(bundle, out);
            }
        }
        return kar;
    }

    private static void write(JarOutputStream out, String name, String text) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The next number after the migrations that the calendar brings. */
    static String nextMigration(String what) throws IOException {
        int last = 0;
        try (JarFile jar = new JarFile(CALENDAR.toFile())) {
            for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements();) {
                String name = all.nextElement().getName();
                if (name.matches("db/migration/V\\d+__.*\\.sql")) {
                    last = Math.max(last, Integer.parseInt(name.substring("db/migration/V".length(), name.indexOf("__"))));
                }
            }
        }
        return "db/migration/V" + (last + 1) + "__" + what + ".sql";
    }
}
