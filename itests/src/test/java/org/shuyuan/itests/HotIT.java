package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The calendar comes and goes under load; nothing else fails, the stream stays open, the data stays. One portal, in this order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HotIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String REMARK = "alter table calendar_event add column remark varchar(200) default '无';";
    private static Portal portal;
    private static Events events;
    private static String event;
    private Load load;
    private Stream stream;

    @BeforeAll
    static void aPortalWithAnEvent() throws Exception {
        portal = new Portal("hot").start().setUp();
        events = new Events(portal);
        event = events.add(events.kind(), "党员学习日", "2026-03-02").path("id").asText();
    }

    @AfterAll
    static void stopped() {
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
    }

    private static void back() {
        Until.holds("the calendar is back with its data", SOON, () -> status() == 200 && inMenu());
    }

    private static String version() throws Exception {
        for (var module : Portal.json(portal.console("/api/modules"), 200)) {
            if (module.path("id").asText().equals("calendar")) {
                return module.path("version").asText();
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
        command("module", "install", jar.toString());
        Until.holds("the new version runs", SOON, () -> version().equals("0.2.0"));
        back();
        events.add(events.kind(), "用新版本添加", "2026-03-03");
    }

    @Test
    @Order(4)
    void aModuleThatCannotRunSaysWhyAndWhatRanBeforeGoesOn() throws Exception {
        Path folder = portal.data.resolveSibling("jars");
        Path broken = ModuleJars.calendar(folder.resolve("broken.jar"), "0.3.0", Map.of(ModuleJars.nextMigration("remark"), REMARK,
                ModuleJars.nextMigration("broken").replace("__", "9__"), "alter table nowhere add column x int;"), Map.of());
        Portal.Ended migration = portal.launcher("module", "install", broken.toString());
        assertThat(migration.code()).isNotZero();
        assertThat(migration.out()).isNotBlank();
        back();
        Path missing = ModuleJars.calendar(folder.resolve("missing.jar"), "0.4.0", Map.of(ModuleJars.nextMigration("remark"), REMARK), Map.of("Import-Package", "org.shuyuan.missing"));
        Portal.Ended resolution = portal.launcher("module", "install", missing.toString());
        assertThat(resolution.code()).isNotZero();
        assertThat(resolution.out()).contains("org.shuyuan.missing");
        back();
        assertThat(version()).isEqualTo("0.2.0");
        Until.holds("the log says why", SOON, () -> portal.log().contains("org.shuyuan.missing"));
    }

    @Test
    @Order(5)
    void aJarThatIsNoneIsRefused() throws Exception {
        Path jar = Files.writeString(portal.data.resolveSibling("jars").resolve("none.jar"), "not a jar");
        assertThat(portal.launcher("module", "install", jar.toString()).code()).isNotZero();
        Files.copy(jar, portal.data.resolve("deploy/none.jar"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(portal.data.resolve("deploy/none.jar"));
        back();
    }

    /** Alone, without load: the portal itself ends in between. */
    @Test
    @Order(6)
    void choicesSurviveARestart() throws Exception {
        command("module", "withdraw", "calendar");
        gone();
        load.close();
        assertThat(load.failures()).isEmpty();
        stream.close();
        portal.stop();
        portal.start();
        assertThat(status()).isEqualTo(404);
        command("module", "install", "calendar");
        back();
        portal.stop();
        portal.start();
        back();
        stream = new Stream(portal);
        load = new Load(portal);
    }
}
