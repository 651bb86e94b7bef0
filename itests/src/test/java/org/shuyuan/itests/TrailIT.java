package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every write and every export of every module leaves an entry in the trail, and the trail's chain is whole, also after a restore. */
class TrailIT {

    /** Writes without an entry, each with its reason. */
    private static final Map<String, String> UNTRAILED = Map.of(
            "access POST /accounts/plan", "shows who would get which account and stores nothing",
            "access PUT /policy", "asks here for what holds already",
            "directory DELETE /photos/{}", "finds no photo to take away here; PhotoTest has one that is",
            "directory POST /groups/trial", "shows whom a rule would mean and stores nothing",
            "calendar POST /events/preview", "computes dates and stores nothing",
            "modules POST /plan", "looks at a file and stores nothing",
            "notices POST /read", "what one has read oneself is nobody else's matter");
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)(?:=([^}]*))?}");

    private static Portal portal;
    private static Routes routes;
    private static Visitor administrator;
    private static final Map<String, String> MADE = new HashMap<>();
    private static final Map<String, String> REFUSED = new TreeMap<>();
    private static int number = 5000;

    @BeforeAll
    static void aPortal() throws Exception {
        portal = new Portal("trail").start().setUp();
        routes = new Routes();
        administrator = new Visitor(portal, "system administrator", RouteTable.Place.SUPER, java.util.Set.of("*"), portal.unit, null)
                .signIn(Portal.ADMIN, Portal.PASSWORD);
    }

    @BeforeEach
    void signedIn() throws Exception {
        portal.signIn();
    }

    @AfterAll
    static void toldAndStopped() {
        System.out.println("Writes whose request in routes.txt is refused, so that nothing is to be entered: " + REFUSED);
        portal.close();
    }

    @TestFactory
    Stream<DynamicTest> everyWriteThatIsDoneLeavesAnEntry() throws Exception {
        return Routes.of(portal).stream().filter(route -> !route.open() && !route.method().equals("GET") && !UNTRAILED.containsKey(route.key()))
                // a restore puts the trail back too: it has a test of its own
                .filter(route -> !route.key().equals("persistence POST /restore"))
                .map(route -> DynamicTest.dynamicTest(route.key(), () -> {
                    Routes.Line line = routes.lines.get(route.key());
                    assertThat(line).as("request in routes.txt").isNotNull();
                    Map<String, String> fresh = new HashMap<>();
                    String path = filled("/api/" + line.module() + line.path(), fresh, true);
                    String body = filled(line.body(), fresh, false);
                    String before = newest().path("id").asText();
                    Visitor.Answer answer = call(route, path, body);
                    if (answer.status() < 300) {
                        assertThat(newest().path("id").asText()).as(answer.toString()).isNotEqualTo(before);
                    } else {
                        REFUSED.put(route.key(), answer.status() + " " + Portal.JSON.readTree(answer.body()).path("code").asText());
                    }
                }));
    }

    /** Where a version is needed, the one that the refusal tells. */
    private static Visitor.Answer call(Routes.Route route, String path, String body) throws Exception {
        String url = path + (path.contains("?") ? "&" : "?") + "unit=" + portal.unit;
        Visitor.Answer first = administrator.call(route.method(), url, body, route.needsVersion());
        if (!route.needsVersion() || first.status() != 412) {
            return first;
        }
        String version = Portal.JSON.readTree(first.body()).path("currentVersion").asText();
        return administrator.call(route.method(), url, body, version);
    }

    @TestFactory
    Stream<DynamicTest> everyListThatIsTakenAwayLeavesAnEntryWithItsFilter() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode module : Portal.json(portal.get("/api/modules/active?unit=" + portal.unit), 200).path("modules")) {
            String id = module.path("id").asText();
            var described = portal.get("/api/modules/openapi/" + id);
            if (described.statusCode() == 200) {
                Portal.JSON.readTree(described.body()).path("paths").fields().forEachRemaining(path -> {
                    if (path.getValue().path("get").path("parameters").findValuesAsText("name").contains("format")) {
                        tests.add(DynamicTest.dynamicTest(id + path.getKey(), () -> export(id, path.getKey())));
                    }
                });
            }
        }
        assertThat(tests).hasSizeGreaterThan(3);
        return tests.stream();
    }

    private static void export(String module, String described) throws Exception {
        Routes.Line line = routes.lines.get(module + " GET " + described.replaceAll("\\{[^}]*}", "{}"));
        assertThat(line).as("request in routes.txt").isNotNull();
        String path = filled("/api/" + line.module() + line.path(), new HashMap<>(), true);
        var answer = portal.get(path + (path.contains("?") ? "&" : "?") + "format=xlsx&q=abc&unit=" + portal.unit);
        if (answer.headers().firstValue("Content-Disposition").isPresent()) {
            JsonNode entry = newest();
            assertThat(entry.path("action").asText()).isEqualTo(module + ".export");
            assertThat(entry.path("after").path("filter").path("q").asText()).isEqualTo("abc");
            assertThat(entry.path("after").has("rows")).isTrue();
            assertThat(entry.path("subject").path("label").asText()).matches(".*\\.(xlsx|vcf)");
        } else {
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).as("a list without a workbook").contains("json");
        }
    }

    @Test
    void theChainIsWholeItsExportIsTooAndBothAfterARestore() throws Exception {
        Portal.Ended whole = portal.launcher("audit", "verify");
        assertThat(whole.out()).contains("The trail is whole");
        assertThat(whole.code()).isZero();

        String lines = portal.get("/api/access/audit?format=jsonl&unit=" + portal.unit).body();
        Path file = Files.writeString(portal.data.resolve("trail.jsonl"), lines);
        assertThat(portal.launcher("audit", "verify", file.toString()).out()).contains("are as they were written");
        Files.writeString(file, lines.replaceFirst("10\\.|127\\.", "66."), StandardCharsets.UTF_8);
        Portal.Ended altered = portal.launcher("audit", "verify", file.toString());
        assertThat(altered.out()).contains("was changed (actor)");
        assertThat(altered.code()).isNotZero();

        Path backup = portal.data.resolve("trail-backup.zip");
        assertThat(portal.launcher("backup", backup.toString()).code()).isZero();
        assertThat(portal.launcher("restore", backup.toString()).code()).isZero();
        assertThat(portal.launcher("audit", "verify").out()).contains("The trail is whole");
        portal.signIn();
        administrator.signIn(Portal.ADMIN, Portal.PASSWORD);
    }

    /** One of the writes ends all other sessions of the account: this asks in the session that goes on. */
    private static JsonNode newest() throws IOException, InterruptedException {
        Visitor.Answer answer = administrator.call("GET", "/api/access/audit?size=1&unit=" + portal.unit, "", false);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Portal.JSON.readTree(answer.body()).path("items").path(0);
    }

    /** Puts in what was made before, and makes what is to be new each time. */
    private static String filled(String text, Map<String, String> fresh, boolean path) throws Exception {
        Matcher place = (path ? PLACE : Pattern.compile("\\{([a-z]+)()}")).matcher(text);
        StringBuilder out = new StringBuilder();
        while (place.find()) {
            String name = place.group(1);
            String value = place.group(2) != null && !place.group(2).isEmpty() ? place.group(2) : switch (name) {
                case "unit" -> portal.unit;
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
            String path = filled("/api/" + line.module() + line.path(), fresh, true);
            Visitor.Answer made = administrator.call(line.method(), path + (path.contains("?") ? "&" : "?") + "unit=" + portal.unit, filled(line.body(), fresh, false), false);
            assertThat(made.status()).as(made.body()).isBetween(200, 299);
            known.put(name, Portal.JSON.readTree(made.body()).path("id").asText());
        }
        return known.get(name);
    }
}
