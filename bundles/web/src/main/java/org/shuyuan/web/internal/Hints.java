package org.shuyuan.web.internal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.module.ModulePage;
import org.shuyuan.api.module.Modules;

/**
 * Names in the shell's page the files that the module's page at its address is made of, so that the browser asks for all of them at once
 * instead of for one after the other, each after the one that imports it; behind the shell's own files and what it asks for, since a
 * browser keeps six connections only. They are hints: what is named in vain costs a request and harms nothing. Thread-safe.
 */
@Component(service = Hints.class)
public final class Hints {

    /** Of a module's own files; no page of the house has nearly as many. */
    private static final int MOST = 40;
    private static final Pattern IMPORT = Pattern.compile("(?m)^(?:import|export)\\s[^;'\"]*?['\"]\\./([A-Za-z0-9._/-]+\\.js)['\"]");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/-]+");

    private final Modules modules;
    private final Map<String, String> made = new ConcurrentHashMap<>();

    @Activate
    public Hints(@Reference Modules modules) {
        this.modules = modules;
    }

    /**
     * The lines for the page's head.
     *
     * @param path of the address, e.g. {@code /books/shelf/1}
     * @param language of the page
     * @return empty where no module has a page of its own at that address
     */
    String at(String path, String language) {
        String[] parts = path.split("/", 3);
        if (parts.length < 2 || parts[1].isEmpty()) {
            return "";
        }
        String module = parts[1];
        Optional<String> tag = modules.find(module).map(ModuleInfo::tag);
        Optional<ModulePage> page = modules.page(module, parts.length < 3 ? "" : parts[2].replaceFirst("/+$", ""));
        if (tag.isEmpty() || page.isEmpty() || !page.get().view().endsWith(".js")) {
            return "";
        }
        String base = "/m/" + module + "/" + tag.get() + "/";
        // as shell/modules.ts asks for them
        String texts = "  <link rel=\"preload\" as=\"fetch\" crossorigin href=\"/api/modules/texts?language=" + language + "&amp;of=" + module + "%3A"
                + URLEncoder.encode(tag.get(), StandardCharsets.UTF_8) + "\">\n";
        String known = made.get(base + page.get().view());
        if (known != null) {
            return texts + known;
        }
        made.keySet().removeIf(other -> other.startsWith("/m/" + module + "/") && !other.startsWith(base));
        String lines = page.get().styles().stream().filter(NAME.asMatchPredicate()).map(style -> "  <link rel=\"preload\" as=\"style\" href=\"" + base + style + "\">\n")
                .collect(Collectors.joining())
                + with(module, tag.get(), page.get().view()).stream().map(file -> "  <link rel=\"modulepreload\" fetchpriority=\"low\" href=\"" + base + file + "\">\n").collect(Collectors.joining());
        made.put(base + page.get().view(), lines);
        return texts + lines;
    }

    /** A file and whatever it imports of its own module. */
    private Set<String> with(String module, String tag, String view) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> left = new ArrayDeque<>(List.of(view));
        while (!left.isEmpty() && found.size() < MOST) {
            String file = left.poll();
            String script = NAME.matcher(file).matches() && !found.contains(file) ? read(module, tag, file) : "";
            if (!script.isEmpty()) {
                found.add(file);
                String folder = file.substring(0, file.lastIndexOf('/') + 1);
                Matcher imports = IMPORT.matcher(script);
                while (imports.find()) {
                    left.add(folder + imports.group(1));
                }
            }
        }
        return found;
    }

    private String read(String module, String tag, String file) {
        return Answer.plain(file) ? modules.file(module, tag, file).map(content -> new String(content, StandardCharsets.UTF_8)).orElse("") : "";
    }
}
