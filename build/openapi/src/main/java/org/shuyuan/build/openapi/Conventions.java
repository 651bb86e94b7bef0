package org.shuyuan.build.openapi;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.jaxrs2.ext.AbstractOpenAPIExtension;
import io.swagger.v3.jaxrs2.ext.OpenAPIExtension;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.BinarySchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes into a module's REST description what its code says already: who may call a method ({@code @Needs}, {@code @Public}), what
 * it does and what its parameters mean (its Javadoc), what it answers where it returns a {@code Response} ({@code @Answers}), and
 * that every failure is a problem. Found by the Maven plugin as a service.
 */
public class Conventions extends AbstractOpenAPIExtension {

    private static final String NEEDS = "org.shuyuan.api.access.Needs";
    private static final String PUBLIC = "org.shuyuan.rest.Public";
    private static final String ANSWERS = "org.shuyuan.rest.Answers";
    private static final String JSON = "application/json";
    /** The schemas that an answer needs, from here, where the whole description is not at hand, to {@link Common}, which takes them out again. */
    static final String SCHEMAS = "x-schemas";

    private final Comments comments = new Comments();

    @Override
    public void decorateOperation(Operation operation, Method method, Iterator<OpenAPIExtension> chain) {
        super.decorateOperation(operation, method, chain);
        for (Annotation annotation : method.getAnnotations()) {
            switch (annotation.annotationType().getName()) {
                case PUBLIC -> operation.setSecurity(List.of());
                case NEEDS -> needs(operation, annotation);
                default -> { }
            }
        }
        comments.of(method).ifPresent(comment -> describe(operation, comment));
        numbers(operation);
        headers(operation, method);
        files(operation);
        answers(operation, method);
        Arrays.stream(method.getAnnotations()).filter(one -> one.annotationType().getName().equals(ANSWERS)).forEach(said -> answer(operation, method, said));
    }

    /** By name: the classes come from the module's own class path. */
    private static void needs(Operation operation, Annotation annotation) {
        try {
            Class<? extends Annotation> type = annotation.annotationType();
            Map<String, Object> needs = new LinkedHashMap<>();
            needs.put("permissions", List.of((String[]) type.getMethod("value").invoke(annotation)));
            needs.put("otherwise", (boolean) type.getMethod("orAbsent").invoke(annotation) ? 404 : 403);
            for (String more : List.of("browserOnly", "orBelow")) {
                if ((boolean) type.getMethod(more).invoke(annotation)) {
                    needs.put(more, true);
                }
            }
            operation.addExtension("x-needs", needs);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("@Needs is not what it was", changed);
        }
    }

    private static void describe(Operation operation, Comments.Comment comment) {
        if (operation.getSummary() == null && !comment.summary().isEmpty()) {
            operation.setSummary(comment.summary());
        }
        if (operation.getDescription() == null && !comment.more().isEmpty()) {
            operation.setDescription(comment.more());
        }
        if (operation.getParameters() != null) {
            operation.getParameters().stream().filter(p -> p.getDescription() == null && comment.parameters().containsKey(p.getName()))
                    .forEach(p -> p.setDescription(comment.parameters().get(p.getName())));
        }
    }

    /** Lists read their numbers themselves, to say what is wrong with them. */
    private static void numbers(Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().stream().filter(p -> p.getName().equals("page") || p.getName().equals("size"))
                    .forEach(p -> p.setSchema(new IntegerSchema().minimum(BigDecimal.ONE)));
        }
    }

    private void headers(Operation operation, Method method) {
        if (comments.calls(method, ".expectedVersion()")) {
            operation.addParametersItem(header("If-Match", true));
        }
        if (posts(method) && operation.getSecurity() == null) {
            operation.addParametersItem(header("Idempotency-Key", false));
        }
    }

    private static boolean posts(Method method) {
        return Arrays.stream(method.getAnnotations()).anyMatch(one -> one.annotationType().getName().equals("javax.ws.rs.POST"));
    }

    private static Parameter header(String name, boolean required) {
        return new HeaderParameter().name(name).required(required).schema(new StringSchema());
    }

    /** The reader takes an input stream for an object. */
    private static void files(Operation operation) {
        if (operation.getRequestBody() != null && operation.getRequestBody().getContent() != null) {
            MediaType bytes = operation.getRequestBody().getContent().get("application/octet-stream");
            if (bytes != null) {
                bytes.setSchema(new BinarySchema());
            }
        }
    }

    /** The reader knows one answer only and calls it the default; that name is the failures'. */
    private static void answers(Operation operation, Method method) {
        ApiResponses known = operation.getResponses() == null ? new ApiResponses() : operation.getResponses();
        ApiResponse good = known.remove(ApiResponses.DEFAULT);
        if (method.getReturnType() == void.class) {
            known.addApiResponse("204", new ApiResponse().description("Done; nothing to answer"));
        } else if (good != null) {
            known.addApiResponse("2XX", good.description("Done"));
        }
        known.addApiResponse(ApiResponses.DEFAULT, new ApiResponse().$ref("#/components/responses/Problem"));
        operation.setResponses(known);
    }

    /** Of a {@code Response} the reader knows the types of content, and nothing of what is in them. */
    private static void answer(Operation operation, Method method, Annotation said) {
        ApiResponse fine = operation.getResponses().get("2XX");
        MediaType json = fine == null || fine.getContent() == null ? null : fine.getContent().get(JSON);
        if (json == null || !method.getReturnType().getName().equals("javax.ws.rs.core.Response")) {
            throw new IllegalStateException(method + " says by @Answers what it answers in JSON, but returns no Response or produces no JSON");
        }
        ResolvedSchema resolved = ModelConverters.getInstance().resolveAsResolvedSchema(new AnnotatedType(type(said)).resolveAsRef(true));
        json.setSchema(resolved.schema);
        operation.addExtension(SCHEMAS, resolved.referencedSchemas);
    }

    /** By name, as all of the module's own class path. */
    private static Type type(Annotation said) {
        try {
            Class<? extends Annotation> type = said.annotationType();
            Class<?> one = (Class<?>) type.getMethod("value").invoke(said);
            return !(boolean) type.getMethod("page").invoke(said) ? one
                    : Json.mapper().getTypeFactory().constructParametricType(Class.forName("org.shuyuan.rest.Page", false, type.getClassLoader()), one);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("@Answers is not what it was", changed);
        }
    }
}
