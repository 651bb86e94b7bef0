package org.shuyuan.api.settings;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A setting that does not exist is a mistake somebody made, not something to pass over. */
public final class UnknownKeys {

    private UnknownKeys() {}

    /**
     * Keys of a configuration that its annotation does not know. What the container itself adds does not count, nor the targets of a
     * component's references, which come among its properties.
     *
     * @param properties as they came
     * @param known the annotation; its {@code a_b} is the key {@code a.b}
     * @return in their order, empty when all is right
     */
    public static Set<String> of(Map<String, ?> properties, Class<?> known) {
        return of(properties, Arrays.stream(known.getDeclaredMethods()).map(key -> key.getName().replace('_', '.')).collect(Collectors.toSet()));
    }

    /**
     * The same for keys known by their names.
     *
     * @param properties as they came
     * @param names the keys there are
     * @return in their order, empty when all is right
     */
    public static Set<String> of(Map<String, ?> properties, Set<String> names) {
        return properties.keySet().stream()
                .filter(key -> !names.contains(key) && !key.endsWith(".target") && !key.matches("\\..*|(service|component|felix|osgi|bundle|objectClass)(\\..*)?"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
