package org.shuyuan.access.internal.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * What a password that a person chooses must be (NIST SP 800-63B): long enough, and not one that everybody tries first. No
 * rule about kinds of characters, no expiry. Thread-safe.
 */
public final class PasswordRules {

    /** Characters, counted as people count them. */
    public static final int LEAST = 8;
    /** For those who may do everything. */
    public static final int LEAST_ADMINISTRATOR = 10;
    public static final int MOST = 128;

    /** Birthdays and telephone numbers: the usual Chinese choices, and short lists for who knows the person. */
    private static final Pattern GUESSABLE_DIGITS =
            Pattern.compile("(19|20)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])|1[3-9]\\d{9}|\\d{8,9}");
    private static final Set<String> COMMON = load("common.txt");
    /** Those of 30,000 known from leaks that are long enough to be allowed otherwise (the list that zxcvbn carries; taken in by the build). */
    private static final Set<String> LEAKED = load("leaked-passwords.txt").stream().filter(word -> word.length() >= LEAST).collect(Collectors.toUnmodifiableSet());

    private PasswordRules() {}

    /**
     * @param about names that the password must not be made of: the account's, the person's
     * @throws Problem 422 on {@code field}: {@code access.password-short}, {@code -long}, {@code -common}, {@code -like-name}
     */
    public static void check(@Nullable String password, boolean administrator, Collection<String> about, String field) {
        check(password, administrator ? LEAST_ADMINISTRATOR : LEAST, about, field);
    }

    /** As the other. @param least fewest characters */
    public static void check(@Nullable String password, int least, Collection<String> about, String field) {
        String given = password == null ? "" : Normalizer.normalize(password, Normalizer.Form.NFKC);
        int length = given.codePointCount(0, given.length());
        if (length < least) {
            throw new Problem(422, "rest.invalid").field(field, "access.password-short", Map.of("least", least));
        }
        if (length > MOST) {
            throw new Problem(422, "rest.invalid").field(field, "access.password-long", Map.of("most", MOST));
        }
        String lower = given.toLowerCase(Locale.ROOT);
        if (COMMON.contains(lower) || COMMON.contains(bare(lower)) || LEAKED.contains(lower) || monotonous(lower)
                || GUESSABLE_DIGITS.matcher(lower).matches()) {
            throw Problem.invalid(field, "access.password-common");
        }
        for (String name : about) {
            String other = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
            if (other.length() >= 2 && lower.contains(other) && lower.length() - other.length() < 6) {
                throw Problem.invalid(field, "access.password-like-name");
            }
        }
    }

    /** Without the digits and marks that people hang on a common word. */
    private static String bare(String lower) {
        String bare = lower.replaceAll("[\\d\\p{Punct}]+$", "").replaceAll("^[\\d\\p{Punct}]+", "");
        return bare.length() >= 4 ? bare : lower;
    }

    /** Fewer than four different characters, or nothing but a run such as abcdefgh or 87654321. */
    private static boolean monotonous(String text) {
        if (text.codePoints().distinct().count() < 4) {
            return true;
        }
        int[] points = text.codePoints().toArray();
        int step = points[1] - points[0];
        if (Math.abs(step) > 1) {
            return false;
        }
        for (int i = 1; i < points.length; i++) {
            if (points[i] - points[i - 1] != step) {
                return false;
            }
        }
        return true;
    }

    private static Set<String> load(String name) {
        try (InputStream in = PasswordRules.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#")).collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
