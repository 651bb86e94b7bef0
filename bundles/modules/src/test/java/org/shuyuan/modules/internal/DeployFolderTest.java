package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder as the watcher tells of it: a file appeared, changed, went. */
class DeployFolderTest {

    @TempDir
    Path folder;

    private TestContainer house;
    private DeployFolder door;
    private Path deploy;

    @BeforeEach
    void open() throws Exception {
        house = new TestContainer(folder);
        door = door(house.manager);
        deploy = house.data.resolve("deploy");
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private DeployFolder door(ModuleManager manager) {
        DeployFolder made = new DeployFolder(house.registry, house.data.resolve("deploy"));
        made.setManager(manager);
        return made;
    }

    @Test
    void whatLiesThereBeforeTheDatabaseIsOpenWaitsForItAndStartsAsAModuleOnly() throws Exception {
        DeployFolder early = new DeployFolder(house.registry, deploy);
        Path jar = Jars.module("reading", "1.0.0").in(deploy, "reading.jar");
        assertThat(early.canHandle(jar.toFile())).isTrue();
        early.install(jar.toFile());
        assertThat(house.running("reading")).isEmpty();
        // and a bundle that the watcher made of it by itself is forgotten
        house.context.installBundle(deploy.toAbsolutePath().normalize().resolve("reading.jar").toFile().toURI().toString());
        house.converge(house.manager);
        assertThat(house.context.getBundles()).hasSize(1);

        early.setManager(house.manager);
        long end = System.nanoTime() + 10_000_000_000L;
        while (house.running("reading").isEmpty() && System.nanoTime() < end) {
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
        assertThat(house.running("reading")).isEqualTo("1.0.0");
    }

    private Path drop(String name, String version) throws Exception {
        Path jar = Jars.module("reading", version).in(deploy, name);
        door.install(jar.toFile());
        return jar;
    }

    @Test
    void aJarComesUnderAnyNameAndGoesWhenItIsTakenOut() throws Exception {
        Path jar = drop("reading-1.0.0-whatever.jar", "1.0.0");
        assertThat(house.running("reading")).isEqualTo("1.0.0");
        Files.delete(jar);
        door.uninstall(jar.toFile());
        assertThat(house.running("reading")).isEmpty();
        drop("reading.jar", "1.0.0");
        assertThat(house.running("reading")).as("dropping the same jar again is a new choice").isEqualTo("1.0.0");
    }

    @Test
    void aJarThatWentBeforeTheWatcherHadSeenItIsMissedAllTheSame() throws Exception {
        Path jar = drop("reading.jar", "1.0.0");
        house.manager.undeployMissing();
        assertThat(house.running("reading")).as("it is there").isEqualTo("1.0.0");
        Files.delete(jar);
        house.manager.undeployMissing();
        assertThat(house.running("reading")).isEmpty();
    }

    @Test
    void ofTwoJarsOfOneModuleTheNewerRunsInWhicheverOrderTheyAreSeen() throws Exception {
        Path newer = Jars.module("reading", "1.10.0").in(deploy, "a.jar");
        Path older = Jars.module("reading", "1.9.0").in(deploy, "b.jar");
        door.install(newer.toFile());
        door.install(older.toFile());
        assertThat(house.running("reading")).isEqualTo("1.10.0");
        Files.delete(newer);
        door.uninstall(newer.toFile());
        assertThat(house.running("reading")).as("the other takes over").isEqualTo("1.9.0");
    }

    @Test
    void whatIsNoWholeModuleNeverBecomesABundle() throws Exception {
        byte[] whole = Files.readAllBytes(Jars.module("reading", "1.0.0").in(folder, "whole.jar"));
        Files.createDirectories(deploy);
        Path half = Files.write(deploy.resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2));
        Path text = Files.writeString(deploy.resolve("text.jar"), "花名册");
        Path library = Jars.module("reading", "1.0.0").header("Shuyuan-Module", " ").in(deploy, "library.jar");
        for (Path file : new Path[] {half, text, library}) {
            assertThat(door.canHandle(file.toFile())).as("nobody else may take it").isTrue();
            door.install(file.toFile());
        }
        assertThat(house.running("reading")).isEmpty();
        assertThat(house.context.getBundles()).hasSize(1);
        assertThat(house.manager.deployed().all()).extracting(f -> f.problem().orElseThrow().code())
                .containsExactly("modules.not-a-module", "modules.bad-descriptor", "modules.not-a-module");

        Files.write(half, whole);
        door.update(half.toFile());
        assertThat(house.running("reading")).as("the rest arrived").isEqualTo("1.0.0");
    }

    @Test
    void aJarThatAWatcherOfAnotherFolderMadeIsNotOurs() throws Exception {
        Path packed = Jars.module("reading", "1.0.0").in(folder.resolve("karaf/tmp"), "profiles.jar");
        assertThat(door.canHandle(packed.toFile())).isFalse();
    }

    @Test
    void whatIsReplacedOrTakenOutWhileThePortalIsDownCountsAtTheNextStart() throws Exception {
        Path jar = drop("reading.jar", "1.0.0");
        Jars.module("reading", "1.1.0").in(deploy, "reading.jar");
        ModuleManager after = house.open();
        house.converge(after);
        door(after).install(jar.toFile());
        assertThat(house.running("reading")).isEqualTo("1.1.0");

        Files.delete(jar);
        house.converge(house.open());
        assertThat(house.running("reading")).isEmpty();
    }

    @Test
    void whatAnAdministratorWithdrewStaysWithdrawnThoughItsJarStillLiesThere() throws Exception {
        Path jar = drop("reading.jar", "1.0.0");
        house.manager.withdraw("reading", house.administrator);
        ModuleManager after = house.open();
        house.converge(after);
        door(after).install(jar.toFile());
        assertThat(house.running("reading")).isEmpty();
    }

    @Test
    void aBrokenNewVersionLeavesTheRunningOne() throws Exception {
        drop("reading.jar", "1.0.0");
        Path jar = Jars.module("reading", "2.0.0").header("Import-Package", "org.example.missing").in(deploy, "reading.jar");
        door.update(jar.toFile());
        assertThat(house.running("reading")).isEqualTo("1.0.0");
        assertThat(house.manager.failures().get("reading").code()).isEqualTo("modules.missing-packages");
    }

    @Test
    void aVersionThatWasBroughtBackStaysAfterARestartAlthoughTheNewerJarStillLiesThere() throws Exception {
        house.install(Jars.module("reading", "1.0.0").in(folder, "a.jar"), ModuleManager.FROM_UPLOAD);
        Path jar = Jars.module("reading", "2.0.0").in(deploy, "reading.jar");
        door.install(jar.toFile());
        assertThat(house.running("reading")).isEqualTo("2.0.0");
        house.manager.install(house.manager.versions().of("reading").get(1).jar(), ModuleManager.FROM_KEPT, house.administrator);
        assertThat(house.running("reading")).isEqualTo("1.0.0");

        ModuleManager after = house.open();
        house.converge(after);
        DeployFolder again = door(after);
        again.install(jar.toFile());
        assertThat(house.running("reading")).isEqualTo("1.0.0");

        ModuleManager without = house.open();
        Files.move(jar, folder.resolve("away.jar"));
        house.converge(without);
        Files.move(folder.resolve("away.jar"), jar);
        DeployFolder third = door(house.open());
        third.install(jar.toFile());
        assertThat(house.running("reading")).as("taken out while the portal was off, and put in again").isEqualTo("2.0.0");
        house.manager.install(house.manager.versions().of("reading").get(1).jar(), ModuleManager.FROM_KEPT, house.administrator);

        again.uninstall(jar.toFile());
        again.install(jar.toFile());
        assertThat(house.running("reading")).as("taken out and put in again").isEqualTo("2.0.0");
    }
}
