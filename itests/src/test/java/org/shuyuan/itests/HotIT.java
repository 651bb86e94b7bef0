package org.shuyuan.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The calendar comes and goes under load and under an open page; nothing else fails, the streams stay open, the page is not
 * reloaded, the data stays. One portal, in this order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(Pictures.class)
class HotIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String REMARK = "alter table calendar_event add column remark varchar(200) default '无';";
    private static Portal portal;
    private static Events events;
    private static String event;
    private static Browser browser;
    private static Page page;
    private Load load;
    private Stream stream;

    @BeforeAll
    static void aPortalWithAnEvent() throws Exception {
        portal = new Portal("hot").start().setUp();
        events = new Events(portal);
        event = events.add(events.kind(), "党员学习日", "2026-03-02").path("id").asText();
        browser = new Browser();
        page = browser.context(1440, 900).newPage();
        Browser.signIn(page, portal);
        page.navigate(portal.url + "/calendar?unit=" + portal.unit);
        assertThat(menu()).isVisible();
        // Whether it is loaded again, and whether its own stream breaks, even for a moment.
        page.evaluate("() => { window.neverReloaded = true; window.streamBroke = 0;"
                + " new MutationObserver(() => document.querySelector('.sy-offline') && window.streamBroke++).observe(document.body, {childList: true, subtree: true}) }");
    }

    @AfterAll
    static void stopped() {
        browser.close();
        portal.close();
    }

    @BeforeEach
    void underLoad() {
        stream = new Stream(portal);
        load = new Load(portal);
        Until.holds("the load runs", SOON, () -> load.done() > 50);
    }

    @AfterEach
    void nothingElseFailed() {
        int now = load.done();
        Until.holds("the load goes on a second longer", SOON, () -> load.done() > now + 100);
        load.close();
        assertThat(load.failures()).isEmpty();
        assertThat(stream.open()).as("the event stream is still open").isTrue();
        stream.close();
        assertThat(page.evaluate("() => window.neverReloaded")).as("the page was not loaded again").isEqualTo(true);
        assertThat(page.evaluate("() => window.streamBroke")).as("the page's own stream stayed open").isEqualTo(0);
        assertThat(browser.complaints).isEmpty();
    }

    /** The calendar's entry in the menu of the open page. */
    private static Locator menu() {
        return page.locator("#side").getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("学习日历"));
    }

    private static int status() throws Exception {
        return portal.get("/api/calendar/events/" + event + "?unit=" + portal.unit).statusCode();
    }

    private static boolean inMenu() throws Exception {
        return portal.get("/api/modules/active?unit=" + portal.unit).body().contains("\"id\":\"calendar\",\"version\"")
                && Portal.json(portal.get("/api/modules/active?unit=" + portal.unit), 200).path("modules").findParents("id").stream()
                        .anyMatch(module -> module.path("id").asText().equals("calendar") && module.path("state").asText().equals("active"));
    }

    private static void gone() {
        Until.holds("the calendar is gone", SOON, () -> status() == 404 && !inMenu());
        assertThat(menu()).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(SOON.toMillis()));
        assertThat(page.getByText("该功能未安装或已停用").first()).isVisible();
    }

    private static void back() {
        Until.holds("the calendar is back with its data", SOON, () -> status() == 200 && inMenu());
        assertThat(menu()).hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(SOON.toMillis()));
        assertThat(page.locator("[data-module-gone]")).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(SOON.toMillis()));
        assertThat(page.locator("main h1")).containsText("学习日历", new LocatorAssertions.ContainsTextOptions().setTimeout(SOON.toMillis()));
    }

    private static String version() throws Exception {
        for (var module : Portal.json(portal.console("/api/modules"), 200)) {
            if (module.path("id").asText().equals("calendar")) {
                return module.path("version").asText();
            }
        }
        return "";
    }

    private static String tag() throws Exception {
        for (var module : Portal.json(portal.get("/api/modules/active?unit=" + portal.unit), 200).path("modules")) {
            if (module.path("id").asText().equals("calendar")) {
                return module.path("tag").asText();
            }
        }
        return "";
    }

    private static void command(String... words) throws Exception {
        Portal.Ended ended = portal.launcher(words);
        assertThat(ended.code()).as(ended.out()).isZero();
    }

    @Test
    @Order(1)
    void withdrawnByCommandItGoesAndInstalledByCommandItIsBackWithItsData() throws Exception {
        command("module", "withdraw", "calendar");
        gone();
        Until.holds("browsers are told", SOON, () -> stream.events("modules") > 0);
        command("module", "install", "calendar");
        back();
    }

    @Test
    @Order(2)
    void copiedSlowlyIntoTheFolderUnderANameWithItsVersionItComesAndDeletedItGoes() throws Exception {
        command("module", "withdraw", "calendar");
        gone();
        Path jar = portal.data.resolve("deploy/shuyuan-calendar-0.1.0.jar");
        byte[] bytes = Files.readAllBytes(ModuleJars.CALENDAR);
        try (OutputStream out = Files.newOutputStream(jar)) {
            for (int from = 0; from < bytes.length; from += bytes.length / 12 + 1) {
                out.write(bytes, from, Math.min(bytes.length - from, bytes.length / 12 + 1));
                out.flush();
                int now = load.done();
                // 30 requests later is about a third of a second later: the folder is looked at several times meanwhile.
                Until.holds("time passes", SOON, () -> load.done() > now + 30);
            }
        }
        back();
        Files.delete(jar);
        gone();
        Path plain = portal.data.resolve("deploy/calendar.jar");
        Files.copy(ModuleJars.CALENDAR, plain);
        back();
        Files.delete(plain);
        gone();
        command("module", "install", "calendar");
        back();
    }

    @Test
    @Order(3)
    void aNewVersionWithOneMoreColumnTakesOverWithTheData() throws Exception {
        Path jar = ModuleJars.calendar(portal.data.resolveSibling("jars").resolve("calendar-0.2.0.jar"), "0.2.0",
                Map.of(ModuleJars.nextMigration("remark"), REMARK), Map.of());
        // a page that is open with the version before may ask for more of its files at any moment
        Load ofTheVersionBefore = new Load(portal, List.of("/m/calendar/" + tag() + "/calendar.js"));
        command("module", "install", jar.toString());
        Until.holds("the new version runs", SOON, () -> version().equals("0.2.0"));
        back();
        ofTheVersionBefore.close();
        assertThat(ofTheVersionBefore.failures()).isEmpty();
        events.add(events.kind(), "用新版本添加", "2026-03-03");
    }

    @Test
    @Order(4)
    void aModuleThatCannotRunSaysWhyInTheReadersWordsAndWhatRanBeforeGoesOn() throws Exception {
        Path folder = portal.data.resolveSibling("jars");
        Map<String, String> remark = Map.of(ModuleJars.nextMigration("remark"), REMARK);
        Map<String, String> wrong = new HashMap<>(remark);
        wrong.put(ModuleJars.nextMigration("broken").replace("__", "9__"), "alter table nowhere add column x int;");
        saysWhy(ModuleJars.calendar(folder.resolve("broken.jar"), "0.3.0", wrong, Map.of()), "nowhere");
        saysWhy(ModuleJars.calendar(folder.resolve("missing.jar"), "0.4.0", remark, Map.of("Import-Package", "org.shuyuan.missing")), "org.shuyuan.missing");
        // built again under the number of what runs: found before anything is stopped
        Path again = ModuleJars.calendar(folder.resolve("again.jar"), "0.2.0", remark, Map.of("Import-Package", "org.shuyuan.missing"));
        JsonNode plan = Portal.json(portal.upload("/api/modules/plan?name=again.jar&unit=" + portal.unit, Files.readAllBytes(again)), 200);
        assertThat(plan.path("problems").toString()).contains("org.shuyuan.missing");
        // and a script that takes something away is named
        Path taking = ModuleJars.calendar(folder.resolve("taking.jar"), "0.4.1", Map.of(ModuleJars.nextMigration("remark"), REMARK,
                ModuleJars.nextMigration("less").replace("__", "9__"), "alter table calendar_event drop column title;"), Map.of());
        assertThat(Portal.json(portal.upload("/api/modules/plan?name=taking.jar&unit=" + portal.unit, Files.readAllBytes(taking)), 200).path("taking").toString()).contains("drop column title");
    }

    @Test
    @Order(5)
    void anEarlierVersionIsBroughtBackAndTheLaterAgainWithTheDataOfBoth() throws Exception {
        JsonNode versions = Portal.json(portal.get("/api/modules/calendar/versions?unit=" + portal.unit), 200).path("items");
        assertThat(versions.path(0).path("version").asText()).isEqualTo("0.2.0");
        assertThat(versions.path(0).path("running").asBoolean()).isTrue();
        assertThat(versions.findValuesAsText("version")).as("what never ran is none").doesNotContain("0.3.0", "0.4.0").hasSizeGreaterThan(1);
        String earlier = versions.path(1).path("version").asText();
        for (JsonNode wanted : List.of(versions.path(1), versions.path(0))) {
            assertThat(portal.post("/api/modules/calendar/install?sha=" + wanted.path("sha").asText() + "&unit=" + portal.unit, Map.of()).statusCode()).isEqualTo(204);
            assertThat(version()).isEqualTo(wanted.path("version").asText());
            back();
        }
        assertThat(version()).isEqualTo("0.2.0").isNotEqualTo(earlier);
        assertThat(portal.get("/api/calendar/events?size=200&unit=" + portal.unit).body()).contains("用新版本添加");
        Until.holds("of all versions that ran only the one that runs is in memory", SOON, () -> versionsInMemory() == 1);
    }

    /** Each has classes of its own, as long as anybody holds one of them. */
    private static long versionsInMemory() throws Exception {
        jcmd("GC.run");
        return jcmd("VM.class_hierarchy", "org.shuyuan.calendar.internal.EventService").lines().filter(line -> line.contains("EventService/")).count();
    }

    private static String jcmd(String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(portal.process().pid())));
        line.addAll(List.of(words));
        return Portal.run(line, Map.of()).out();
    }

    /** At the command in each language, in the list that the modules page shows, and in the log. */
    private static void saysWhy(Path jar, String what) throws Exception {
        Set<String> sentences = new LinkedHashSet<>();
        for (String language : List.of("zh-CN", "zh-TW", "en")) {
            Portal.Ended ended = portal.launcherIn(language, "module", "install", jar.toString());
            assertThat(ended.code()).as(ended.out()).isNotZero();
            assertThat(ended.out()).containsIgnoringCase(what).doesNotContain("Exception", "problem.", "\tat ");
            sentences.add(ended.out());
        }
        assertThat(sentences).as("three languages").hasSize(3);
        for (String language : List.of("zh-CN", "zh-TW", "en")) {
            String list = portal.send(portal.requestIn(language, "/api/modules?unit=" + portal.unit)).body();
            assertThat(list).as(language).containsIgnoringCase(what);
        }
        Until.holds("the log says why", SOON, () -> portal.log().toLowerCase(Locale.ROOT).contains(what));
        back();
        assertThat(version()).isEqualTo("0.2.0");
    }

    @Test
    @Order(6)
    void aJarThatIsNoneIsRefused() throws Exception {
        Path jar = Files.writeString(portal.data.resolveSibling("jars").resolve("none.jar"), "not a jar");
        assertThat(portal.launcher("module", "install", jar.toString()).code()).isNotZero();
        Files.copy(jar, portal.data.resolve("deploy/none.jar"), StandardCopyOption.REPLACE_EXISTING);
        Until.holds("the page names the file", SOON, () -> portal.get("/api/modules/deploy").body().contains("none.jar"));
        Files.delete(portal.data.resolve("deploy/none.jar"));
        back();
    }

    /** Without load, for the portal itself ends in between; the page stays open and its person signed in. */
    @Test
    @Order(7)
    void choicesSurviveARestartAndNobodyIsSignedOut() throws Exception {
        Path jar = portal.data.resolve("deploy/shuyuan-calendar-0.5.0.jar");
        command("module", "withdraw", "calendar");
        gone();
        load.close();
        assertThat(load.failures()).isEmpty();
        stream.close();
        restarted();
        gone();
        // by the folder this time, as a new version
        ModuleJars.calendar(jar, "0.5.0", Map.of(ModuleJars.nextMigration("remark"), REMARK), Map.of());
        back();
        assertThat(version()).isEqualTo("0.5.0");
        restarted();
        back();
        assertThat(version()).isEqualTo("0.5.0");
        Files.delete(jar);
        gone();
        restarted();
        gone();
        command("module", "install", "calendar");
        back();
        page.evaluate("() => { window.streamBroke = 0 }");
        stream = new Stream(portal);
        load = new Load(portal);
    }

    @Test
    @Order(8)
    void aJarThatLiesInDeployAtTheVeryFirstStartIsAModuleAsAnyOther() throws Exception {
        try (Portal fresh = new Portal("hot-first")) {
            Path jar = Files.createDirectories(fresh.data.resolve("deploy")).resolve("shuyuan-calendar.jar");
            ModuleJars.calendar(jar, "0.7.0", Map.of(), Map.of());
            fresh.start();
            Until.holds("it runs", SOON, () -> listed(fresh).matches("(?s).*calendar +0\\.7\\.0 +active.*"));
            assertThat(fresh.log()).doesNotContain(" ERROR ");
            Files.delete(jar);
            Until.holds("it is gone", SOON, () -> !listed(fresh).matches("(?s).*calendar +0\\.7\\.0 +active.*"));
        }
    }

    private static String listed(Portal of) throws Exception {
        return of.launcherIn("en", "module", "list").out();
    }

    private static void restarted() throws Exception {
        portal.stop();
        portal.start();
        assertThat(portal.get("/api/access/me").statusCode()).as("the same session").isEqualTo(200);
        assertThat(page.locator(".sy-offline")).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(SOON.toMillis()));
        assertThat(page.locator("input[name=password]")).hasCount(0);
    }
}
