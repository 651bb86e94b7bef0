package org.shuyuan.modules.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Needs;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Json;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.SwitchedOff;

/** What the shell shows: menus, pages, cards and banners of the modules that are on where the person is. */
@Component(service = ActiveResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=modules)")
@Path("active")
@Produces(MediaType.APPLICATION_JSON)
public class ActiveResource {

    /** Seen in the menu, on the first page and over others; not of a module that is off. */
    private static final List<String> SHOWN = List.of("navigation", "cards", "banners");
    private static final String ROUTES = "routes";
    /** The key of what people call a module. */
    private static final String NAME = "module.name";

    private final ModuleRegistry registry;
    private final Access access;

    @Activate
    public ActiveResource(@Reference ModuleRegistry registry, @Reference Access access) {
        this.registry = registry;
        this.access = access;
    }

    /**
     * The modules that are on at the unit with what this caller may see of them, in the caller's language, and what the caller may do there. Their texts are those of the frame alone:
     * menus, titles, cards; a page has the others from {@code texts}, once for each version. A module that is off there is told to those who answer for
     * it, with its pages and nothing that leads to them.
     */
    @GET
    @Needs(Needs.SIGN_IN)
    public Response active(@BeanParam Call call) {
        Optional<UUID> unit = call.unitIfAny();
        Set<String> allowed = unit.map(at -> access.permissions(call.caller(), at)).orElse(Set.of());
        ObjectNode answer = Json.mapper().createObjectNode();
        answer.put("revision", registry.revision());
        ArrayNode permissions = answer.putArray("permissions");
        allowed.stream().sorted().forEach(permissions::add);
        ArrayNode list = answer.putArray("modules");
        Map<String, ModuleRegistry.Entry> byName = new TreeMap<>();
        registry.entries().stream().filter(entry -> entry.descriptor() != null).forEach(entry -> byName.put(entry.descriptor().id(), entry));
        byName.forEach((id, entry) -> {
            boolean on = unit.map(at -> registry.active(id, at)).orElse(true);
            if (on || allowed.contains(SwitchedOff.READERS)) {
                add(list.addObject(), id, entry, on, allowed, call);
            }
        });
        return Response.ok(answer).header("Cache-Control", "no-cache").build();
    }

    private void add(ObjectNode module, String id, ModuleRegistry.Entry entry, boolean on, Set<String> allowed, Call call) {
        Descriptor descriptor = entry.descriptor();
        module.put("id", id).put("version", entry.version()).put("tag", entry.tag());
        module.put("state", on ? registry.state(id).map(s -> s.name().toLowerCase(Locale.ROOT)).orElse("withdrawn") : "off");
        module.put("platform", descriptor.platform());
        module.put("name", registry.text(call.language(), id, descriptor.json().path("name").asText()));
        module.put("base", "/m/" + id + "/" + entry.tag() + "/");
        List<String> keys = new ArrayList<>(List.of(NAME));
        ArrayNode routes = allowedOf(descriptor.json().path(ROUTES), allowed);
        module.set(ROUTES, routes);
        keys.addAll(routes.findValuesAsText("text"));
        for (String part : SHOWN) {
            ArrayNode kept = on ? allowedOf(descriptor.json().path(part), allowed) : Json.mapper().createArrayNode();
            keys.addAll(kept.findValuesAsText("text"));
            module.set(part, kept);
        }
        Map<String, String> texts = new TreeMap<>(entry.allTexts(call.language()));
        texts.keySet().retainAll(keys);
        module.set("texts", Json.mapper().valueToTree(texts));
        module.set("styles", descriptor.json().has("styles") ? descriptor.json().get("styles") : Json.mapper().createArrayNode());
    }

    private static ArrayNode allowedOf(JsonNode nodes, Set<String> permissions) {
        ArrayNode kept = Json.mapper().createArrayNode();
        nodes.forEach(node -> {
            if (!node.has("permission") || permissions.contains(node.get("permission").asText())) {
                kept.add(node);
            }
        });
        return kept;
    }
}
