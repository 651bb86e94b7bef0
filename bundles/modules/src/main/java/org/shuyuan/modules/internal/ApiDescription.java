package org.shuyuan.modules.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.module.Register;
import org.shuyuan.api.text.Language;

/** A module's REST description as its build wrote it, with what only the running portal knows: names, addresses, texts. */
final class ApiDescription {

    private final ModuleRegistry registry;
    private final Language language;

    ApiDescription(ModuleRegistry registry, Language language) {
        this.registry = registry;
        this.language = language;
    }

    /** Changes and returns what is given. @param registers that the module declares */
    ObjectNode complete(ObjectNode built, ModuleRegistry.Entry entry, String id, List<Register> registers) {
        new RegisterDescription(id, this::text).add(built, registers);
        JsonNode descriptor = entry.descriptor() == null ? built : entry.descriptor().json();
        built.putObject("info").put("title", text(id, descriptor.path("name").asText(id))).put("version", entry.version())
                .put("description", text(id, descriptor.path("description").asText("")));
        built.putArray("servers").addObject().put("url", "/api/" + id);
        if (built.path("components").path("responses").path("Problem") instanceof ObjectNode problem) {
            problem.put("description", text("rest", "answer.default"));
        }
        built.path("paths").forEach(path -> path.forEach(operation -> operation((ObjectNode) operation)));
        return built;
    }

    private void operation(ObjectNode operation) {
        String who = operation.has("x-needs") ? text("modules", "api.needs", Map.of("who", who(operation.path("x-needs").path("permissions"))))
                : text("modules", "api.public");
        String told = operation.path("description").asText("");
        operation.put("description", told.isEmpty() ? who : told + "\n\n" + who);
        for (String status : List.of("2XX", "204")) {
            if (operation.path("responses").path(status) instanceof ObjectNode answer) {
                answer.put("description", text("rest", "answer." + status));
            }
        }
        operation.path("parameters").forEach(parameter -> {
            String key = "parameter." + parameter.path("name").asText();
            String shared = text("rest", key);
            if (!parameter.has("description") && !shared.equals(key)) {
                ((ObjectNode) parameter).put("description", shared);
            }
        });
    }

    private String who(JsonNode permissions) {
        List<String> all = new ArrayList<>();
        permissions.forEach(one -> all.add(switch (one.asText()) {
            case Needs.SIGN_IN -> text("modules", "api.sign-in");
            case Needs.EVERYTHING -> text("modules", "api.everything");
            default -> permission(one.asText());
        }));
        return String.join(" / ", all);
    }

    private String permission(String id) {
        String module = id.substring(0, Math.max(0, id.indexOf('.')));
        return registry.permissions().getOrDefault(module, List.of()).stream().filter(one -> one.id().equals(id)).map(ModuleInfo.Permission::text)
                .findFirst().map(key -> text(module, key) + " (" + id + ")").orElse(id);
    }

    private String text(String module, String key) {
        return text(module, key, Map.of());
    }

    private String text(String module, String key, Map<String, String> values) {
        return registry.text(language, module, key, values);
    }
}
