package org.shuyuan.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A module's jar with its pages, texts and descriptor as they were saved last. */
final class SavedJar {

    private static final String FOLDER = "shuyuan/";
    /** Made by the build, not by hand: the REST description. */
    private static final String BUILT = FOLDER + "openapi.json";

    private SavedJar() {}

    /** Whether the build is through with it: its table of contents comes last. Maven opens the file some time before anything is in it, so that its size stays for a while. */
    static boolean whole(Path jar) {
        try (ZipFile contents = new ZipFile(jar.toFile())) {
            return contents.size() > 0;
        } catch (IOException stillWritten) {
            return false;
        }
    }

    /** @param assets the folder that becomes {@code shuyuan/}: what is not in it any more is not in the copy either */
    static void write(Path jar, Path assets, Path copy) throws IOException {
        Map<String, Path> saved = new TreeMap<>();
        try (Stream<Path> files = Files.walk(assets)) {
            files.filter(Files::isRegularFile).forEach(file -> saved.put(FOLDER + assets.relativize(file).toString().replace('\\', '/'), file));
        }
        try (InputStream in = Files.newInputStream(jar); ZipInputStream from = new ZipInputStream(in);
                OutputStream out = Files.newOutputStream(copy); ZipOutputStream to = new ZipOutputStream(out)) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                boolean asset = entry.getName().startsWith(FOLDER) && !entry.getName().equals(BUILT);
                if (!entry.isDirectory() && !asset) {
                    to.putNextEntry(new ZipEntry(entry.getName()));
                    from.transferTo(to);
                }
            }
            for (Map.Entry<String, Path> file : saved.entrySet()) {
                to.putNextEntry(new ZipEntry(file.getKey()));
                Files.copy(file.getValue(), to);
            }
        }
    }
}
