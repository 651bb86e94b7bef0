package org.shuyuan.modules.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.module.ModulePage;
import org.shuyuan.api.module.Register;

/** {@code shuyuan/module.json} of one bundle, found valid against the schema. */
record Descriptor(JsonNode json) {

    String id() {
        return json.path("id").asText();
    }

    boolean platform() {
        return json.path("platform").asBoolean(false);
    }

    /** Whether it waits in the catalogue until an administrator wants it. */
    boolean optional() {
        return json.path("optional").asBoolean(false);
    }

    /** Whether it serves the portal and no unit, as a way to sign in does. */
    boolean wholePortal() {
        return json.path("scope").asText().equals("portal");
    }

    List<String> requires() {
        List<String> ids = new ArrayList<>();
        json.path("requires").forEach(id -> ids.add(id.asText()));
        return ids;
    }

    List<ModuleInfo.Permission> permissions() {
        List<ModuleInfo.Permission> permissions = new ArrayList<>();
        json.path("permissions").forEach(p -> permissions.add(new ModuleInfo.Permission(p.path("id").asText(), p.path("text").asText())));
        return permissions;
    }

    List<Register> registers() {
        return Registers.of(json);
    }

    /** The page at a path: a route without parameters before one with, as the shell chooses it. */
    Optional<ModulePage> page(String path) {
        return StreamSupport.stream(json.path("routes").spliterator(), false)
                .filter(route -> leadsTo(route.path("path").asText(), path))
                .min(Comparator.comparing(route -> route.path("path").asText().contains(":")))
                .map(route -> new ModulePage(route.path("view").asText().split("#")[0],
                        StreamSupport.stream(json.path("styles").spliterator(), false).map(JsonNode::asText).toList()));
    }

    private static boolean leadsTo(String pattern, String path) {
        String[] want = pattern.split("/");
        String[] have = path.split("/");
        return want.length == have.length
                && IntStream.range(0, want.length).allMatch(i -> want[i].startsWith(":") ? !have[i].isEmpty() : want[i].equals(have[i]));
    }

    Set<String> suggestedFor(String role) {
        Set<String> suggested = new LinkedHashSet<>();
        json.path("roles").path(role).forEach(p -> suggested.add(p.asText()));
        return suggested;
    }

    /** Files of {@code shuyuan/web/} that a browser will ask for because the descriptor names them. */
    Set<String> assets() {
        Set<String> files = new TreeSet<>();
        for (String part : List.of("routes", "cards", "banners")) {
            json.path(part).forEach(node -> files.add(node.path("view").asText().replaceFirst("#.*$", "")));
        }
        json.path("styles").forEach(style -> files.add(style.asText()));
        files.remove("");
        return files;
    }
}
