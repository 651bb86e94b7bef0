package org.shuyuan.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code portal new WORD [NAME] [--traditional NAME] [--english NAME] [--package NAME] [--in FOLDER] [--page-only]}: a module of one's own, out of the kit that the distribution
 * carries ({@code kit/archetype}). Needs no network and no running portal. What it makes builds by {@code mvn verify} and runs at once.
 */
final class NewCommand {

    /** As the descriptor's schema wants it, without hyphens: the word names tables and packages too. */
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9]{1,19}");
    /** What the portal's own pages are called: the descriptor's schema refuses them too. */
    static final Set<String> RESERVED = Set.of("api", "m", "lib", "assets", "setup", "sign-in", "forgotten", "reset", "account", "api-docs", "dashboard", "index");
    /** A module called as one that the portal has is refused there, or taken for another version of that. */
    private static final String OWN_BUNDLE = "system/org/shuyuan/shuyuan-";
    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final List<String> OPTIONS = List.of("--traditional", "--english", "--package", "--in");
    private static final String PAGE_ONLY = "--page-only";

    private final Path home;
    private final Messages messages;
    private final PrintStream out;

    NewCommand(Path home, Messages messages, PrintStream out) {
        this.home = home;
        this.messages = messages;
        this.out = out;
    }

    int run(List<String> words) throws IOException {
        List<String> plain = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (OPTIONS.contains(word) && i + 1 < words.size()) {
                options.put(word, words.get(++i));
            } else if (word.equals(PAGE_ONLY)) {
                options.put(word, "");
            } else if (word.startsWith("--")) {
                throw new Failure(Failure.USAGE, "usage.unknown-option", word);
            } else {
                plain.add(word);
            }
        }
        if (plain.isEmpty() || plain.size() > 2) {
            throw new Failure(Failure.USAGE, "usage.words", "new");
        }
        return make(plain.get(0), plain.size() > 1 ? plain.get(1) : plain.get(0), options);
    }

    private int make(String id, String name, Map<String, String> options) throws IOException {
        String packageName = options.getOrDefault("--package", "org.example." + id);
        if (!WORD.matcher(id).matches()) {
            throw new Failure(Failure.USAGE, "new.word", id);
        }
        if (RESERVED.contains(id) || Files.exists(home.resolve(OWN_BUNDLE + id))) {
            throw new Failure(Failure.USAGE, "new.reserved", id);
        }
        if (!PACKAGE.matcher(packageName).matches()) {
            throw new Failure(Failure.USAGE, "new.package", packageName);
        }
        Path folder = Path.of(options.getOrDefault("--in", id)).toAbsolutePath().normalize();
        if (Files.exists(folder) && !empty(folder)) {
            throw new Failure(1, "new.exists", folder);
        }
        boolean pageOnly = options.containsKey(PAGE_ONLY);
        Path template = home.resolve("kit/archetype").resolve(pageOnly ? "page-only" : "full");
        if (!Files.isDirectory(template)) {
            throw new Failure(1, "broken-distribution", template);
        }
        int files = copy(template, folder, values(id, name, packageName, options));
        out.println(messages.get(pageOnly ? "new.made-pages" : "new.made", id, folder, files));
        if (!options.containsKey("--traditional") && name.codePoints().anyMatch(Character::isIdeographic)) {
            out.println(messages.get("new.one-name", name));
        }
        return 0;
    }

    private static boolean empty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private Map<String, String> values(String id, String name, String packageName, Map<String, String> options) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("@id@", id);
        values.put("@name@", escaped(name));
        values.put("@name.tw@", escaped(options.getOrDefault("--traditional", name)));
        values.put("@name.en@", escaped(options.getOrDefault("--english", id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1))));
        values.put("@package@", packageName);
        values.put("@portal.repository@", home.resolve("kit/repository").toUri().toString());
        values.put("@portal.version@", version());
        return values;
    }

    /** For JSON and XML alike: what either would take for its own is left out. */
    private static String escaped(String text) {
        return text.replaceAll("[\"\\\\<>&\\p{Cntrl}]", "");
    }

    /** The portal's own: the folder under which its kit keeps the parent of modules. */
    private String version() throws IOException {
        Path parents = home.resolve("kit/repository/org/shuyuan/shuyuan-module");
        try (Stream<Path> versions = Files.list(parents)) {
            return versions.map(version -> version.getFileName().toString()).max(String::compareTo).orElseThrow(() -> new Failure(1, "broken-distribution", parents));
        }
    }

    private static int copy(Path template, Path folder, Map<String, String> values) throws IOException {
        int count = 0;
        try (Stream<Path> files = Files.walk(template)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String place = template.relativize(file).toString().replace('\\', '/');
                Path target = folder.resolve(place.replace("@package@", values.get("@package@").replace('.', '/')));
                String text = Files.readString(file);
                for (Map.Entry<String, String> value : values.entrySet()) {
                    text = text.replace(value.getKey(), value.getValue());
                }
                Files.createDirectories(target.getParent());
                Files.writeString(target, text);
                count++;
            }
        }
        return count;
    }
}
