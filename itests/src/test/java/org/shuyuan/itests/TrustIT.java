package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The distribution as it comes: what nobody known has signed stays outside, whichever door it is brought to. */
class TrustIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static Portal portal;
    private static Path work;

    @BeforeAll
    static void aPortalThatIsStrict() throws Exception {
        portal = new Portal("trust").unsigned(false).start().setUp();
        work = portal.data.resolveSibling("trust-work");
        Portal.delete(work);
        Files.createDirectories(work);
        assertThat(portal.launcher("module", "key", work.resolve("office").toString()).code()).isZero();
    }

    @AfterAll
    static void stopped() {
        portal.close();
    }

    private static String calendar() throws Exception {
        for (var module : Portal.json(portal.console("/api/modules"), 200)) {
            if (module.path("id").asText().equals("calendar")) {
                return module.path("version").asText() + " " + module.path("state").asText();
            }
        }
        return "";
    }

    private static String refused(Path jar) throws Exception {
        HttpResponse<String> page = portal.upload("/api/modules/install?name=a.jar", Files.readAllBytes(jar));
        assertThat(page.statusCode()).as(page.body()).isEqualTo(422);
        Portal.Ended command = portal.launcher("module", "install", jar.toString());
        assertThat(command.code()).as(command.out()).isEqualTo(9);
        Path dropped = Files.copy(jar, portal.data.resolve("deploy").resolve(jar.getFileName()));
        Until.holds("the page names the file", SOON, () -> portal.get("/api/modules/deploy").body().contains(jar.getFileName().toString()));
        Files.delete(dropped);
        return Portal.json(page, 422).path("code").asText();
    }

    @Test
    void theConsoleHasCommandsForModulesThatObeyTheSameRule() throws Exception {
        Portal.Ended list = portal.launcher("shell", "shuyuan:module-list");
        assertThat(list.out()).containsPattern("calendar +[|│]");
        assertThat(portal.launcher("shell", "shuyuan:module-plan", "access-ldap").out()).contains("org.shuyuan.access.ldap 0.1.0", "Signature: part of the portal");
        assertThat(portal.launcher("shell", "shuyuan:module-install", "--help").out()).contains("Installs or updates a module");
        Path jar = ModuleJars.calendar(work.resolve("console-0.9.0.jar"), "0.9.0", Map.of(), Map.of());
        assertThat(portal.launcher("shell", "shuyuan:module-install", jar.toString()).out()).contains("is not signed");
        assertThat(calendar()).doesNotContain("0.9.0");
    }

    @Test
    void onlyWhatSomebodyTrustedSignedIsInstalledAndThatIsSeenBefore() throws Exception {
        String before = calendar();
        assertThat(before).as("what came with the distribution needs no signature").endsWith(" active");
        Path jar = ModuleJars.calendar(work.resolve("calendar-0.8.0.jar"), "0.8.0", Map.of(), Map.of());

        assertThat(refused(jar)).isEqualTo("modules.unsigned");

        Portal.Ended signed = portal.launcher("module", "sign", jar.toString(), work.resolve("office.key").toString());
        assertThat(signed.code()).as(signed.out()).isZero();
        assertThat(portal.launcher("module", "plan", jar.toString()).out()).contains("office, unknown here");
        assertThat(calendar()).isEqualTo(before);

        Files.createDirectories(portal.data.resolve("etc/trust"));
        Files.copy(work.resolve("office.crt"), portal.data.resolve("etc/trust/office.crt"));
        Path tampered = Files.copy(jar, work.resolve("calendar-tampered.jar"), StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem inside = FileSystems.newFileSystem(URI.create("jar:" + tampered.toUri()), Map.of())) {
            Files.writeString(inside.getPath("shuyuan/web/more.js"), "/* somebody else's */");
        }
        assertThat(refused(tampered)).isEqualTo("modules.tampered");
        assertThat(calendar()).isEqualTo(before);

        Portal.Ended installed = portal.launcher("module", "install", jar.toString());
        assertThat(installed.code()).as(installed.out()).isZero();
        assertThat(installed.out()).contains("office, trusted");
        assertThat(calendar()).isEqualTo("0.8.0 active");
        assertThat(portal.launcher("module", "install", "access-cas").code()).as("of the distribution's catalogue").isZero();
    }
}
