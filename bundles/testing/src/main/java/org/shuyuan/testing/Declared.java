package org.shuyuan.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a module's descriptor and its views name: permissions, and in views keys of texts. */
final class Declared {

    private static final String QUOTED = "['\"]([^'\"\\\\]+)['\"]";
    /** As it is called, or chosen between two; what is put together is not known before it runs. */
    private static final Pattern SAID = Pattern.compile("(?<![\\w$])t\\(\\s*(?:" + QUOTED + "\\s*[,)]|[^()\\n]*?\\?\\s*" + QUOTED + "\\s*:\\s*" + QUOTED + "\\s*[,)])");
    private static final Pattern ASKED = Pattern.compile("(?<![\\w$])can\\(\\s*" + QUOTED + "\\s*[,)]");

    private Declared() {}

    /** Keys that a view says by {@code t('…')}. */
    static Set<String> textsOfScript(String script) {
        return found(SAID, script);
    }

    /** Permissions that a view asks about by {@code can('…')}, its own and others'. */
    static Set<String> permissionsOfScript(String script) {
        return found(ASKED, script);
    }

    /** The permissions that the parts of a descriptor ask for, wherever they stand; those it declares are not among them. */
    static Set<String> permissions(JsonNode descriptor) {
        Set<String> asked = new TreeSet<>(descriptor.findValuesAsText("permission"));
        descriptor.path("registers").forEach(register -> Stream.of("read", "write").map(what -> register.path(what).asText("")).filter(permission -> !permission.isEmpty()).forEach(asked::add));
        return asked;
    }

    private static Set<String> found(Pattern pattern, String script) {
        Set<String> all = new TreeSet<>();
        for (Matcher matcher = pattern.matcher(script); matcher.find();) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.group(group) != null) {
                    all.add(matcher.group(group));
                }
            }
        }
        return all;
    }
}
