package org.shuyuan.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code portal module pack FOLDER [-o FILE] [--version VERSION]}: makes a module's jar out of a flat folder with {@code module.json}, a file of texts for each language and
 * pages, without Maven and without a JDK. The same folder gives the same bytes, whenever and wherever it is packed. What is declared is held against the schema
 * by the portal when the jar is installed; here is told what the portal could not say of a jar that it cannot take.
 */
final class PackCommand {

    private static final List<String> LANGUAGES = List.of("zh-CN", "zh-TW", "en");
    private static final Set<String> PAGES = Set.of("json", "js", "css", "svg", "png", "jpg", "jpeg", "webp", "woff2");
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    private static final Pattern VERSION = Pattern.compile("(0|[1-9]\\d{0,4})(\\.(0|[1-9]\\d{0,4})){2}(\\.[A-Za-z0-9_-]{1,40})?");
    private static final String DESCRIPTOR = "module.json";
    private static final String WEB = "shuyuan/web/";
    private static final int MOST_TOLD = 5;
    /** A zip knows no date before 1980; local, since it has no zone. */
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final Called called;
    private final Messages messages;
    private final PrintStream out;

    PackCommand(Called called, Messages messages, PrintStream out) {
        this.called = called;
        this.messages = messages;
        this.out = out;
    }

