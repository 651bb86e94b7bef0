package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every route of every module × who calls, over HTTP. What a caller may comes from what the method says it needs and from what the
 * caller's role permits where it is held; a route without a request in its bundle's {@code routes.txt} fails.
 *
 * <p>The tree: the branch (root) — section A — group B, about which everything is; section A also has group C.
 */
class AccessIT {

    private static final String OWN = "Wuyi-2026-qiushan-hong";
    /** Nothing is written, or only what is the reader's own: no entry in the trail. */
    private static final Set<String> UNTRAILED = Set.of("calendar POST /events/preview", "modules POST /plan", "notices POST /read");
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)(?:=([^}]*))?}");

    private static Portal portal;
    private static Visitor administrator;
    private static Routes routes;
    private static String b;
    private static String c;
    private static final List<Visitor> VISITORS = new ArrayList<>();
    private static final Map<String, String> MADE = new HashMap<>();
    private static int number = 1000;

    @BeforeAll
    static void peopleWithEveryRole() throws Exception {
        portal = new Portal("access").start().setUp();
        routes = new Routes();
        administrator = new Visitor(portal, "system administrator", Set.of("*"), portal.unit, null).signIn(Portal.ADMIN, Portal.PASSWORD);
        String a = unit(portal.unit, "A");
        b = unit(a, "B");
        c = unit(a, "C");
        VISITORS.add(new Visitor(portal, "nobody", Set.of(), b, null));
        for (String role : List.of("member", "organiser", "head", "unit-administrator")) {
            join(role, role, b);
        }
        join("administrator of another unit", "unit-administrator", c);
        join("administrator of the unit above", "unit-administrator", a);
        VISITORS.add(administrator);
        VISITORS.add(token(administrator));
    }

    @AfterAll
    static void stopped() {
        portal.close();
    }

    private static String unit(String parent, String name) throws Exception {
        return made("POST", "/api/directory/units?unit=" + parent, Map.of("parent", parent, "name", name, "kind", "department"));
    }

    private static String made(String method, String path, Object body) throws Exception {
        return answer(administrator.call(method, path, Portal.JSON.writeValueAsString(body), false)).path("id").asText();
    }

    private static JsonNode answer(Visitor.Answer answer) throws IOException {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        return Portal.JSON.readTree(answer.body());
    }

    private static void join(String name, String role, String unit) throws Exception {
        String account = "t" + number++;
        JsonNode made = answer(administrator.call("POST", "/api/access/accounts?unit=" + unit,
                Portal.JSON.writeValueAsString(Map.of("name", account, "displayName", name, "role", role)), false));
        JsonNode roles = answer(administrator.call("GET", "/api/access/roles?unit=" + unit, "", false)).path("items");
        Set<String> permissions = new TreeSet<>();
        roles.forEach(one -> {
            if (one.path("key").asText().equals(role)) {
                one.path("permissions").forEach(p -> permissions.add(p.asText()));
            }
        });
        String given = made.path("password").asText();
        Visitor visitor = new Visitor(portal, name, permissions, unit, null).signIn(account, given);
        Visitor.Answer changed = visitor.call("PUT", "/api/access/me/password", Portal.JSON.writeValueAsString(Map.of("current", given, "new", OWN)), false);
        assertThat(changed.status()).as(changed.body()).isEqualTo(204);
        VISITORS.add(visitor);
        VISITORS.add(token(visitor));
    }

    private static Visitor token(Visitor owner) throws Exception {
        String secret = answer(owner.call("POST", "/api/access/tokens", "{\"name\":\"t\"}", false)).path("secret").asText();
        return new Visitor(portal, "token of " + owner.name, owner.permissions, owner.unit, secret);
    }

    @TestFactory
    Stream<DynamicTest> everyRouteRefusesWhoMayNot() throws Exception {
        return Routes.of(portal).stream().map(route -> DynamicTest.dynamicTest(route.key(), () -> check(route)));
    }

    @Test
    void everyRequestWrittenDownIsOfARouteThatIsThere() throws Exception {
        Set<String> there = Routes.of(portal).stream().map(Routes.Route::key).collect(Collectors.toSet());
        assertThat(there).isNotEmpty().containsAll(routes.lines.keySet());
    }

    @TestFactory
    Stream<DynamicTest> everyWriteLeavesAnEntryInTheTrail() throws Exception {
        return Routes.of(portal).stream().filter(route -> !route.open() && !route.method().equals("GET") && !route.needsVersion() && !UNTRAILED.contains(route.key()))
                .map(route -> DynamicTest.dynamicTest(route.key(), () -> {
                    Routes.Line line = routes.lines.get(route.key());
                    Map<String, String> fresh = new HashMap<>();
                    String path = "/api/" + line.module() + filled(line.path(), fresh, true);
                    String body = filled(line.body(), fresh, false);
                    long before = entries();
                    Visitor.Answer answer = administrator.call(line.method(), path + (path.contains("?") ? "&" : "?") + "unit=" + b, body, false);
                    if (answer.status() < 300) {
                        assertThat(entries()).as(answer.toString()).isGreaterThan(before);
                    }
                }));
    }

    @Test
    void everyAnswerCarriesTheProtectingHeadersAlsoARefusedOne() throws Exception {
        for (String path : List.of("/", "/api/access/portal", "/api/access/accounts", "/api/nothing/at/all", "/api/notices/nothing", "/m/access/none/none.js")) {
            var headers = portal.get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse("")).as(path).contains("default-src 'self'").doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).as(path).hasValue("nosniff");
            assertThat(headers.firstValue("X-Frame-Options")).as(path).hasValue("DENY");
            assertThat(headers.firstValue("Server")).as(path).isEmpty();
        }
    }

    @Test
    void everyDescriptionIsCompleteInItself() throws Exception {
        Set<String> modules = Routes.of(portal).stream().map(Routes.Route::module).collect(Collectors.toCollection(TreeSet::new));
        assertThat(modules).contains("access", "calendar", "directory", "modules", "notices", "persistence");
        for (String module : modules) {
            JsonNode document = Portal.json(portal.get("/api/modules/openapi/" + module), 200);
            assertThat(document.path("openapi").asText()).as(module).startsWith("3.0.");
            assertThat(document.path("info").path("title").asText()).as(module).isNotBlank();
            assertThat(document.path("servers").path(0).path("url").asText()).isEqualTo("/api/" + module);
            document.findValuesAsText("$ref").forEach(ref -> assertThat(document.at(ref.substring(1)).isMissingNode()).as(module + " " + ref).isFalse());
            assertThat(document.findValuesAsText("operationId")).as(module).doesNotHaveDuplicates();
            document.path("paths").fields().forEachRemaining(path -> path.getValue().forEach(operation -> {
                List<String> parameters = new ArrayList<>();
                operation.path("parameters").forEach(p -> parameters.add(p.path("in").asText() + " " + p.path("name").asText()));
                assertThat(parameters).as(module + path.getKey()).doesNotHaveDuplicates();
                Pattern.compile("\\{([^}]+)}").matcher(path.getKey()).results()
                        .forEach(name -> assertThat(parameters).as(module + path.getKey()).contains("path " + name.group(1)));
                assertThat(operation.path("responses").has("default")).as(module + path.getKey()).isTrue();
                assertThat(operation.path("summary").asText()).as(module + path.getKey()).isNotBlank();
            }));
        }
    }

    private static long entries() throws Exception {
        return answer(administrator.call("GET", "/api/access/audit?size=1&unit=" + portal.unit, "", false)).path("total").asLong();
    }

    private static void check(Routes.Route route) throws Exception {
        Routes.Line line = routes.lines.get(route.key());
        assertThat(line).as("the request for " + route.key() + " in bundles/" + route.module() + "/src/test/resources/routes.txt").isNotNull();
        List<String> wrong = new ArrayList<>();
        for (Visitor visitor : route.open() ? VISITORS.subList(0, 1) : VISITORS) {
            judge(route, line, visitor, b, may(route, visitor), wrong);
        }
        if (!route.open() && !route.own() && line.namesAnything()) {
            // what belongs to another unit is not reached by naming one's own
            for (Visitor stranger : VISITORS.stream().filter(v -> v.unit.equals(c)).toList()) {
                judge(route, line, stranger, c, false, wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean may(Routes.Route route, Visitor visitor) {
        if (route.open() || visitor.name.equals("nobody")) {
            return route.open();
        }
        boolean everything = visitor.permissions.contains("*");
        boolean reaches = everything || !visitor.unit.equals(c);
        return route.own() ? !(route.browserOnly() && visitor.byToken())
                : everything || reaches && route.permissions().stream().anyMatch(visitor.permissions::contains);
    }

    private static void judge(Routes.Route route, Routes.Line line, Visitor visitor, String unit, boolean may, List<String> wrong) throws Exception {
        Map<String, String> fresh = new HashMap<>();
        String path = "/api/" + line.module() + filled(line.path(), fresh, true);
        String body = filled(line.body(), fresh, false);
        Visitor.Answer answer = visitor.call(line.method(), path + (path.contains("?") ? "&" : "?") + "unit=" + unit, body, route.needsVersion());
        boolean right;
        if (route.open()) {
            right = answer.status() < 500 && !answer.body().contains("access.sign-in-needed") && !answer.body().contains("access.forbidden");
        } else if (visitor.name.equals("nobody")) {
            right = answer.status() == 401;
        } else if (may) {
            right = answer.status() < 500 && answer.status() != 401 && answer.status() != 403 && (route.own() || answer.status() != 404);
        } else {
            // absent where they may not even know of it
            right = answer.status() == 403 || answer.status() == 404 && PLACE.matcher(line.path()).find();
        }
        if (!right) {
            wrong.add(visitor.name + (unit.equals(b) ? "" : " (naming the own unit)") + (may ? " may" : " may not") + " but " + answer.status() + " "
                    + answer.body().substring(0, Math.min(300, answer.body().length())));
        }
    }

    /** Puts in what was made before, and makes what is to be new each time. */
    private static String filled(String text, Map<String, String> fresh, boolean path) throws Exception {
        Matcher place = (path ? PLACE : Pattern.compile("\\{([a-z]+)()}")).matcher(text);
        StringBuilder out = new StringBuilder();
        while (place.find()) {
            String name = place.group(1);
            String value = place.group(2) != null && !place.group(2).isEmpty() ? place.group(2) : switch (name) {
                case "unit" -> b;
                case "n" -> String.valueOf(number++);
                default -> thing(name, fresh);
            };
            place.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return place.appendTail(out).toString();
    }

    private static String thing(String name, Map<String, String> fresh) throws Exception {
        Routes.Given given = routes.given.get(name);
        assertThat(given).as("what {" + name + "} is").isNotNull();
        Map<String, String> known = given.fresh() ? fresh : MADE;
        if (!known.containsKey(name)) {
            Routes.Line line = given.line();
            String path = "/api/" + line.module() + filled(line.path(), fresh, true);
            JsonNode made = answer(administrator.call(line.method(), path + (path.contains("?") ? "&" : "?") + "unit=" + b, filled(line.body(), fresh, false), false));
            known.put(name, made.path("id").asText());
        }
        return known.get(name);
    }
}
