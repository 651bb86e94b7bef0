package org.shuyuan.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Optional;
import java.util.Set;

/** The command line, checked. Options may stand before or after the command, as {@code --port 80} or {@code --port=80}. */
record Arguments(String command, List<String> words, Optional<String> host, OptionalInt port, Optional<Path> data) {

    /** Commands and how many words may follow each: least, most. */
    private static final Map<String, int[]> COMMANDS = Map.ofEntries(
            Map.entry("run", new int[] {0, 0}), Map.entry("start", new int[] {0, 0}), Map.entry("again", new int[] {0, 1}), Map.entry("stop", new int[] {0, 0}),
            Map.entry("status", new int[] {0, 0}), Map.entry("demo", new int[] {0, 0}), Map.entry("help", new int[] {0, 1}),
            Map.entry("shell", new int[] {0, 1000}), Map.entry("backup", new int[] {1, 1}), Map.entry("restore", new int[] {1, 1}),
            Map.entry("module", new int[] {1, 8}), Map.entry("audit", new int[] {1, 2}), Map.entry("tls", new int[] {0, 100}), Map.entry("new", new int[] {1, 11}), Map.entry("dev", new int[] {0, 1}));
    /** Those that read options of their own. */
    private static final Set<String> OWN_OPTIONS = Set.of("tls", "new");

    static Arguments parse(String... line) {
        String command = null;
        List<String> words = new ArrayList<>();
        Optional<String> host = Optional.empty();
        OptionalInt port = OptionalInt.empty();
        Optional<Path> data = Optional.empty();
        for (int i = 0; i < line.length; i++) {
            String word = line[i];
            // what follows belongs to the console's command or has options of its own, but for --data, which none of them knows
            boolean packs = "module".equals(command) && !words.isEmpty() && words.get(0).equals("pack");
            boolean ours = !"shell".equals(command) && (command == null || !OWN_OPTIONS.contains(command)) && !packs || "shell".equals(command) && words.isEmpty() || word.equals("--data")
                    || word.startsWith("--data=");
            if (command == null && (word.equals("-h") || word.equals("--help"))) {
                command = "help";
            } else if (ours && word.startsWith("--")) {
                int equals = word.indexOf('=');
                String name = equals < 0 ? word : word.substring(0, equals);
                if (!List.of("--host", "--port", "--data").contains(name)) {
                    throw new Failure(Failure.USAGE, "usage.unknown-option", name);
                }
                if (equals < 0 && i + 1 >= line.length) {
                    throw new Failure(Failure.USAGE, "usage.value-missing", name);
                }
                String value = equals < 0 ? line[++i] : word.substring(equals + 1);
                if (value.isBlank() || equals < 0 && value.startsWith("--")) {
                    throw new Failure(Failure.USAGE, "usage.value-missing", name);
                }
                switch (name) {
                    case "--host" -> host = Optional.of(value);
                    case "--port" -> port = OptionalInt.of(Settings.number("--port", value, 1, 65535));
                    default -> data = Optional.of(Path.of(value));
                }
            } else if (command == null) {
                command = word;
            } else {
                words.add(word);
            }
        }
        if (command == null) {
            command = "help";
        }
        int[] range = COMMANDS.get(command);
        if (range == null) {
            throw new Failure(Failure.USAGE, "usage.unknown-command", command);
        }
        if (words.size() < range[0] || words.size() > range[1]) {
            throw new Failure(Failure.USAGE, "usage.words", command);
        }
        return new Arguments(command, List.copyOf(words), host, port, data);
    }
}
