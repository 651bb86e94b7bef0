package org.shuyuan.itests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The routes of all modules as their REST descriptions tell them, and the requests that {@code routes.txt} of each bundle makes of them. */
final class Routes {

    /** @param body JSON, {@code @} and the name of a file, or empty */
    record Line(String module, String method, String path, String body) {

        /** Path of the description: parameters without their names. */
        String template() {
            return path.replaceAll("\\?.*", "").replaceAll("\\{[^}]*}", "{}");
        }

        String key() {
            return module + " " + method + " " + template();
        }

        /** Is it about something that was made in the unit before, or does its body name the unit? */
        boolean namesAnything() {
            return Pattern.compile("\\{[a-z]+}").matcher(path).find() || body.contains("{unit}");
        }
    }

    /** @param fresh made anew for each call */
    record Given(Line line, boolean fresh) {}

    /** @param permissions of which one is enough; null for a public route @param orBelow those below may too @param needsVersion asks for {@code If-Match} */
    record Route(String module, String method, String path, List<String> permissions, boolean browserOnly, boolean orBelow, boolean needsVersion) {

        String key() {
            return module + " " + method + " " + path.replaceAll("\\{[^}]*}", "{}");
        }

        boolean open() {
            return permissions == null;
        }

        boolean own() {
            return !open() && permissions.contains("");
        }
    }

    private static final Pattern LINE = Pattern.compile("(?:(given|each)\\s+(\\S+)\\s+)?([A-Z]+)\\s+(\\S+)(?:\\s+(.*))?");

    final Map<String, Given> given = new LinkedHashMap<>();
    final Map<String, Line> lines = new LinkedHashMap<>();

    Routes() throws IOException {
        try (Stream<Path> bundles = Files.list(Path.of("../bundles"))) {
            for (Path file : (Iterable<Path>) bundles.map(b -> b.resolve("src/test/resources/routes.txt")).filter(Files::exists).sorted()::iterator) {
                read(file.getName(file.getNameCount() - 5).toString(), Files.readAllLines(file));
            }
        }
    }

    private void read(String module, List<String> text) {
        for (String each : text) {
            Matcher line = LINE.matcher(each.strip());
            if (each.isBlank() || each.startsWith("#")) {
                continue;
            }
            if (!line.matches()) {
                throw new AssertionError(module + "/routes.txt: " + each);
            }
            Line call = new Line(module, line.group(3), line.group(4), line.group(5) == null ? "" : line.group(5));
            if (line.group(1) != null) {
                if (given.put(line.group(2), new Given(call, line.group(1).equals("each"))) != null) {
                    throw new AssertionError(module + "/routes.txt: {" + line.group(2) + "} is made in another module's already");
                }
            } else {
                lines.put(call.key(), call);
            }
        }
    }

    /** What each role template may, as all descriptors together suggest. */
    static Map<String, Set<String>> roles() throws IOException {
        Map<String, Set<String>> roles = new TreeMap<>();
        List.of("unit-administrator", "head", "organiser", "member", "inspector").forEach(role -> roles.put(role, new TreeSet<>()));
        try (Stream<Path> bundles = Files.list(Path.of("../bundles"))) {
            for (Path file : (Iterable<Path>) bundles.map(b -> b.resolve("src/main/resources/shuyuan/module.json")).filter(Files::exists)::iterator) {
                Portal.JSON.readTree(Files.readAllBytes(file)).path("roles").fields()
                        .forEachRemaining(role -> role.getValue().forEach(permission -> roles.get(role.getKey()).add(permission.asText())));
            }
        }
        return roles;
    }

    /** All routes of the modules that run, from the descriptions they ship. */
    static List<Route> of(Portal portal) throws IOException, InterruptedException {
        List<Route> all = new ArrayList<>();
        for (JsonNode module : Portal.json(portal.get("/api/modules/active?unit=" + portal.unit), 200).path("modules")) {
            String id = module.path("id").asText();
            var answer = portal.get("/api/modules/openapi/" + id);
            if (answer.statusCode() == 200) {
                Portal.JSON.readTree(answer.body()).path("paths").fields()
                        .forEachRemaining(path -> path.getValue().fields().forEachRemaining(route -> all.add(route(id, path.getKey(), route.getKey(), route.getValue()))));
            }
        }
        return all;
    }

    private static Route route(String module, String path, String method, JsonNode described) {
        List<String> permissions = new ArrayList<>();
        described.path("x-needs").path("permissions").forEach(one -> permissions.add(one.asText()));
        boolean open = described.path("security").isArray() && described.path("security").isEmpty();
        boolean version = described.path("parameters").findValuesAsText("name").contains("If-Match");
        return new Route(module, method.toUpperCase(), path, open ? null : permissions, described.path("x-needs").path("browserOnly").asBoolean(),
                described.path("x-needs").path("orBelow").asBoolean(), version);
    }
}
