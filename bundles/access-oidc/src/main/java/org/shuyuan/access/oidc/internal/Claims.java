package org.shuyuan.access.oidc.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims as texts. */
final class Claims {

    private static final int MOST = 1000;

    private Claims() {}

    /** A text, a number or a list of these; everything else is nothing. */
    static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        List<Object> all = new ArrayList<>();
        if (value instanceof Collection<?> several) {
            all.addAll(several);
        } else if (value != null) {
            all.add(value);
        }
        for (Object one : all) {
            if ((one instanceof String || one instanceof Number) && !one.toString().isBlank() && texts.size() < MOST) {
                texts.add(one.toString());
            }
        }
        return texts;
    }

    /** The claim of that name, else the one within others: {@code realm_access.roles}. */
    static @Nullable Object at(Map<String, ?> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        Object found = claims;
        for (String name : path.split("\\.")) {
            found = found instanceof Map<?, ?> inside ? inside.get(name) : null;
        }
        return found;
    }
}
