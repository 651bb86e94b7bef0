package org.shuyuan.launcher;

import java.util.Locale;

/**
 * Where {@code bin/portal} enters. Compiled for Java 8, so that an older or newer Java gets a sentence and not a stack
 * trace; everything else of the launcher needs 17 and is reached by name.
 */
public final class Portal {

    /** Exit code when Java is not 17. */
    static final int WRONG_JAVA = 4;
    private static final String NEEDED = "17";

    private Portal() {}

    public static void main(String[] args) throws Exception {
        String complaint = complaint(System.getProperty("java.specification.version"), System.getProperty("java.home"), locale());
        if (complaint != null) {
            System.err.println(complaint);
            System.exit(WRONG_JAVA);
        }
        try {
            Class.forName("org.shuyuan.launcher.Main").getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause() instanceof Exception ? (Exception) e.getCause() : e;
        }
    }

    /**
     * The language of the person at the terminal: what the environment asks for, since Java only knows locales that the system has
     * installed, and a small server often has none; on Windows the system's.
     */
    static Locale locale() {
        return locale(System.getenv("SHUYUAN_LOCALE"));
    }

    /** @param name as in LANG, {@code zh_TW.UTF-8} */
    static Locale locale(String name) {
        String tag = name == null ? "" : name.replaceFirst("[.@].*", "").replace('_', '-');
        return tag.isEmpty() || tag.equals("C") || tag.equals("POSIX") ? Locale.getDefault() : Locale.forLanguageTag(tag);
    }

    /** What to tell the user of another Java than 17, or null when it is 17. */
    static String complaint(String version, String home, Locale locale) {
        if (NEEDED.equals(version)) {
            return null;
        }
        if (!"zh".equals(locale.getLanguage())) {
            return "The portal needs Java 17; this is Java " + version + " (" + home + ").\n"
                    + "Set JAVA_HOME to a JDK 17, or put one into the folder jdk/ beside bin/.";
        }
        boolean traditional = "TW".equals(locale.getCountry()) || "HK".equals(locale.getCountry())
                || "MO".equals(locale.getCountry()) || "Hant".equals(locale.getScript());
        return traditional
                ? "本系統需要 Java 17，目前使用的是 Java " + version + "（" + home + "）。\n請將 JAVA_HOME 設為 JDK 17，或將 JDK 17 放在 bin/ 旁的 jdk/ 資料夾。"
                : "本系统需要 Java 17，当前使用的是 Java " + version + "（" + home + "）。\n请将 JAVA_HOME 设为 JDK 17，或把 JDK 17 放到 bin/ 旁的 jdk/ 文件夹。";
    }
}
