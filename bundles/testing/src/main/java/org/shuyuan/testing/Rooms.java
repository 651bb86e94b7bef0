package org.shuyuan.testing;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a module reaches into what is another's own: packages called {@code internal} in Java and in the bundle's manifest, files of another module in views. */
final class Rooms {

    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");
    private static final Pattern COMMENT_OR_TEXT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"", Pattern.DOTALL);
    private static final Pattern INTERNAL = Pattern.compile("(?<![\\w.$])((?:[a-z_]\\w*\\.)+internal)\\.");
    private static final Pattern CLAUSE = Pattern.compile("([\\w.]+)((?:;[^,\"]*(?:\"[^\"]*\"[^,\"]*)*)?)(?:,|$)");
    private static final Pattern FILES = Pattern.compile("(?:from|import)\\s*\\(?\\s*['\"`](/m/([a-z0-9-]+)/[^'\"`]*)['\"`]");
    /** The library through which tables are read: some of what it wants from whoever sets it up it calls internal. */
    private static final String OF_THE_LIBRARY = "org.eclipse.persistence.internal";

    private Rooms() {}

    /** Up to {@code internal}, of the sources that are the module's. */
    static Set<String> own(Collection<String> sources) {
        return sources.stream().map(PACKAGE::matcher).filter(Matcher::find).map(found -> found.group(1).replaceAll("(^|\\.)internal(\\..*)?$", "$1internal")).collect(Collectors.toSet());
    }

    /** Packages of others that a source names, imported or in full. */
    static Set<String> foreign(String source, Set<String> own) {
        Set<String> found = new TreeSet<>();
        for (Matcher matcher = INTERNAL.matcher(COMMENT_OR_TEXT.matcher(source).replaceAll(" ")); matcher.find();) {
            if (!own.contains(matcher.group(1)) && !matcher.group(1).equals(OF_THE_LIBRARY)) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    /** What a bundle cannot do without, as its header says. */
    static Set<String> imported(@Nullable String header) {
        Set<String> found = new TreeSet<>();
        for (Matcher matcher = CLAUSE.matcher(header == null ? "" : header.replace(" ", "")); matcher.find();) {
            String name = matcher.group(1);
            if (name.matches("(.*\\.)?internal(\\..*)?") && !name.startsWith(OF_THE_LIBRARY) && !matcher.group(2).contains("resolution:=optional")) {
                found.add(name);
            }
        }
        return found;
    }

    /** Files of another module that a view imports. */
    static Set<String> scripts(String script, String id) {
        Set<String> found = new TreeSet<>();
        for (Matcher matcher = FILES.matcher(script); matcher.find();) {
            if (!matcher.group(2).equals(id)) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }
}