    /** @param words after {@code module pack} */
    int run(List<String> words) throws IOException {
        @Nullable Path folder = null;
        @Nullable Path file = null;
        @Nullable String version = null;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            if (Set.of("-o", "--output", "--version").contains(name)) {
                if (equals < 0 && (i + 1 >= words.size() || words.get(i + 1).startsWith("--"))) {
                    throw new Failure(Failure.USAGE, "usage.value-missing", name);
                }
                String value = equals < 0 ? words.get(++i) : word.substring(equals + 1);
                version = name.equals("--version") ? value : version;
                file = name.equals("--version") ? file : Path.of(value);
            } else if (word.startsWith("-")) {
                throw new Failure(Failure.USAGE, "usage.unknown-option", name);
            } else if (folder == null) {
                folder = Path.of(word);
            } else {
                throw new Failure(Failure.USAGE, "usage.words", "module pack");
            }
        }
        if (folder == null) {
            throw new Failure(Failure.USAGE, "usage.words", "module pack");
        }
        Path made = pack(folder, file, version);
        out.println(messages.get("pack.made", made.toAbsolutePath().normalize(), (Files.size(made) + 1023) / 1024, called.here()));
        return 0;
    }

    private static Path pack(Path folder, @Nullable Path wanted, @Nullable String told) throws IOException {
        if (!Files.isRegularFile(folder.resolve(DESCRIPTOR))) {
            throw new Failure(1, "pack.no-descriptor", folder);
        }
        Map<String, Object> descriptor = json(folder.resolve(DESCRIPTOR));
        String id = descriptor.get("id") instanceof String text ? text : "";
        if (!ID.matcher(id).matches()) {
            throw new Failure(1, "pack.bad-id", folder.resolve(DESCRIPTOR), id);
        }
        String version = told != null ? told : descriptor.get("version") instanceof String text ? text : "";
        if (!VERSION.matcher(version).matches()) {
            throw new Failure(1, "pack.bad-version", folder.resolve(DESCRIPTOR), version);
        }
        texts(folder);
        Map<String, byte[]> entries = entries(folder);
        views(folder, descriptor, entries);
        Path file = wanted != null ? wanted : Path.of(id + "-" + version + ".jar");
        // no temporary file: those are for nobody else's eyes, and what comes out is handed on
        Path part = file.toAbsolutePath().resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        try {
            try (OutputStream to = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
                write(manifest(id, version), entries, to);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return file;
    }

    private static Map<String, Object> json(Path file) throws IOException {
        Map<String, Object> read = Json.object(wellFormed(file));
        if (read.isEmpty()) {
            throw new Failure(1, "pack.no-json", file);
        }
        return read;
    }

    private static Stream<String> views(Map<String, Object> descriptor) {
        return Stream.of("routes", "cards", "banners").flatMap(part -> descriptor.get(part) instanceof List<?> list ? list.stream() : Stream.empty())
                .map(one -> one instanceof Map<?, ?> map ? String.valueOf(map.get("view")) : "");
    }

    /** A text that one language lacks would be shown in another without a word. */
    private static void texts(Path folder) throws IOException {
        Set<String> first = Set.of();
        for (String language : LANGUAGES) {
            Path file = folder.resolve(language + ".json");
            if (!Files.isRegularFile(file)) {
                throw new Failure(1, "pack.no-texts", file);
            }
            Set<String> keys = json(file).keySet();
            first = language.equals(LANGUAGES.get(0)) ? keys : first;
            List<String> differ = new ArrayList<>(Stream.concat(first.stream(), keys.stream()).distinct().sorted().toList());
            Set<String> known = first;
            differ.removeIf(key -> known.contains(key) && keys.contains(key));
            if (!differ.isEmpty()) {
                throw new Failure(1, "pack.texts-differ", file, LANGUAGES.get(0) + ".json", String.join(", ", differ.subList(0, Math.min(MOST_TOLD, differ.size()))));
            }
        }
    }

    private static void views(Path folder, Map<String, Object> descriptor, Map<String, byte[]> entries) throws IOException {
        for (String name : views(descriptor).toList()) {
            String[] view = name.split("#", 2);
            boolean there = entries.containsKey(WEB + view[0]);
            if (!there || view[0].endsWith(".json") && (view.length < 2 || !json(folder.resolve(view[0])).containsKey(view[1]))) {
                throw new Failure(1, "pack.no-view", folder.resolve(DESCRIPTOR), name);
            }
        }
        for (Object style : descriptor.get("styles") instanceof List<?> list ? list : List.of()) {
            if (!entries.containsKey(WEB + style)) {
                throw new Failure(1, "pack.no-view", folder.resolve(DESCRIPTOR), style);
            }
        }
    }

    private static Map<String, byte[]> entries(Path folder) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            String ending = name.substring(name.lastIndexOf('.') + 1);
            if (name.equals(DESCRIPTOR)) {
                entries.put("shuyuan/module.json", Files.readAllBytes(file));
            } else if (LANGUAGES.stream().anyMatch(language -> name.equals(language + ".json"))) {
                entries.put("shuyuan/i18n/" + name, Files.readAllBytes(file));
            } else if (PAGES.contains(ending) && !name.startsWith(".") && !name.contains("/.")) {
                if (ending.equals("json")) {
                    wellFormed(file);
                }
                entries.put(WEB + name, Files.readAllBytes(file));
            }
        }
        return entries;
    }

    /** Also what the descriptor does not name: a view would read it, and fail where nobody sees why. */
    private static String wellFormed(Path file) throws IOException {
        try {
            // as some editors of Windows begin a file in UTF-8
            String text = Files.readString(file).replaceFirst("^\\uFEFF", "");
            Json.read(text);
            return text;
        } catch (CharacterCodingException noUtf8) {
            throw new Failure(1, "pack.no-json", file);
        } catch (Json.Wrong wrong) {
            throw new Failure(1, "pack.bad-json", file, wrong.line(), wrong.column());
        }
    }

    private static byte[] manifest(String id, String version) {
        return ("Manifest-Version: 1.0\r\nBundle-ManifestVersion: 2\r\nBundle-Name: " + id + "\r\nBundle-SymbolicName: shuyuan." + id + "\r\nBundle-Version: " + version
                + "\r\nShuyuan-Module: " + id + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Stored and not compressed: the bytes are then the same whatever compressor a machine has, and pages are small. */
    private static void write(byte[] manifest, Map<String, byte[]> entries, OutputStream to) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(to)) {
            put(zip, "META-INF/MANIFEST.MF", manifest);
            for (Map.Entry<String, byte[]> one : entries.entrySet()) {
                put(zip, one.getKey(), one.getValue());
            }
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(ALWAYS);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
