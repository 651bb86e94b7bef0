package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.shuyuan.api.problem.Problem;

class ModuleManagerTest {

    @TempDir
    Path folder;

    private TestContainer house;

    @BeforeEach
    void open() throws Exception {
        house = new TestContainer(folder);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private Path jar(String version) throws Exception {
        return Jars.module("reading", version).in(folder.resolve("jars"), "reading-" + version + ".jar");
    }

    private void sql(String statement) throws SQLException {
        try (Connection c = house.db.dataSource().getConnection(); Statement s = c.createStatement()) {
            s.execute(statement);
        }
    }

    private void refused(Path jar, String code) {
        assertThatThrownBy(() -> house.install(jar, ModuleManager.FROM_UPLOAD)).isInstanceOf(Problem.class).hasMessage(code);
    }

    @Test
    void aModuleComesIsUpdatedAndGoes() throws Exception {
        house.install(jar("1.0.0"), ModuleManager.FROM_UPLOAD);
        assertThat(house.running("reading")).isEqualTo("1.0.0");
        house.install(jar("1.1.0"), ModuleManager.FROM_UPLOAD);
        assertThat(house.running("reading")).isEqualTo("1.1.0");
        house.manager.withdraw("reading", house.administrator);
        assertThat(house.running("reading")).isEmpty();
        house.manager.install("reading", house.administrator, false);
        assertThat(house.running("reading")).isEqualTo("1.1.0");

        assertThat(house.manager.history().list(null, 0, 10)).extracting(HistoryStore.Entry::action).containsExactly(HistoryStore.Action.INSTALL,
                HistoryStore.Action.WITHDRAW, HistoryStore.Action.UPDATE, HistoryStore.Action.INSTALL);
        assertThat(house.audit.actions()).containsExactly("modules.install", "modules.install", "modules.withdraw", "modules.install");
    }

    @Test
    void thePagesOfAnEarlierVersionStayThereWhileAndAfterItIsUpdated() throws Exception {
        house.install(Jars.module("reading", "1.0.0").entry("shuyuan/web/list.js", "old").in(folder, "a.jar"), ModuleManager.FROM_UPLOAD);
        String old = house.registry.find("reading").orElseThrow().tag();
        house.registry.updating("reading", true);
        house.manager.bundle("reading").stop();
        assertThat(house.registry.file("reading", old, "list.js")).as("between one version and the next").hasValue("old".getBytes());
        house.manager.bundle("reading").start();
        house.registry.updating("reading", false);

        house.install(Jars.module("reading", "1.1.0").entry("shuyuan/web/list.js", "new").in(folder, "b.jar"), ModuleManager.FROM_UPLOAD);

        String tag = house.registry.find("reading").orElseThrow().tag();
        assertThat(house.registry.file("reading", tag, "list.js")).hasValue("new".getBytes());
        assertThat(house.registry.file("reading", old, "list.js")).hasValue("old".getBytes());
        assertThat(house.registry.file("reading", "1.0.5-00000000", "list.js")).isEmpty();
        assertThat(house.registry.file("reading", tag, "none.js")).isEmpty();
        house.manager.withdraw("reading", house.administrator);
        assertThat(house.registry.file("reading", tag, "list.js")).isEmpty();
    }

    @Test
    void aJarThatNeedsWhatIsNotHereIsRefusedBeforeAnythingIsTouched() throws Exception {
        house.install(jar("1.0.0"), ModuleManager.FROM_UPLOAD);
        Bundle running = house.manager.bundle("reading");
        long started = running.getLastModified();
        Path bad = Jars.module("reading", "2.0.0").header("Import-Package", "org.example.missing").in(folder, "bad.jar");

        refused(bad, "modules.missing-packages");

        assertThat(house.running("reading")).isEqualTo("1.0.0");
        assertThat(running.getLastModified()).isEqualTo(started);
        assertThat(house.context.getBundles()).as("nothing stays behind").hasSize(2);
        HistoryStore.Entry last = house.manager.history().list("reading", 0, 1).get(0);
        assertThat(last.action()).isEqualTo(HistoryStore.Action.FAILURE);
        assertThat(last.version()).isEqualTo("2.0.0");
        assertThat(last.why().values().get("what").toString()).contains("org.example.missing");
        assertThat(last.why().values().get(Reasons.CHAIN).toString()).as("what stands behind it").startsWith("osgi.wiring.package (").contains("org.example.missing").endsWith("<- -");
    }

    @Test
    void whatDoesNotStartIsPutBackAndTheSameFailureIsWrittenDownOnce() throws Exception {
        house.install(jar("1.0.0"), ModuleManager.FROM_UPLOAD);
        Path bad = Jars.module("reading", "2.0.0").header("Bundle-Activator", "org.example.Nowhere").in(folder, "bad.jar");

        refused(bad, "modules.not-started");
        refused(bad, "modules.not-started");

        assertThat(house.running("reading")).isEqualTo("1.0.0");
        assertThat(house.manager.history().count("reading")).isEqualTo(2);
        assertThat(house.manager.failures()).containsKey("reading");
        HistoryStore.Entry last = house.manager.history().list("reading", 0, 1).get(0);
        assertThat(last.version()).as("what was tried").isEqualTo("2.0.0");
        assertThat(last.previous()).as("what runs in spite of it").isEqualTo("1.0.0");
        assertThat(last.why().values()).as("the sentence names it as its readers do").containsEntry("module.zh-CN", "读书").containsKeys("runs.zh-CN", "runs.zh-TW", "runs.en");
        house.install(jar("2.0.1"), ModuleManager.FROM_UPLOAD);
        assertThat(house.manager.failures()).isEmpty();
    }

    @Test
    void aModuleThatRequiresAnotherWaitsForItAndHoldsIt() throws Exception {
        Path circle = Jars.module("circle", "1.0.0").describe(",\"requires\":[\"reading\"]").in(folder, "circle.jar");
        refused(circle, "modules.requires");
        house.install(jar("1.0.0"), ModuleManager.FROM_UPLOAD);
        house.install(circle, ModuleManager.FROM_UPLOAD);
        assertThatThrownBy(() -> house.manager.withdraw("reading", house.administrator)).hasMessage("modules.required-by");
        assertThat(house.running("reading")).isEqualTo("1.0.0");
    }

    @Test
    void nobodyWithdrawsOrReplacesThePlatform() throws Exception {
        Path platform = Jars.module("access", "1.0.0").describe(",\"platform\":true").in(folder, "access.jar");
        house.context.installBundle(platform.toUri().toString()).start();

        assertThatThrownBy(() -> house.manager.withdraw("access", house.administrator)).hasMessage("modules.is-platform");
        assertThatThrownBy(() -> house.manager.install("access", house.administrator, false)).hasMessage("modules.is-platform");
        refused(Jars.module("access", "9.0.0").in(folder, "claims.jar"), "modules.is-platform");
        assertThat(house.running("access")).isEqualTo("1.0.0");
        assertThat(house.audit.actions()).isEmpty();
    }

    @Test
    void whatWasChosenIsReachedAgainAfterARestart() throws Exception {
        Jars.module("lectures", "1.0.0").in(house.offered, "lectures.jar");
        house.converge(house.manager);
        assertThat(house.running("lectures")).as("the catalogue's modules run unless withdrawn").isEqualTo("1.0.0");
        house.install(jar("1.0.0"), ModuleManager.FROM_UPLOAD);
        house.manager.withdraw("lectures", house.administrator);
        house.manager.bundle("reading").uninstall();

        house.converge(house.open());

        assertThat(house.running("reading")).isEqualTo("1.0.0");
        assertThat(house.running("lectures")).isEmpty();
    }

    @Test
    void killedWhileAModuleIsUpdatedThePortalRunsTheVersionThatItShows() throws Exception {
        // given what is written down at the moment when the new version already lies in the container
        house.install(jar("1.0.0"), ModuleManager.FROM_UPLOAD);
        RunningJars jars = house.manager.installer().jars();
        List<String> atThatMoment = new ArrayList<>();
        SynchronousBundleListener listener = event -> {
            if (event.getType() == BundleEvent.UPDATED) {
                atThatMoment.add(String.valueOf(jars.name("reading")));
            }
        };
        house.context.addBundleListener(listener);
        refused(Jars.module("reading", "1.1.0").header("Bundle-Activator", "org.example.Nowhere").in(folder, "bad.jar"), "modules.not-started");
        house.context.removeBundleListener(listener);
        assertThat(atThatMoment).as("going there, and coming back").containsExactly("null", "null");

        // when it ends there, and the portal starts again
        jars.remove("reading");
        try (InputStream other = Files.newInputStream(jar("1.1.0"))) {
            house.manager.bundle("reading").update(other);
        }
        house.converge(house.open());

        assertThat(house.running("reading")).isEqualTo("1.0.0");
    }

    @Test
    void aNewerDistributionBringsItsNewerModuleButNotOverAnUpload() throws Exception {
        Path old = Jars.module("reading", "1.0.0").in(house.offered, "reading.jar");
        house.converge(house.manager);
        Files.delete(old);
        Jars.module("reading", "1.1.0").in(house.offered, "reading-1.1.0.jar");
        house.converge(house.open());
        assertThat(house.running("reading")).isEqualTo("1.1.0");

        house.install(jar("1.0.5"), ModuleManager.FROM_UPLOAD);
        house.converge(house.open());
        assertThat(house.running("reading")).isEqualTo("1.0.5");
    }

    @Test
    void aNewerModuleOfADistributionThatDoesNotStartLeavesTheOneBeforeAlsoInAnEmptyContainer() throws Exception {
        Path old = Jars.module("reading", "1.0.0").in(house.offered, "reading.jar");
        house.converge(house.manager);
        Files.delete(old);
        Jars.module("reading", "1.1.0").header("Bundle-Activator", "org.example.Nowhere").in(house.offered, "reading-1.1.0.jar");
        house.manager.bundle("reading").uninstall();

        ModuleManager after = house.open();
        house.converge(after);

        assertThat(house.running("reading")).isEqualTo("1.0.0");
        assertThat(after.failures().get("reading").code()).isEqualTo("modules.not-started");
    }

    @Test
    void inAnEmptyContainerAModuleComesBehindTheOneThatItRequires() throws Exception {
        house.install(jar("1.0.0"), ModuleManager.FROM_UPLOAD);
        house.install(Jars.module("circle", "1.0.0").describe(",\"requires\":[\"reading\"]").in(folder, "circle.jar"), ModuleManager.FROM_UPLOAD);
        house.manager.bundle("circle").uninstall();
        house.manager.bundle("reading").uninstall();

        ModuleManager after = house.open();
        house.converge(after);

        assertThat(house.running("circle")).isEqualTo("1.0.0");
        assertThat(after.failures()).isEmpty();
    }

    @Test
    void oneThatWasOnlyJustBroughtWhenThePortalWasKilledGoes() throws Exception {
        try (InputStream jar = Files.newInputStream(jar("1.0.0"))) {
            house.context.installBundle(Installer.LOCATION + "reading", jar).start();
        }
        house.converge(house.open());
        assertThat(house.running("reading")).isEmpty();
        assertThat(house.manager.bundle("reading")).isNull();
    }

    @Test
    void oneThatNeverComesToTheEndOfItsStartHoldsNobodyElse() throws Exception {
        house.install(jar("1.0.0"), ModuleManager.FROM_UPLOAD);
        CountDownLatch never = new CountDownLatch(1);
        AtomicReference<Bundle> ended = new AtomicReference<>();
        SynchronousBundleListener waits = event -> {
            if (event.getType() == BundleEvent.STARTING && event.getBundle().getVersion().getMajor() == 2) {
                await(never);
            } else if (event.getType() == BundleEvent.STOPPED && event.getBundle().getVersion().getMajor() == 2) {
                ended.set(event.getBundle());
            }
        };
        house.context.addBundleListener(waits);

        refused(jar("2.0.0"), "modules.start-too-long");

        assertThat(house.manager.failures()).containsKey("reading");
        refused(jar("2.1.0"), "modules.start-too-long");
        house.install(Jars.module("circle", "1.0.0").in(folder, "circle.jar"), ModuleManager.FROM_UPLOAD);
        assertThat(house.running("circle")).as("others come meanwhile").isEqualTo("1.0.0");
        never.countDown();
        long end = System.nanoTime() + 10_000_000_000L;
        while (ended.get() == null && System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(ended.get()).as("it is stopped when it comes after all").isNotNull();
        house.context.removeBundleListener(waits);
        house.converge(house.open());
        assertThat(house.running("reading")).as("at the next start").isEqualTo("1.0.0");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatCannotBeWrittenDownDoesNotRun() throws Exception {
        house.install(jar("1.0.0"), ModuleManager.FROM_UPLOAD);
        sql("alter table modules_history rename to modules_away");
        assertThatThrownBy(() -> house.install(jar("1.1.0"), ModuleManager.FROM_UPLOAD)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> house.install(Jars.module("circle", "1.0.0").in(folder, "circle.jar"), ModuleManager.FROM_UPLOAD)).isInstanceOf(RuntimeException.class);
        sql("alter table modules_away rename to modules_history");
        assertThat(house.running("reading")).isEqualTo("1.0.0");
        assertThat(house.running("circle")).isEmpty();
    }

    @Test
    void aFileThatIsGoneFromTheDataFolderIsNamed() throws Exception {
        house.install(jar("1.0.0"), ModuleManager.FROM_UPLOAD);
        try (var files = Files.list(house.data.resolve("modules"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        house.manager.bundle("reading").uninstall();
        ModuleManager after = house.open();
        house.converge(after);
        assertThat(after.failures().get("reading").code()).isEqualTo("modules.file-gone");
    }

    @Test
    void oneThatDoesNothingButFailIsWithdrawnByThePortalAndSaysWhy() throws Exception {
        house.install(Jars.module("reading", "1.0.0").in(folder, "a.jar"), ModuleManager.FROM_UPLOAD);
        house.manager.switchOff("reading");
        assertThat(house.running("reading")).isEmpty();
        assertThat(house.manager.failures().get("reading").code()).isEqualTo("modules.kept-failing");
        assertThat(house.manager.history().list("reading", 0, 10)).extracting(entry -> entry.who() + " " + entry.action()).contains("guard WITHDRAW", "guard FAILURE");

        house.install(Jars.module("reading", "1.0.1").in(folder, "b.jar"), ModuleManager.FROM_UPLOAD);
        assertThat(house.manager.failures()).isEmpty();
        assertThat(house.running("reading")).isEqualTo("1.0.1");
        house.manager.switchOff("nobody");
    }

    @Test
    void versionsAreKeptAndCanBeBroughtBack() throws Exception {
        for (int minor = 0; minor <= 7; minor++) {
            house.install(Jars.module("reading", "1." + minor + ".0").in(folder, "reading-" + minor + ".jar"), ModuleManager.FROM_UPLOAD);
        }
        assertThat(house.manager.versions().of("reading")).extracting(one -> one.jar().version().toString()).as("the newest first, and not for ever")
                .containsExactly("1.7.0", "1.6.0", "1.5.0", "1.4.0", "1.3.0", "1.2.0");
        assertThat(house.manager.versions().of("readingroom")).isEmpty();

        ModuleJar before = house.manager.versions().of("reading").get(3).jar();
        house.manager.install(house.manager.versions().find("reading", before.sha()), ModuleManager.FROM_KEPT, house.administrator);
        assertThat(house.running("reading")).isEqualTo("1.4.0");
        assertThat(house.manager.versions().of("reading")).extracting(one -> one.jar().version().toString()).as("what runs is the newest that was used").startsWith("1.4.0", "1.7.0");
        Path bad = Jars.module("reading", "9.0.0").header("Bundle-Activator", "org.example.Missing").in(folder, "bad.jar");
        assertThatThrownBy(() -> house.install(bad, ModuleManager.FROM_UPLOAD)).isInstanceOf(Problem.class);
        assertThat(house.manager.versions().of("reading")).as("what never ran is no version to bring back").extracting(one -> one.jar().version().toString())
                .startsWith("1.4.0").doesNotContain("9.0.0");
        assertThatThrownBy(() -> house.manager.versions().find("reading", "0".repeat(64))).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("modules.no-such-version"));
    }

    @Test
    void whoeverTriesOneNumberOverAndOverDoesNotPushOutTheVersionsOfBefore() throws Exception {
        for (String version : List.of("1.0.0", "1.1.0")) {
            house.install(Jars.module("reading", version).in(folder, version + ".jar"), ModuleManager.FROM_UPLOAD);
        }
        for (int save = 1; save <= 9; save++) {
            house.install(Jars.module("reading", "1.2.0").entry("shuyuan/web/a.js", "// " + save).in(folder, save + ".jar"), ModuleManager.FROM_UPLOAD);
        }
        assertThat(house.manager.versions().of("reading")).extracting(one -> one.jar().version().toString()).containsExactly("1.2.0", "1.2.0", "1.1.0", "1.0.0");
    }

    @Test
    void anOptionalModuleOfTheCatalogueRunsOnlyOnceSomebodyWantsIt() throws Exception {
        Jars.module("lectures", "1.0.0").describe(",\"optional\":true").in(house.offered, "lectures-1.0.0.jar");
        house.converge(house.manager);
        assertThat(house.running("lectures")).isEmpty();

        house.manager.install("lectures", house.administrator, false);
        assertThat(house.running("lectures")).isEqualTo("1.0.0");
        house.converge(house.open());
        assertThat(house.running("lectures")).as("after a restart").isEqualTo("1.0.0");
    }

    @Test
    void oneWhosePagesAreNotAllInTheJarIsNotTakenAndWhatRanBeforeRunsOn() throws Exception {
        String page = ",\"routes\":[{\"id\":\"list\",\"path\":\"\",\"view\":\"list.js#list\",\"text\":\"module.name\"}]";
        house.install(Jars.module("reading", "1.0.0").describe(page).entry("shuyuan/web/list.js", "").in(folder, "a.jar"), ModuleManager.FROM_UPLOAD);
        refused(Jars.module("reading", "1.1.0").describe(page).in(folder, "b.jar"), "modules.asset-missing");
        assertThat(house.running("reading")).isEqualTo("1.0.0");
        assertThat(house.registry.step("reading")).as("nothing is going on any more").isEmpty();
    }

    @Test
    void whatIsShownAndDoesNotRunIsToldLoudlyUntilItIsMended() throws Exception {
        house.install(jar("1.0.0"), ModuleManager.FROM_UPLOAD);
        house.manager.checkItself();
        assertThat(house.manager.failures()).isEmpty();

        house.manager.bundle("reading").stop();
        house.manager.checkItself();
        assertThat(house.manager.failures().get("reading").code()).isEqualTo("modules.differs-stopped");
        house.manager.bundle("reading").start();
        house.manager.checkItself();
        assertThat(house.manager.failures()).isEmpty();

        Path kept = house.manager.keptAs(house.manager.store().find("reading").orElseThrow()).path();
        Files.write(kept, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
        house.manager.checkItself();
        assertThat(house.manager.failures().get("reading").code()).isEqualTo("modules.differs-changed");
        house.install(jar("1.1.0"), ModuleManager.FROM_UPLOAD);
        assertThat(house.manager.failures()).isEmpty();
    }
}
