package org.shuyuan.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a department does: a module out of the distribution's kit, built away from the house, dropped into the portal while people have it open, and changed there
 * as it is written. With the times it takes.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(Pictures.class)
class KitIT {

    private static final Path FOLDER = Path.of(System.getProperty("target", "target")).toAbsolutePath().resolve("kit");
    private static final Path MODULE = FOLDER.resolve("club");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static Portal portal;
    private static Browser browser;
    private static Page page;

    @BeforeAll
    static void aPortalThatSomebodyHasOpen() throws Exception {
        Portal.delete(FOLDER);
        Files.createDirectories(FOLDER);
        portal = new Portal("kit").start().setUp();
        browser = new Browser();
        page = browser.context(1440, 900).newPage();
        Browser.signIn(page, portal);
        page.evaluate("() => { window.neverReloaded = true }");
    }

    @AfterAll
    static void stopped() {
        browser.close();
        portal.close();
    }

    private static Locator menu() {
        return page.locator("#side").getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("读书会"));
    }

    private static void told(String what, long since) {
        System.out.printf("Kit: %s after %.1f s%n", what, (System.nanoTime() - since) / 1e9);
    }

    /** With this machine's own Maven artifacts as the only place to get others from, and none of the portal's own among them. */
    private static Portal.Ended maven(String... words) throws IOException, InterruptedException {
        Path settings = Files.writeString(FOLDER.resolve("settings.xml"), "<settings><mirrors><mirror><id>here</id><mirrorOf>*,!shuyuan</mirrorOf><url>"
                + Path.of(System.getProperty("maven.repository")).toUri() + "</url></mirror></mirrors></settings>");
        List<String> line = new java.util.ArrayList<>(List.of("mvn", "-q", "-ntp", "-B", "-s", settings.toString(), "-Dmaven.repo.local=" + FOLDER.resolve("repository"), "-f", MODULE.toString()));
        line.addAll(List.of(words));
        return Portal.run(line, Map.of());
    }

    @Test
    @Order(1)
    void aNewModuleBuildsPassesItsTestsAndIsInTheOpenPageWhenItIsInstalled() throws Exception {
        long begun = System.nanoTime();
        Portal.Ended made = portal.launcher("new", "club", "读书会", "--english", "Reading club", "--package", "cn.example.club", "--in", MODULE.toString());
        assertThat(made.code()).as(made.out()).isZero();
        Portal.Ended built = maven("verify");
        assertThat(built.code()).as(built.out()).isZero();
        told("a new module is made, built and tested", begun);

        Portal.Ended installed = portal.launcher("module", "install", MODULE.resolve("target/club-0.1.0.jar").toString());
        assertThat(installed.code()).as(installed.out()).isZero();
        menu().click();
        assertThat(page.locator("main h1")).containsText("读书会");
        told("it stands in the open page", begun);
        Browser.accessible(page, "the new module's list");
        assertThat(page.evaluate("() => window.neverReloaded")).isEqualTo(true);
    }

    @Test
    @Order(2)
    void whatIsWrittenThereIsListedCountedAndOpensFromItsNumber() {
        page.locator("main").getByText("登记", new Locator.GetByTextOptions().setExact(true)).first().click();
        Browser.label(page, "标题").fill("共读第一卷");
        page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("日期")).fill("2026-03-02");
        page.keyboard().press("Enter");
        page.keyboard().press("Escape");
        Browser.button(page, "保存").click();
        assertThat(page.locator("main").getByText("共读第一卷").first()).isVisible();
        page.navigate(portal.url + "/club/year?year=2026&unit=" + portal.unit);
        Browser.accessible(page, "the new module's view");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("上一年")).click();
        assertThat(page.locator("main .sy-lead")).containsText("2025");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("下一年")).click();
        assertThat(page.locator("main .sy-lead")).containsText("2026");
        page.getByText("1 条").click();
        page.waitForURL(url -> url.contains("from=2026-03-01"));
        assertThat(page.locator("main").getByText("共读第一卷").first()).isVisible();
        page.evaluate("() => { window.neverReloaded = true }");
    }

    @Test
    @Order(3)
    void aSavedTextAndASavedViewAreOnTheScreenWithoutABuild() throws Exception {
        ProcessBuilder watching = new ProcessBuilder(Portal.home().resolve("bin/portal").toString(), "--data", portal.data.toString(), "dev", MODULE.toString()).redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("dev.log").toFile());
        watching.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process dev = watching.start();
        try {
            Until.holds("it watches", SOON, () -> Files.readString(FOLDER.resolve("dev.log")).contains("club-0.1.0.jar"));
            Path texts = MODULE.resolve("src/main/resources/shuyuan/i18n/zh-CN.json");
            long begun = System.nanoTime();
            Files.writeString(texts, Files.readString(texts).replace("\"module.name\": \"读书会\"", "\"module.name\": \"读书会二\""));
            assertThat(page.locator("main h1")).containsText("读书会二");
            told("a saved text is on the screen", begun);
            page.locator("main").getByText("全年统计").first().click();
            Path view = MODULE.resolve("src/main/resources/shuyuan/web/year.js");
            begun = System.nanoTime();
            Files.writeString(view, Files.readString(view).replace("t('year.title')", "'改过的视图'"));
            assertThat(page.locator("main h1")).containsText("改过的视图");
            told("a saved view is on the screen", begun);
            assertThat(page.evaluate("() => window.neverReloaded")).isEqualTo(true);

            // what does not run leaves what ran before, and says why where it is written
            Path descriptor = MODULE.resolve("src/main/resources/shuyuan/module.json");
            String good = Files.readString(descriptor);
            Files.writeString(descriptor, good.replace("\"contract\": 1", "\"contract\": 99"));
            Until.holds("it says why", SOON, () -> Files.readString(FOLDER.resolve("dev.log")).contains("contract"));
            assertThat(page.locator("main h1")).containsText("改过的视图");
        } finally {
            dev.toHandle().descendants().forEach(ProcessHandle::destroy);
            dev.destroy();
        }
    }

    @Test
    @Order(4)
    void theExamplesAreInstalledAndUsedLikeAnyModule() throws Exception {
        Path examples = Path.of(System.getProperty("examples"));
        Path bulletin = FOLDER.resolve("bulletin.jar");
        Portal.Ended packed = portal.launcher("module", "pack", examples.resolve("bulletin").toString(), "-o", bulletin.toString());
        assertThat(packed.code()).as(packed.out()).isZero();
        for (Path jar : List.of(bulletin, examples.resolve("reading/target/shuyuan-example-reading-0.1.0.jar"))) {
            Portal.Ended installed = portal.launcher("module", "install", jar.toString());
            assertThat(installed.code()).as(installed.out()).isZero();
        }
        var made = portal.post("/api/registers/bulletin/news?unit=" + portal.unit, Map.of("title", "县支行获评先进", "kind", "exemplar", "on", "2026-03-02", "body", "全行学习。"));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        page.navigate(portal.url + "/bulletin?unit=" + portal.unit);
        page.getByText("县支行获评先进").first().click();
        assertThat(page.locator("main h1")).containsText("县支行获评先进");
        Browser.accessible(page, "a register's entry");
        page.navigate(portal.url + "/?unit=" + portal.unit);
        assertThat(page.locator("main").getByText("县支行获评先进").first()).isVisible();
        for (String path : List.of("/reading", "/bulletin", "/bulletin/new")) {
            page.navigate(portal.url + path + "?unit=" + portal.unit);
            assertThat(page.locator("main h1")).isVisible();
            Browser.accessible(page, path);
        }
        assertThat(browser.complaints).isEmpty();
    }
}
