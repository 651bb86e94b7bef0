package org.shuyuan.modules.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.shuyuan.api.module.ModuleInfo;

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

    Set<String> suggestedFor(String role) {
        Set<String> suggested = new LinkedHashSet<>();
        json.path("roles").path(role).forEach(p -> suggested.add(p.asText()));
        return suggested;
    }
}
