package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every route of every module × every role × where it is held, over HTTP. What a caller may comes from what the method says it needs and
 * from the roles in the modules' descriptors; a route without a request in its bundle's {@code routes.txt} fails. The whole table is
 * printed, and kept in {@code target/route-table.txt}.
 *
 * <p>The tree: the branch (root) — section A — group B, about which everything is — team D; section A also has group C. So a role held
 * at B is asked about its own unit, at C about another, at A about one below, at D about the one above.
 */
class AccessIT {

    private static final String OWN = "Wuyi-2026-qiushan-hong";

    private static Portal portal;
    private static Visitor administrator;
    private static Routes routes;
    private static Things things;
    private static List<Routes.Route> all;
    private static String b;
    private static final List<Visitor> VISITORS = new ArrayList<>();
    private static final RouteTable TABLE = new RouteTable();
    private static int number = 1000;

    @BeforeAll
    static void peopleWithEveryRoleAtEveryPlace() throws Exception {
        portal = new Portal("access").start().setUp();
        routes = new Routes();
        all = Routes.of(portal);
        administrator = new Visitor(portal, "system-administrator", RouteTable.Place.OWN, Set.of("*"), portal.unit, null).signIn(Portal.ADMIN, Portal.PASSWORD);
        String a = unit(portal.unit, "A");
        b = unit(a, "B");
        things = new Things(routes, b, AccessIT::make);
        Map<RouteTable.Place, String> units = Map.of(RouteTable.Place.OWN, b, RouteTable.Place.OTHER, unit(a, "C"), RouteTable.Place.SUB, a,
                RouteTable.Place.SUPER, unit(b, "D"), RouteTable.Place.ALONE, a);
        VISITORS.add(new Visitor(portal, "nobody", RouteTable.Place.OTHER, Set.of(), b, null));
        for (Map.Entry<String, Set<String>> role : Routes.roles().entrySet()) {
            for (RouteTable.Place place : RouteTable.Place.values()) {
                Visitor visitor = join(role.getKey(), role.getValue(), place, units.get(place));
                VISITORS.add(visitor);
                if (place == RouteTable.Place.OWN) {
                    VISITORS.add(token(visitor));
                }
            }
        }
        VISITORS.add(administrator);
        VISITORS.add(token(administrator));
    }

