package org.shuyuan.build.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Javadoc of resource methods, read from the sources beside the classes. Where there are no sources there are no comments. */
final class Comments {

    /** @param summary the first sentence @param more the rest @param parameters by name */
    record Comment(String summary, String more, Map<String, String> parameters) {}

    private static final Pattern TAG = Pattern.compile("(?m)^@");
    private static final Pattern PARAM = Pattern.compile("(?s)^param\\s+(\\w+)\\s+(.*)$");
    private static final Pattern INLINE = Pattern.compile("\\{@(?:code|link|linkplain)\\s+([^}]*)}");

    Optional<Comment> of(Method method) {
        return source(method.getDeclaringClass()).flatMap(source -> find(source, method.getName())).map(Comments::parse);
    }

    /** Does the method's own text name this call? */
    boolean calls(Method method, String call) {
        return source(method.getDeclaringClass()).map(source -> {
            Matcher start = Pattern.compile("public [^\\n(=;]*\\b" + Pattern.quote(method.getName()) + "\\(").matcher(source);
            return start.find() && source.substring(start.start(), Math.max(start.start(), source.indexOf("\n    }\n", start.start()))).contains(call);
        }).orElse(false);
    }

    private static Optional<String> source(Class<?> type) {
        try {
            Path classes = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path file = classes.resolveSibling("../src/main/java").resolve(type.getName().replace('.', '/') + ".java").normalize();
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (URISyntaxException noFile) {
            return Optional.empty();
        }
    }

    /** The comment that stands right before the annotations of the public method. */
    static Optional<String> find(String source, String method) {
        Matcher found = Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[^\\n]*\\n\\s*)*public [^\\n(=;]*\\b" + Pattern.quote(method) + "\\(", Pattern.DOTALL)
                .matcher(source);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    static Comment parse(String raw) {
        String text = INLINE.matcher(raw.replaceAll("(?m)^\\s*\\*? ?", "")).replaceAll(m -> Matcher.quoteReplacement(m.group(1).replace('#', '.'))).strip();
        String[] parts = TAG.split(text);
        String prose = line(parts[0]);
        int end = prose.indexOf(". ");
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            Matcher param = PARAM.matcher(parts[i]);
            if (param.matches()) {
                parameters.put(param.group(1), line(param.group(2)));
            }
        }
        return new Comment(end < 0 ? prose : prose.substring(0, end + 1), end < 0 ? "" : prose.substring(end + 2), parameters);
    }

    private static String line(String text) {
        return text.replaceAll("</?(?:p|ul|ol|li|b|i|em|br)\\b[^>]*>", "").replaceAll("\\s+", " ").strip();
    }
}
