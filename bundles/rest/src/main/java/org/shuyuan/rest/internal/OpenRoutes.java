package org.shuyuan.rest.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.ws.rs.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.shuyuan.rest.Json;
import org.shuyuan.rest.Public;

/**
 * What answers without a sign-in: a method that says {@link Public} and whose module declares it, {@code "open": ["GET /portal"]} in
 * {@code shuyuan/module.json}. Both are asked for, so that whoever installs a module reads in its descriptor all that it opens. What
 * was read is forgotten with the module's classes. Thread-safe.
 */
final class OpenRoutes {

    private final ClassValue<Set<String>> declared;

    OpenRoutes() {
        this(OpenRoutes::descriptor);
    }

    OpenRoutes(Function<Class<?>, @Nullable URL> descriptors) {
        declared = new ClassValue<>() {
            @Override
            protected Set<String> computeValue(Class<?> resource) {
                return read(descriptors.apply(resource));
            }
        };
    }

    boolean contains(Class<?> resource, Method method, String verb) {
        return method.isAnnotationPresent(Public.class) && declared.get(resource).contains(verb + " " + path(resource, method));
    }

    private static String path(Class<?> resource, Method method) {
        return "/" + Stream.of(resource.getAnnotation(Path.class), method.getAnnotation(Path.class)).filter(path -> path != null)
                .flatMap(path -> Stream.of(path.value().split("/"))).filter(part -> !part.isEmpty()).collect(Collectors.joining("/"));
    }

    private static @Nullable URL descriptor(Class<?> resource) {
        @Nullable Bundle bundle = FrameworkUtil.getBundle(resource);
        return bundle == null ? null : bundle.getEntry("shuyuan/module.json");
    }

    private static Set<String> read(@Nullable URL descriptor) {
        if (descriptor == null) {
            return Set.of();
        }
        try (InputStream in = descriptor.openStream()) {
            JsonNode open = Json.mapper().readTree(in).path("open");
            Set<String> routes = new LinkedHashSet<>();
            open.forEach(route -> routes.add(route.asText()));
            return Set.copyOf(routes);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + descriptor, e);
        }
    }
}
