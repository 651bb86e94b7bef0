package org.shuyuan.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What came of calling every route as everybody: a line a route, a column a role and place. */
final class RouteTable {

    /** Where a role is held, seen from the unit that is asked about. */
    enum Place {
        OWN("at the unit"), OTHER("at another unit"), SUB("at the unit above, asked about one below"), SUPER("at a unit below, asked about the one above"),
        ALONE("at the unit above and there only, asked about one below");

        final String words;

        Place(String words) {
            this.words = words;
        }
    }

    private final Map<String, Map<String, String>> lines = new TreeMap<>();
    private final Map<String, String> needs = new TreeMap<>();
    private final Set<String> columns = new LinkedHashSet<>();
    private int cells;
    private int wrong;

    /** @param strange the caller named the own unit for what belongs to another: counted, and shown only if wrong */
    synchronized void add(Routes.Route route, Visitor visitor, boolean strange, boolean may, boolean right) {
        cells++;
        wrong += right ? 0 : 1;
        String column = visitor.nobody() ? "nobody" : visitor.role + (visitor.byToken() ? ".token" : "." + visitor.place.name().toLowerCase());
        columns.add(column);
        needs.put(route.key(), route.open() ? "open" : route.own() ? "sign-in" : String.join(" or ", route.permissions()).replace("*", "everything") + (route.orBelow() ? ", or below" : ""));
        Map<String, String> line = lines.computeIfAbsent(route.key(), key -> new LinkedHashMap<>());
        if (!right) {
            line.put(column, "WRONG");
        } else if (!strange) {
            line.putIfAbsent(column, may ? "yes" : "-");
        }
    }

    synchronized void print() throws IOException {
        StringBuilder out = new StringBuilder();
        out.append("Who may call which route, each cell called on the running portal. yes: answered; -: refused as declared; WRONG: otherwise.\n")
                .append("own: the role is held at the unit asked about; other: elsewhere; sub: above it; super: below it; alone: above it, not reaching down; token: by API token.\n\nColumns:\n");
        int index = 1;
        for (String column : columns) {
            out.append(String.format("%4d %s%n", index++, column));
        }
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        int need = needs.values().stream().mapToInt(String::length).max().orElse(0);
        out.append('\n');
        out.append(" ".repeat(width + need + 2));
        for (int i = 1; i <= columns.size(); i++) {
            out.append(String.format("%4d", i));
        }
        out.append('\n');
        lines.forEach((route, line) -> {
            out.append(String.format("%-" + width + "s  %-" + need + "s", route, needs.get(route)));
            columns.forEach(column -> out.append(String.format("%4s", line.getOrDefault(column, "").replace("WRONG", "WRG"))));
            out.append('\n');
        });
        String result = String.format("%nRoutes × callers: %d routes, %d callers, %d cells called, %d wrong%n", lines.size(), columns.size(), cells, wrong);
        out.append(result);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "route-table.txt"), out);
        System.out.println(out);
    }
}
