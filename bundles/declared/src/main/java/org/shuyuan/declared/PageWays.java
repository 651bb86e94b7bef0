package org.shuyuan.declared;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Holds what pages in JSON lead to ({@code to} of columns, actions and {@code back}, {@code open}, {@code then}) against the pages that the descriptor has. What leads to another
 * module's page is taken as it is.
 */
public final class PageWays {

    private static final Set<String> WAYS = Set.of("to", "open", "then");
    /** What a form begins with, and what a list is asked with. */
    private static final Set<String> DATA = Set.of("value", "query");

    private final String module;
    private final List<String> routes = new ArrayList<>();
    private final List<String> astray = new ArrayList<>();

    private PageWays(JsonNode descriptor) {
        this.module = descriptor.path("id").asText();
        descriptor.path("routes").forEach(route -> routes.add(route.path("path").asText()));
    }

    /** @return what leads to no page, in sentences */
    public static List<String> astray(JsonNode descriptor, JsonNode pages) {
        PageWays ways = new PageWays(descriptor);
        pages.fields().forEachRemaining(page -> ways.follow(page.getKey(), page.getValue()));
        return ways.astray;
    }

    private void follow(String page, JsonNode node) {
        node.properties().forEach(member -> {
            if (member.getValue().isTextual() && WAYS.contains(member.getKey())) {
                way(page, member.getKey(), member.getValue().asText());
            } else if (!DATA.contains(member.getKey())) {
                follow(page, member.getValue());
            }
        });
        if (node.isArray()) {
            node.forEach(one -> follow(page, one));
        }
    }

    private void way(String page, String member, String to) {
        String path = to.replaceFirst("\\?.*$", "");
        String own = "/" + module;
        if (path.startsWith("/") && !path.equals(own) && !path.startsWith(own + "/")) {
            return;
        }
        String wanted = path.replaceFirst("^" + own + "(/|$)", "");
        if (routes.stream().noneMatch(route -> fits(route.split("/"), wanted.split("/")))) {
            astray.add(page + ": '" + member + "' leads to " + to + ", and the module's pages are "
                    + String.join(" ", routes.stream().map(route -> own + (route.isEmpty() ? "" : "/") + route).toList()));
        }
    }

    /** What a record or the address fills in may be any word. */
    private static boolean fits(String[] route, String... wanted) {
        if (route.length != wanted.length) {
            return false;
        }
        for (int i = 0; i < route.length; i++) {
            if (!route[i].startsWith(":") && !wanted[i].contains("{") && !route[i].equals(wanted[i])) {
                return false;
            }
        }
        return true;
    }
}
