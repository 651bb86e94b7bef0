package org.shuyuan.access.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** A browser in words, from what it says of itself. */
public final class Devices {

    private static final Map<Pattern, String> BROWSERS = new LinkedHashMap<>();
    private static final Map<Pattern, String> SYSTEMS = new LinkedHashMap<>();

    static {
        String[][] browsers = {{"MicroMessenger", "WeChat"}, {"Edg(e|A|iOS)?/", "Edge"}, {"QQBrowser", "QQ"}, {"QIHU|360[SE]E", "360"}, {"Firefox|FxiOS", "Firefox"},
            {"Chrome|CriOS|Chromium", "Chrome"}, {"Safari", "Safari"}};
        String[][] systems = {{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone|iPad", "iOS"}, {"Mac OS", "macOS"}, {"(?i)UOS|Deepin", "UOS"}, {"Linux", "Linux"}};
        for (String[] one : browsers) {
            BROWSERS.put(Pattern.compile(one[0]), one[1]);
        }
        for (String[] one : systems) {
            SYSTEMS.put(Pattern.compile(one[0]), one[1]);
        }
    }

    private Devices() {}

    /** {@code Chrome · Windows}; the first 40 characters of what is unknown. */
    public static String words(String agent) {
        String browser = first(BROWSERS, agent);
        String system = first(SYSTEMS, agent);
        if (browser.isEmpty() && system.isEmpty()) {
            return agent.isBlank() ? "?" : Names.cut(agent, 40);
        }
        return browser.isEmpty() || system.isEmpty() ? browser + system : browser + " · " + system;
    }

    private static String first(Map<Pattern, String> known, String agent) {
        return known.entrySet().stream().filter(one -> one.getKey().matcher(agent).find()).map(Map.Entry::getValue).findFirst().orElse("");
    }
}
