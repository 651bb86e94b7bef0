package org.shuyuan.launcher;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What no schema sees of a module of pages alone, and what shows nothing at all on the screen: a link to a page that the module does not have, and a column of a register that
 * has no such field.
 */
final class PageCheck {

    /** One thing that is wrong. @param key of {@link Messages}, with its values */
    record Fault(String at, String key, String what) {}

    private static final Set<String> LINKS = Set.of("to", "open", "then");
    /** Data, whatever its members are called. */
    private static final Set<String> NO_LINKS = Set.of("value", "query", "options");
    /** What the platform adds to each entry of a register. */
    private static final Set<String> OF_ENTRIES = Set.of("id", "version", "unit", "names", "createdAt", "createdBy", "changedAt", "changedBy", "mayChange");

    private final String id;
    private final List<String[]> routes = new ArrayList<>();
    private final Map<?, ?> descriptor;

    PageCheck(Map<String, Object> descriptor) {
        this.descriptor = descriptor;
        id = String.valueOf(descriptor.get("id"));
        objects(descriptor.get("routes")).forEach(route -> routes.add(segments(String.valueOf(route.get("path")))));
    }

    /** Of the descriptor: menu, cards and their buttons lead to pages by the id of a route. */
    List<Fault> ofDescriptor() {
        Set<Object> known = new HashSet<>(objects(descriptor.get("routes")).map(route -> (Object) route.get("id")).toList());
        return Stream.of("navigation", "cards").flatMap(part -> objects(descriptor.get(part)).flatMap(one -> Stream.concat(Stream.of(one), objects(one.get("actions"))))
                .filter(one -> one.containsKey("route") && !known.contains(one.get("route"))).map(one -> new Fault(part, "pack.fault.no-route", String.valueOf(one.get("route"))))).toList();
    }

    /** Of a file of pages that keeps to its schema. */
    List<Fault> ofPages(Map<String, Object> pages) {
        List<Fault> faults = new ArrayList<>();
        pages.forEach((name, page) -> {
            if (page instanceof Map<?, ?> one) {
                links(one, name, faults);
                fields(one, name, faults);
            }
        });
        return faults;
    }

    private void links(@Nullable Object node, String at, List<Fault> faults) {
        if (node instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                links(list.get(i), at + "[" + i + "]", faults);
            }
        } else if (node instanceof Map<?, ?> object) {
            object.forEach((name, value) -> {
                String place = at + "." + name;
                if (value instanceof String path) {
                    if (LINKS.contains(name) && !leads(path)) {
                        faults.add(new Fault(place, "pack.fault.no-page", path));
                    }
                } else if (!NO_LINKS.contains(name)) {
                    links(value, place, faults);
                }
            });
        }
    }

    /** Another module's page may be there or not; of one's own it is known. */
    private boolean leads(String path) {
        String plain = path.replaceFirst("\\?.*", "");
        if (plain.startsWith("/") && !plain.equals("/" + id) && !plain.startsWith("/" + id + "/")) {
            return true;
        }
        String[] have = segments(plain.startsWith("/") ? plain.substring(id.length() + 1) : plain);
        return routes.stream().anyMatch(want -> {
            boolean fits = want.length == have.length;
            for (int i = 0; fits && i < want.length; i++) {
                fits = want[i].startsWith(":") || have[i].contains("{") || want[i].equals(have[i]);
            }
            return fits;
        });
    }

    private static String[] segments(String path) {
        return Stream.of(path.split("/")).filter(part -> !part.isEmpty()).toArray(String[]::new);
    }

    private void fields(Map<?, ?> page, String name, List<Fault> faults) {
        Object submit = page.get("submit") instanceof Map<?, ?> form ? form.get("path") : null;
        Matcher path = Pattern.compile("^/api/registers/" + Pattern.quote(id) + "/([^/?{]+).*").matcher(String.valueOf(page.get("load") == null ? submit : page.get("load")));
        if (!path.matches()) {
            return;
        }
        Optional<Map<?, ?>> register = objects(descriptor.get("registers")).filter(one -> path.group(1).equals(one.get("id"))).findFirst();
        if (register.isEmpty()) {
            faults.add(new Fault(name, "pack.fault.no-register", path.group(1)));
            return;
        }
        Set<Object> known = new HashSet<>(OF_ENTRIES);
        objects(register.get().get("fields")).forEach(field -> known.add(field.get("key")));
        Stream<Map<?, ?>> cards = objects(page.get("cards"));
        List<Map<?, ?>> shown = Stream.of(objects(page.get("columns")), objects(page.get("fields")), cards.flatMap(card -> card.containsKey("prose")
                ? Stream.of(Map.of("key", card.get("prose"))) : objects(card.get("facts")))).<Map<?, ?>>flatMap(all -> all).toList();
        for (Map<?, ?> one : shown) {
            String key = String.valueOf(one.get("key"));
            String field = key.startsWith("names.") ? key.substring("names.".length()) : key.split("\\.", 2)[0];
            if (!known.contains(field)) {
                faults.add(new Fault(name, "pack.fault.no-field", key));
            }
        }
    }

    private static Stream<Map<?, ?>> objects(@Nullable Object list) {
        return list instanceof List<?> all ? all.stream().filter(Map.class::isInstance).map(one -> (Map<?, ?>) one) : Stream.empty();
    }
}
