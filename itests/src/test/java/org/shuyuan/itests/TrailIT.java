package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private static final Map<String, String> UNTRAILED = Map.ofEntries(
            Map.entry("access POST /accounts/plan", "shows who would get which account and stores nothing"),
            Map.entry("access PUT /policy", "asks here for what holds already"),
            Map.entry("directory DELETE /photos/{}", "finds no photo to take away here; PhotoTest has one that is"),
            Map.entry("directory POST /groups/trial", "shows whom a rule would mean and stores nothing"),
            Map.entry("calendar POST /clashes", "looks at what is planned and stores nothing"),
            Map.entry("calendar POST /events/preview", "computes dates and stores nothing"),
            Map.entry("calendar POST /rooms", "looks at what is free and stores nothing"),
            Map.entry("calendar POST /events/{}/rooms", "finds none missing here; EventRoomsTest books some once more"),
            Map.entry("modules POST /plan", "looks at a file and stores nothing"),
            Map.entry("notices POST /read", "what one has read oneself is nobody else's matter"),
            Map.entry("attendance POST /circulations/preview", "shows what would be issued and stores nothing"),
            Map.entry("attendance DELETE /cards/{}", "finds none to remove here; CardsTest removes some"),
            Map.entry("attendance POST /gatherings/{}/roll-file", "shows what a file says and stores nothing"),
            Map.entry("attendance DELETE /gatherings/{}/door", "finds none open here; DoorsTest stops one"),
            Map.entry("attendance POST /gatherings/{}/people", "finds the person on the roll already; RollServiceTest adds some"),
            Map.entry("attendance DELETE /gatherings/{}/people/{}", "finds nobody to take off here; RollServiceTest leaves some out"),
            Map.entry("attendance POST /gatherings/{}/refresh", "finds everybody on the roll already; GatheringServiceTest has some who came"),
            Map.entry("attendance POST /gatherings/{}/reopen", "finds it open already; RollServiceTest opens one again"),
            Map.entry("calendar POST /study-rules/{}/events", "makes none in a year nobody published; StudyDaysTest makes some"),
            Map.entry("calendar POST /study-rules/{}/moves", "is asked to move none here; StudyDaysTest moves some"),
            Map.entry("calendar POST /years/{}/file", "shows what a file says and stores nothing"));
    private static final String OWN = "a pass-phrase of my own 7";

    private static Portal portal;
    private static Routes routes;
    private static Things things;
    private static Visitor administrator;
    private static final Map<String, String> REFUSED = new TreeMap<>();
    /** Writes whose request in routes.txt is refused, and that are done one after the other. */
    private static final Set<String> ENTERED = new TreeSet<>();
    private static int number = 5000;

    @BeforeAll
    static void aPortal() throws Exception {
        portal = new Portal("trail").start().setUp();
        routes = new Routes();
        administrator = new Visitor(portal, "system administrator", RouteTable.Place.SUPER, Set.of("*"), portal.unit, null)
                .signIn(Portal.ADMIN, Portal.PASSWORD);
        things = new Things(routes, portal.unit, (line, path, body, version) -> administrator.call(line.method(), path, body, version));
    }

    @BeforeEach
    void signedIn() throws Exception {
        portal.signIn();
    }

    @AfterAll
    static void toldAndStopped() {
        REFUSED.keySet().removeAll(ENTERED);
        System.out.println("Writes whose request is refused here, so that nothing is to be entered: " + REFUSED);
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
                    String path = things.filled("/api/" + line.module() + line.path(), fresh, true);
                    String body = things.filled(line.body(), fresh, false);
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

    /** Signs in with the initial password, changes it, and goes through everything that is done with one's own account. */
    @Test
    void whatOneDoesWithOnesOwnAccountLeavesAnEntryEach() throws Exception {
        JsonNode one = holder();
        JsonNode other = holder();
        String account = one.path("id").asText();
        Visitor self = visitor().signIn(one.path("name").asText(), one.path("password").asText());
        entered(self, "access PUT /me/password", "/me/password", json(Map.of("current", one.path("password").asText(), "new", OWN)), "");
        entered(self, "access POST /tokens", "/tokens", json(Map.of("name", "脚本")), "");
        entered(self, "access DELETE /tokens/{}", "/tokens/" + first(self.call("GET", "/api/access/tokens", "", "")), "", "");
        visitor().signIn(one.path("name").asText(), OWN);
        entered(self, "access DELETE /sessions/{}", "/sessions/" + elsewhere(self), "", "");
        visitor().signIn(one.path("name").asText(), OWN);
        entered(administrator, "access DELETE /accounts/{}/sessions/{}", "/accounts/" + account + "/sessions/" + elsewhere(self), "", "");

        String grant = Portal.JSON.readTree(done(administrator.call("POST", "/api/access/accounts/" + account + "/grants?unit=" + portal.unit,
                json(Map.of("role", "member", "unit", portal.unit)), ""))).path("id").asText();
        String lent = entered(self, "access POST /delegations", "/delegations", json(Map.of("grants", List.of(grant), "person", other.path("person").asText(),
                "until", LocalDate.now().plusDays(5).toString(), "reason", "年休假")), "");
        entered(self, "access DELETE /delegations/{}", "/delegations/" + Portal.JSON.readTree(lent).findValue("id").asText(), "", "");
        entered(self, "directory POST /me/correction", "/me/correction", json(Map.of("text", "职务不对")), "");

        String recovery = enrolled(self);
        String renewed = entered(self, "access POST /me/second-factor/recovery", "/me/second-factor/recovery", json(Map.of("code", recovery)), "");
        entered(self, "access POST /me/second-factor/remove", "/me/second-factor/remove",
                json(Map.of("code", Portal.JSON.readTree(renewed).path("recovery").path(0).asText())), "");
        enrolled(self);
        entered(administrator, "access POST /accounts/{}/second-factor/reset", "/accounts/" + account + "/second-factor/reset", "", "");
    }

    @Test
    void eachStepOfAPersonsMembershipsLeavesAnEntry() throws Exception {
        String unit = Portal.JSON.readTree(done(administrator.call("POST", "/api/directory/units?unit=" + portal.unit,
                json(Map.of("parent", portal.unit, "name", "兼任组" + number++, "kind", "group")), ""))).path("id").asText();
        JsonNode person = Portal.JSON.readTree(done(administrator.call("POST", "/api/directory/people?unit=" + portal.unit,
                json(Map.of("name", "兼任", "unit", portal.unit)), "")));
        String people = "/people/" + person.path("id").asText() + "/memberships";
        String main = person.path("memberships").path(0).path("id").asText();
        entered(administrator, "directory POST /people/{}/memberships", people, json(Map.of("unit", unit)), version(person));
        JsonNode now = read(person);
        String besides = "";
        for (JsonNode membership : now.path("memberships")) {
            besides = membership.path("main").asBoolean() ? besides : membership.path("id").asText();
        }
        entered(administrator, "directory PUT /people/{}/memberships/{}", people + "/" + besides, json(Map.of("position", "委员")), version(person));
        entered(administrator, "directory POST /people/{}/memberships/{}/main", people + "/" + besides + "/main", "", version(person));
        entered(administrator, "directory POST /people/{}/memberships/{}/end", people + "/" + main + "/end", "{}", version(person));
    }

    @Test
    void aRosterLeavesAnEntryWhenItIsReadCorrectedAndDropped() throws Exception {
        JsonNode roster = Portal.JSON.readTree(entered(administrator, "directory POST /imports", "/imports?name=roster.xlsx", "@roster-bank.xlsx", ""));
        String path = "/imports/" + roster.path("id").asText();
        JsonNode corrected = Portal.JSON.readTree(entered(administrator, "directory PATCH /imports/{}", path, json(Map.of("corrections", Map.of("4", Map.of("C", "王伟")))),
                roster.path("version").asText()));
        entered(administrator, "directory DELETE /imports/{}", path, "", corrected.path("version").asText());
    }

    private static Visitor visitor() {
        return new Visitor(portal, "one of the unit", RouteTable.Place.OWN, Set.of(), portal.unit, null);
    }

    private static String json(Map<String, ?> body) throws IOException {
        return Portal.JSON.writeValueAsString(body);
    }

    private static String done(Visitor.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }

    /** @param key as of a route @param path behind the module's */
    private static String entered(Visitor who, String key, String path, String body, String version) throws Exception {
        String[] parts = key.split(" ");
        String before = newest().path("id").asText();
        Visitor.Answer answer = who.call(parts[1], "/api/" + parts[0] + path + (path.contains("?") ? "&" : "?") + "unit=" + portal.unit, body, version);
        done(answer);
        assertThat(newest().path("id").asText()).as(key).isNotEqualTo(before);
        ENTERED.add(key);
        return answer.body();
    }

    /** A person with an account: its id, name, initial password and the person's id. */
    private static JsonNode holder() throws Exception {
        String person = Portal.JSON.readTree(done(administrator.call("POST", "/api/directory/people?unit=" + portal.unit,
                json(Map.of("name", "本人", "unit", portal.unit)), ""))).path("id").asText();
        return Portal.JSON.readTree(done(administrator.call("POST", "/api/access/accounts?unit=" + portal.unit, json(Map.of("name", "own-" + number++, "person", person)), "")));
    }

    private static String first(Visitor.Answer list) throws IOException {
        return Portal.JSON.readTree(done(list)).path("items").path(0).path("id").asText();
    }

    /** A session of the account that is not the one asking. */
    private static String elsewhere(Visitor self) throws Exception {
        for (JsonNode session : Portal.JSON.readTree(done(self.call("GET", "/api/access/sessions", "", ""))).path("items")) {
            if (!session.path("current").asBoolean()) {
                return session.path("id").asText();
            }
        }
        throw new AssertionError("no other session");
    }

    /** @return a recovery code */
    private static String enrolled(Visitor self) throws Exception {
        String started = entered(self, "access POST /me/second-factor", "/me/second-factor", json(Map.of("password", OWN)), "");
        String code = Totp.now(Portal.JSON.readTree(started).path("secret").asText());
        String confirmed = entered(self, "access PUT /me/second-factor", "/me/second-factor", json(Map.of("code", code)), "");
        return Portal.JSON.readTree(confirmed).path("recovery").path(0).asText();
    }

    private static JsonNode read(JsonNode person) throws Exception {
        return Portal.JSON.readTree(done(administrator.call("GET", "/api/directory/people/" + person.path("id").asText() + "?unit=" + portal.unit, "", "")));
    }

    /** The one that the refusal of a wrong one tells. */
    private static String version(JsonNode person) throws Exception {
        Visitor.Answer refused = administrator.call("POST", "/api/directory/people/" + person.path("id").asText() + "/leave?unit=" + portal.unit, "{}", "999999");
        assertThat(refused.status()).as(refused.body()).isEqualTo(412);
        return Portal.JSON.readTree(refused.body()).path("currentVersion").asText();
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
        String path = things.filled("/api/" + line.module() + line.path(), new HashMap<>(), true);
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
        Files.writeString(file, lines.replaceFirst("\"address\":\"[^\"]+\"", "\"address\":\"66.0.0.1\""), StandardCharsets.UTF_8);
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
}
