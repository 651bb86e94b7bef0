package org.shuyuan.build.openapi;

import io.swagger.v3.core.filter.AbstractSpecFilter;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all descriptions have in common: how to sign in, and what a problem looks like. It comes with the build, so that a module made elsewhere has it too. */
public class Common extends AbstractSpecFilter {

    @Override
    public Optional<OpenAPI> filterOpenAPI(OpenAPI description, Map<String, List<String>> parameters, Map<String, String> cookies, Map<String, List<String>> headers) {
        OpenAPI common = common();
        description.setInfo(common.getInfo());
        description.setSecurity(common.getSecurity());
        if (description.getComponents() == null) {
            description.setComponents(new Components());
        }
        Components own = description.getComponents();
        if (description.getPaths() != null) {
            description.getPaths().values().stream().flatMap(path -> path.readOperations().stream()).forEach(operation -> named(operation, own));
        }
        common.getComponents().getSecuritySchemes().forEach(own::addSecuritySchemes);
        common.getComponents().getSchemas().forEach(own::addSchemas);
        common.getComponents().getResponses().forEach(own::addResponses);
        return Optional.of(description);
    }

    /** What {@link Conventions} left at the method stands where the reader puts the schemas that it finds itself. */
    private static void named(Operation operation, Components into) {
        if (operation.getExtensions() != null && operation.getExtensions().remove(Conventions.SCHEMAS) instanceof Map<?, ?> schemas) {
            schemas.forEach((name, schema) -> into.addSchemas((String) name, (Schema<?>) schema));
        }
    }

    private static OpenAPI common() {
        try (InputStream in = Common.class.getResourceAsStream("base.json")) {
            return Json.mapper().readValue(in, OpenAPI.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