    @AfterAll
    static void toldAndStopped() throws Exception {
        TABLE.print();
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

    private static Visitor join(String role, Set<String> permissions, RouteTable.Place place, String unit) throws Exception {
        String account = "t" + number++;
        JsonNode made = answer(administrator.call("POST", "/api/access/accounts?unit=" + unit,
                Portal.JSON.writeValueAsString(Map.of("name", account, "displayName", role + " " + place)), false));
        made("POST", "/api/access/accounts/" + made.path("id").asText() + "/grants?unit=" + unit,
                Map.of("role", role, "unit", unit, "subtree", place != RouteTable.Place.ALONE));
        String given = made.path("password").asText();
        Visitor visitor = new Visitor(portal, role, place, permissions, unit, null).signIn(account, given);
        Visitor.Answer changed = visitor.call("PUT", "/api/access/me/password", Portal.JSON.writeValueAsString(Map.of("current", given, "new", OWN)), false);
        assertThat(changed.status()).as(changed.body()).isEqualTo(204);
        return visitor;
    }

    private static Visitor token(Visitor owner) throws Exception {
        String secret = answer(owner.call("POST", "/api/access/tokens", "{\"name\":\"t\"}", false)).path("secret").asText();
        return new Visitor(portal, owner.role, owner.place, owner.permissions, owner.unit, secret);
    }

    @Test
    void whatEveryRoleMayIsWhatTheDescriptorsSuggest() throws Exception {
        Map<String, Set<String>> running = new TreeMap<>();
        answer(administrator.call("GET", "/api/access/roles?unit=" + portal.unit, "", false)).path("items").forEach(role -> {
            Set<String> permissions = new TreeSet<>();
            role.path("permissions").forEach(one -> permissions.add(one.asText()));
            running.put(role.path("key").asText(), permissions);
        });
        running.remove("system-administrator");
        assertThat(running).isEqualTo(Routes.roles());
    }

    @TestFactory
    Stream<DynamicTest> everyRouteRefusesWhoMayNot() throws Exception {
        return all.stream().map(route -> DynamicTest.dynamicTest(route.key(), () -> check(route)));
    }

    @Test
    void everyRequestWrittenDownIsOfARouteThatIsThere() throws Exception {
        Set<String> there = all.stream().map(Routes.Route::key).collect(Collectors.toSet());
        assertThat(there).isNotEmpty().containsAll(routes.lines.keySet());
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
        Set<String> modules = all.stream().map(Routes.Route::module).collect(Collectors.toCollection(TreeSet::new));
        assertThat(modules).contains("access", "attendance", "calendar", "directory", "modules", "notices", "persistence", "registers", "resources");
        for (String module : modules) {
            JsonNode document = answer(administrator.call("GET", "/api/modules/openapi/" + module, "", false));
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

    private static void check(Routes.Route route) throws Exception {
        Routes.Line line = routes.lines.get(route.key());
        assertThat(line).as("the request for " + route.key() + " in bundles/" + route.module() + "/src/test/resources/routes.txt").isNotNull();
        List<String> wrong = new ArrayList<>();
        for (Visitor visitor : route.open() ? VISITORS.subList(0, 1) : VISITORS) {
            judge(route, line, visitor, below(route, visitor) ? visitor.unit : b, may(route, visitor), wrong);
        }
        if (!route.open() && !route.own() && line.namesAnything()) {
            // what belongs to another unit is not reached by naming one's own
            for (Visitor stranger : VISITORS.stream().filter(v -> !v.reachesTheUnit() && !below(route, v) && !v.nobody()).toList()) {
                judge(route, line, stranger, stranger.unit, false, wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean may(Routes.Route route, Visitor visitor) {
        if (route.open() || visitor.nobody()) {
            return route.open();
        }
        boolean everything = visitor.permissions.contains("*");
        return route.own() ? !(route.browserOnly() && visitor.byToken())
                : everything || (visitor.reachesTheUnit() || below(route, visitor)) && route.permissions().stream().anyMatch(visitor.permissions::contains);
    }

    private static boolean below(Routes.Route route, Visitor visitor) {
        return route.orBelow() && visitor.place == RouteTable.Place.SUPER;
    }

    private static void judge(Routes.Route route, Routes.Line line, Visitor visitor, String unit, boolean may, List<String> wrong) throws Exception {
        Map<String, String> fresh = new HashMap<>();
        String path = "/api/" + line.module() + things.filled(line.path(), fresh, true);
        String body = things.filled(line.body(), fresh, false);
        Visitor.Answer answer = visitor.call(line.method(), path + (path.contains("?") ? "&" : "?") + "unit=" + unit, body, route.needsVersion());
        boolean right;
        if (route.open()) {
            right = answer.status() < 500 && !answer.body().contains("access.sign-in-needed") && !answer.body().contains("access.forbidden");
        } else if (visitor.nobody()) {
            right = answer.status() == 401;
        } else if (may) {
            right = answer.status() < 500 && answer.status() != 401 && answer.status() != 403 && (route.own() || answer.status() != 404);
        } else {
            // absent where they may not even know of what the address or the body names
            right = answer.status() == 403 || answer.status() == 404 && Things.PLACE.matcher(line.path() + line.body().replace("{unit}", "")).find();
        }
        TABLE.add(route, visitor, !unit.equals(b) && !below(route, visitor), may, right);
        if (!right) {
            wrong.add(visitor + (unit.equals(b) ? "" : " (naming the own unit)") + (may ? " may" : " may not") + " but " + answer.status() + " "
                    + answer.body().substring(0, Math.min(300, answer.body().length())));
        }
    }

    /** Nobody approves what they have asked for themselves: where the administrator is refused, another who may does it. */
    private static Visitor.Answer make(Routes.Line line, String path, String body, String version) throws IOException, InterruptedException {
        Visitor.Answer answer = administrator.call(line.method(), path, body, version);
        Routes.Route route = all.stream().filter(r -> r.key().equals(line.key())).findFirst().orElseThrow();
        for (Visitor other : answer.status() == 403 ? VISITORS : List.<Visitor>of()) {
            answer = answer.status() == 403 && may(route, other) ? other.call(line.method(), path, body, version) : answer;
        }
        return answer;
    }
}
