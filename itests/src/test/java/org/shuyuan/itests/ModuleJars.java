package org.shuyuan.itests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Other versions of the calendar, made of the built one. */
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
