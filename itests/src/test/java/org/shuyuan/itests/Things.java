package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the requests of {@code routes.txt} are about: made in the unit when it is first named, by the requests that are given there. */
final class Things {

    /** A name in an address, perhaps with its value. */
    static final Pattern PLACE = Pattern.compile("\\{([a-z]+)(?:=([^}]*))?}");

    /** Somebody who may do it. */
    @FunctionalInterface
    interface Maker {
        /** @param version for {@code If-Match}, empty for none */
        Visitor.Answer call(Routes.Line line, String path, String body, String version) throws IOException, InterruptedException;
    }

    private final Routes routes;
    private final String unit;
    private final Maker maker;
    private final Map<String, String> made = new HashMap<>();
    private int number;

    Things(Routes routes, String unit, Maker maker) {
        this.routes = routes;
        this.unit = unit;
        this.maker = maker;
    }

    /** Puts in what was made before, and makes what is to be new each time. @param fresh what was made anew for this request */
    String filled(String text, Map<String, String> fresh, boolean path) throws IOException, InterruptedException {
        Matcher place = (path ? PLACE : Pattern.compile("\\{([a-z]+)()}")).matcher(text);
        StringBuilder out = new StringBuilder();
        while (place.find()) {
            String name = place.group(1);
            String value = place.group(2) != null && !place.group(2).isEmpty() ? place.group(2) : switch (name) {
                case "unit" -> unit;
                case "n" -> String.valueOf(number++);
                default -> thing(name, fresh);
            };
            place.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return place.appendTail(out).toString();
    }

    private String thing(String name, Map<String, String> fresh) throws IOException, InterruptedException {
        Routes.Given given = routes.given.get(name);
        assertThat(given).as("what {" + name + "} is").isNotNull();
        Map<String, String> known = given.fresh() ? fresh : made;
        if (!known.containsKey(name)) {
            Routes.Line line = given.line();
            String path = filled("/api/" + line.module() + line.path(), fresh, true);
            path += (path.contains("?") ? "&" : "?") + "unit=" + unit;
            String body = filled(line.body(), fresh, false);
            Visitor.Answer answer = maker.call(line, path, body, "");
            if (answer.status() == 428) {
                // the refusal of a version that nothing has tells the one that is there
                answer = maker.call(line, path, body, Portal.JSON.readTree(maker.call(line, path, body, "999999").body()).path("currentVersion").asText());
            }
            assertThat(answer.status()).as(name + ": " + answer.body()).isBetween(200, 299);
            known.put(name, Portal.JSON.readTree(answer.body()).path("id").asText());
        }
        return known.get(name);
    }
}
