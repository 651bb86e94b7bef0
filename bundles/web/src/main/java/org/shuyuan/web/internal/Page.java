package org.shuyuan.web.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The shell's one page in each language, and the policy that allows its first script and its import map and nothing else inline. Immutable. */
final class Page {

    private static final Pattern INLINE = Pattern.compile("<script(?: type=\"importmap\")?>(.*?)</script>", Pattern.DOTALL);
    private static final Map<String, String> TITLES = Map.of("zh-CN", "书院", "zh-TW", "書院", "en", "Shuyuan");

    private static final Pattern OF_A_LANGUAGE = Pattern.compile("[ ]*<link [^>]*hreflang=\"([^\"]+)\"[^>]*>\n?");

    private final Map<String, String> byLanguage;
    private final String policy;

    Page(String html) {
        if (!html.contains("<script type=\"importmap\">")) {
            throw new IllegalStateException("web/index.html has no import map: the browser side was not built");
        }
        String inline = INLINE.matcher(html).results().map(script -> " '" + hash(script.group(1)) + "'").collect(Collectors.joining());
        policy = "default-src 'self'; script-src 'self'" + inline + "; style-src 'self'; img-src 'self' data: blob:; "
                + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        byLanguage = TITLES.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
                title -> OF_A_LANGUAGE.matcher(html).replaceAll(link -> link.group(1).equals(title.getKey()) ? Matcher.quoteReplacement(link.group()) : "")
                .replaceFirst("<html lang=\"[^\"]*\"", "<html lang=\"" + title.getKey() + "\"")
                .replaceFirst("<title>[^<]*</title>", "<title>" + title.getValue() + "</title>")));
    }

    /** With further lines before the first script that the page starts. */
    byte[] in(String language, String lines) {
        return byLanguage.getOrDefault(language, byLanguage.get("zh-CN")).replace("</head>", lines + "</head>").getBytes(StandardCharsets.UTF_8);
    }

    /** The Content-Security-Policy of every answer. */
    String policy() {
        return policy;
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The language of a page for someone who is not signed in: remembered choice, then the browser's, then zh-CN. */
    static String language(String cookie, String accepted) {
        if (TITLES.containsKey(cookie)) {
            return cookie;
        }
        for (String one : accepted.split(",")) {
            String tag = one.trim().split(";")[0].toLowerCase();
            if (tag.startsWith("zh-tw") || tag.startsWith("zh-hk") || tag.startsWith("zh-mo") || tag.startsWith("zh-hant")) {
                return "zh-TW";
            }
            if (tag.startsWith("zh")) {
                return "zh-CN";
            }
            if (tag.startsWith("en")) {
                return "en";
            }
        }
        return "zh-CN";
    }
}
