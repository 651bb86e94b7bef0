package org.shuyuan.api.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration key by key, strictly: a value of another type or out of bounds and a key that nobody asked for are refused with a
 * sentence that names file and key, never the value of a secret. Confined to the thread that reads.
 */
public final class Keys {

    private static final String FROM_ENVIRONMENT = "env:";
    private static final String FROM_FILE = "file:";
    private static final int LONGEST_SECRET = 4096;

    private final String file;
    private final Map<String, ?> given;
    private final Function<String, @Nullable String> environment;
    private final Set<String> asked = new TreeSet<>();

    /**
     * Reads a configuration.
     *
     * @param file its name in {@code etc}, for what is said about it
     * @param given as it came
     */
    public Keys(String file, Map<String, ?> given) {
        this(file, given, System::getenv);
    }

    /**
     * Reads a configuration, for tests.
     *
     * @param file its name in {@code etc}, for what is said about it
     * @param given as it came
     * @param environment where secrets may come from
     */
    public Keys(String file, Map<String, ?> given, Function<String, @Nullable String> environment) {
        this.file = file;
        this.given = given;
        this.environment = environment;
    }

    /**
     * A text.
     *
     * @param key its name
     * @param otherwise when the file says nothing
     * @param longest characters
     * @return without surrounding space
     */
    public String text(String key, String otherwise, int longest) {
        asked.add(key);
        Object value = given.get(key);
        String text = value == null ? "" : value.toString().strip();
        if (text.length() > longest) {
            throw wrong(key, "it is longer than " + longest + " characters");
        }
        return text.isEmpty() ? otherwise : text;
    }

    /**
     * A text that must be there.
     *
     * @param key its name
     * @param longest characters
     * @return never empty
     */
    public String needed(String key, int longest) {
        String text = text(key, "", longest);
        if (text.isEmpty()) {
            throw wrong(key, "it is needed");
        }
        return text;
    }

    /**
     * Several texts, separated by commas or spaces.
     *
     * @param key its name
     * @param otherwise when the file says nothing
     * @return may be empty
     */
    public List<String> several(String key, String otherwise) {
        return Arrays.stream(text(key, otherwise, 4000).split("[,\\s]+")).filter(one -> !one.isEmpty()).toList();
    }

    /**
     * Yes or no.
     *
     * @param key its name
     * @param otherwise when the file says nothing
     * @return what {@code true} or {@code false} says
     */
    public boolean flag(String key, boolean otherwise) {
        String text = text(key, Boolean.toString(otherwise), 100);
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(key, "it is \"" + text + "\", allowed are true and false");
        }
        return text.equals("true");
    }

    /**
     * A whole number.
     *
     * @param key its name
     * @param otherwise when the file says nothing
     * @param least allowed
     * @param most allowed
     * @return within these bounds
     */
    public int number(String key, int otherwise, int least, int most) {
        String text = text(key, Integer.toString(otherwise), 100);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // said below
        }
        throw wrong(key, "it is \"" + text + "\", allowed are " + least + " to " + most);
    }

    /**
     * One of several words.
     *
     * @param key its name
     * @param allowed in capitals; the first counts when the file says nothing
     * @return in capitals
     */
    public String choice(String key, String... allowed) {
        String text = text(key, allowed[0], 100).toUpperCase(Locale.ROOT).replace('-', '_');
        if (!List.of(allowed).contains(text)) {
            throw wrong(key, "allowed are " + String.join(", ", allowed).toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        return text;
    }

    /**
     * A secret. It does not stand in the file itself, which is copied and shown to others too easily: {@code env:NAME} names a variable of the
     * environment, {@code file:/path} a file of its own that nobody else may read.
     *
     * @param key its name
     * @return empty when the file says nothing
     */
    public String secret(String key) {
        String where = text(key, "", 1000);
        if (where.isEmpty()) {
            return "";
        }
        String secret;
        if (where.startsWith(FROM_ENVIRONMENT)) {
            String value = environment.apply(where.substring(FROM_ENVIRONMENT.length()).strip());
            if (value == null || value.isEmpty()) {
                throw wrong(key, "the variable " + where.substring(FROM_ENVIRONMENT.length()) + " of the environment is not set");
            }
            secret = value;
        } else if (where.startsWith(FROM_FILE)) {
            secret = fromFile(key, Path.of(where.substring(FROM_FILE.length()).strip()));
        } else {
            throw wrong(key, "a secret does not stand here: write env:NAME or file:/path of a file that only the portal's user can read");
        }
        if (secret.length() > LONGEST_SECRET) {
            throw wrong(key, "it is longer than " + LONGEST_SECRET + " characters");
        }
        return secret;
    }

    private String fromFile(String key, Path path) {
        try {
            if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                Set<PosixFilePermission> open = Files.getPosixFilePermissions(path);
                open.removeAll(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
                if (!open.isEmpty()) {
                    throw wrong(key, path + " can be read by others than its owner: chmod 600");
                }
            }
            if (Files.size(path) > LONGEST_SECRET) {
                throw wrong(key, path + " is longer than " + LONGEST_SECRET + " bytes");
            }
            String secret = Files.readString(path).strip();
            if (secret.isEmpty()) {
                throw wrong(key, path + " is empty");
            }
            return secret;
        } catch (IOException unreadable) {
            throw wrong(key, path + " cannot be read");
        }
    }

    /**
     * What is wrong with a key.
     *
     * @param key its name
     * @param why a clause
     * @return to throw
     */
    public IllegalArgumentException wrong(String key, String why) {
        return new IllegalArgumentException(file + ": " + key + ": " + why);
    }

    /** To be called once every key has been asked for. @throws IllegalArgumentException names the keys that nobody asked for */
    public void refuseUnknown() {
        Set<String> unknown = UnknownKeys.of(given, asked);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(file + " has settings that do not exist: " + String.join(", ", unknown));
        }
    }
}
