package org.shuyuan.testing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;

/** Calls every route of a module as somebody who is signed in and may do nothing. What it is asked about is made up: nothing of it exists. */
final class Refusals {

    private static final ObjectMapper JSON = new ObjectMapper().findAndRegisterModules().configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, false);
    private static final String CALL = "org.shuyuan.rest.Call";

    private final Set<String> answered = new TreeSet<>();
    /** By permission: was there a refusal among the routes that need it? */
    private final Map<String, Boolean> refused = new TreeMap<>();

    private Refusals() {}

    static Refusals of(ModulePortal portal) {
        Refusals refusals = new Refusals();
        Caller nobody = portal.person("无权限的人");
        for (Object resource : portal.resources()) {
            for (Method method : resource.getClass().getMethods()) {
                Needs needs = method.getAnnotation(Needs.class);
                List<String> permissions = needs == null ? List.of() : Arrays.stream(needs.value()).filter(p -> !p.equals(Needs.SIGN_IN) && !p.equals(Needs.EVERYTHING)).toList();
                if (!permissions.isEmpty()) {
                    refusals.call(resource, method, permissions, nobody, portal.unit.id());
                }
            }
        }
        return refusals;
    }

    Set<String> answered() {
        return answered;
    }

    /** Permissions that are needed by routes of which none refused for want of them. */
    List<String> neverRefused() {
        return refused.entrySet().stream().filter(one -> !one.getValue()).map(Map.Entry::getKey).toList();
    }

    private void call(Object resource, Method method, List<String> permissions, Caller nobody, UUID unit) {
        permissions.forEach(permission -> refused.putIfAbsent(permission, false));
        try {
            method.invoke(resource, Arrays.stream(method.getParameters()).map(parameter -> value(parameter, nobody, unit)).toArray());
            answered.add(method.getDeclaringClass().getSimpleName() + "." + method.getName());
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof Problem problem)) {
                throw new IllegalStateException(method + " ends in another way than by a problem", e.getCause());
            }
            if (problem.status() == 403) {
                permissions.forEach(permission -> refused.put(permission, true));
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " cannot be called", e);
        }
    }

    private static @Nullable Object value(Parameter parameter, Caller nobody, UUID unit) {
        Class<?> type = parameter.getType();
        try {
            if (type.getName().equals(CALL)) {
                // by name: the bundle rest is tested with this one
                return type.getMethod("of", Caller.class, UUID.class, String.class).invoke(null, nobody, unit, "\"0\"");
            }
            if (parameter.isAnnotationPresent(annotation("javax.ws.rs.BeanParam"))) {
                return type.getConstructor().newInstance();
            }
            if (type == UUID.class) {
                return new UUID(0, 7);
            }
            if (type == boolean.class) {
                return false;
            }
            if (type.isPrimitive()) {
                return type == long.class ? (Object) 1L : type == double.class ? (Object) 1.0 : (Object) 1;
            }
            return type == String.class || type.isInterface() ? null : JSON.readValue("{}", type);
        } catch (ReflectiveOperationException | com.fasterxml.jackson.core.JsonProcessingException e) {
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends Annotation> annotation(String name) throws ClassNotFoundException {
        return (Class<? extends Annotation>) Class.forName(name);
    }
}
