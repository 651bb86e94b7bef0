package org.shuyuan.persistence.internal;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A setting that does not exist is a mistake somebody made, not something to pass over. */
public final class UnknownKeys {

    private UnknownKeys() {}

    /**
     * Keys of a configuration that its annotation does not know; what the container itself adds does not count.
     *
     * @param properties as they came
     * @param known the annotation
     * @param more further keys that are right
     */
    public static Set<String> of(Map<String, ?> properties, Class<?> known, String... more) {
        Set<String> names = Arrays.stream(known.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet());
        names.addAll(Set.of(more));
        return properties.keySet().stream()
                .filter(key -> !names.contains(key) && !key.matches("\\..*|(service|component|felix|osgi|bundle|objectClass)(\\..*)?"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
