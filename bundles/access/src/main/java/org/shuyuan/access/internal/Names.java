package org.shuyuan.access.internal;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/** Names people type: account names and display names. */
public final class Names {

    private static final int LONGEST = 64;

    private Names() {}

    /** What makes two account names the same: full width and half width, capitals and small letters do not differ. */
    public static String key(@Nullable String name) {
        if (name == null || name.length() > 4 * LONGEST) {
            return "";
        }
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /**
     * @return the name as it is kept: NFKC, without surrounding space
     * @throws Problem 422 {@code access.bad-account-name}: 2–64 letters (of any script), digits, {@code . _ - @}
     */
    public static String account(@Nullable String name, String field) {
        String kept = name == null ? "" : Normalizer.normalize(name.strip(), Normalizer.Form.NFKC);
        boolean good = kept.length() >= 2 && kept.length() <= LONGEST
                && kept.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || "._-@".indexOf(c) >= 0);
        if (!good) {
            throw Problem.invalid(field, "access.bad-account-name");
        }
        return kept;
    }

    /** @throws Problem 422 {@code access.bad-display-name}: 1–100 characters, none of control */
    public static String display(@Nullable String name, String field) {
        String kept = name == null ? "" : Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
        if (kept.isEmpty() || kept.length() > 100 || kept.codePoints().anyMatch(Character::isISOControl)) {
            throw Problem.invalid(field, "access.bad-display-name");
        }
        return kept;
    }

    /** @throws Problem 422 {@code access.reason-needed}: 1–{@code most} characters, none of control */
    static String reason(@Nullable String text, int most) {
        String kept = text == null ? "" : Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        if (kept.isEmpty() || kept.codePointCount(0, kept.length()) > most || kept.codePoints().anyMatch(Character::isISOControl)) {
            throw Problem.invalid("reason", "access.reason-needed");
        }
        return kept;
    }

    /** At most {@code most} characters, for columns that only describe. */
    public static String cut(@Nullable String text, int most) {
        String given = text == null ? "" : text;
        return given.length() <= most ? given : given.substring(0, most);
    }
}
