package org.shuyuan.api.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The portal's languages; the first is the default. */
public enum Language {
    /** Simplified Chinese, the default. */
    ZH_CN("zh-CN"),
    /** Traditional Chinese. */
    ZH_TW("zh-TW"),
    /** English. */
    EN("en");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /**
     * The language's name for programs.
     *
     * @return BCP 47 tag, also the name of the text files
     */
    public String tag() {
        return tag;
    }

    /**
     * The language for Java's own formatting.
     *
     * @return of the same tag
     */
    public Locale locale() {
        return Locale.forLanguageTag(tag);
    }

    /**
     * The best match.
     *
     * @param header an {@code Accept-Language} header or a plain tag
     * @return {@link #ZH_CN} when nothing matches
     */
    public static Language of(@Nullable String header) {
        if (header == null || header.isBlank() || header.length() > 500) {
            return ZH_CN;
        }
        try {
            List<Locale.LanguageRange> wanted = Locale.LanguageRange.parse(header);
            for (Locale.LanguageRange range : wanted) {
                Language language = matching(range.getRange());
                if (language != null && range.getWeight() > 0) {
                    return language;
                }
            }
        } catch (IllegalArgumentException malformed) {
            return ZH_CN;
        }
        return ZH_CN;
    }

    /** Chinese of Taiwan, Hong Kong, Macau or the Hant script is written in traditional characters. */
    private static @Nullable Language matching(String range) {
        String lower = range.toLowerCase(Locale.ROOT);
        if (lower.startsWith("zh")) {
            boolean traditional = Arrays.stream(lower.split("-")).anyMatch(List.of("tw", "hk", "mo", "hant")::contains);
            return traditional ? ZH_TW : ZH_CN;
        }
        return lower.equals("en") || lower.startsWith("en-") ? EN : null;
    }
}
