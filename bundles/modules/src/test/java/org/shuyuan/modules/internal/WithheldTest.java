package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start after memory ran out. */
class WithheldTest {

    @TempDir
    Path folder;

    private TestContainer house;
    private Path marker;

    @BeforeEach
    void open() throws Exception {
        house = new TestContainer(folder);
        marker = house.data.resolve("run/out-of-memory");
        Files.createDirectories(marker.getParent());
        house.install(Jars.module("reading", "1.0.0").in(folder, "a.jar"), ModuleManager.FROM_UPLOAD);
        house.install(Jars.module("choir", "1.0.0").in(folder, "b.jar"), ModuleManager.FROM_UPLOAD);
        house.install(Jars.module("reading", "1.1.0").in(folder, "c.jar"), ModuleManager.FROM_UPLOAD);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private void starts(Duration later) throws IOException {
        Files.writeString(marker, Instant.now().toString());
        Instant then = Instant.now().plus(later);
        new Withheld(house.manager, house.data, () -> then).look();
    }

    @Test
    void theModuleThatWasChangedLastIsLeftOutAndThePageAndTheLauncherAreTold() throws Exception {
        starts(Duration.ZERO);

        assertThat(house.running("reading")).isEmpty();
        assertThat(house.running("choir")).isEqualTo("1.0.0");
        assertThat(house.manager.failures().get("reading").code()).isEqualTo("modules.out-of-memory");
        assertThat(house.data.resolve("run/withheld")).hasContent("reading 1.1.0");
        assertThat(marker).as("the next start is one as any other").doesNotExist();
        assertThat(house.manager.history().list("reading", 0, 10)).extracting(entry -> entry.who() + " " + entry.action()).contains("memory WITHDRAW", "memory FAILURE");
    }

    @Test
    void whatWasJustBeingBroughtIsToBlameAndNothingThatRan() throws Exception {
        Path deployed = Jars.module("choir", "2.0.0").in(house.data.resolve("deploy"), "choir.jar");
        house.manager.trying().begin(house.read(deployed), ModuleManager.FROM_DEPLOY + "choir.jar");

        starts(Duration.ZERO);

        assertThat(house.running("reading")).isEqualTo("1.1.0");
        assertThat(house.running("choir")).isEqualTo("1.0.0");
        assertThat(house.manager.failures().get("choir").code()).isEqualTo("modules.out-of-memory");
        assertThat(house.data.resolve("run/withheld")).hasContent("choir 2.0.0");
        DeployFolder door = new DeployFolder(house.registry, house.data.resolve("deploy"));
        door.setManager(house.manager);
        door.install(deployed.toFile());
        assertThat(house.running("choir")).as("the jar that still lies there is not tried again").isEqualTo("1.0.0");
    }

    @Test
    void whatIsBroughtAtEveryStartIsNoAttemptAndTheModuleThatWasChangedLastIsLeftOut() throws Exception {
        house.manager.trying().begin(house.manager.last("choir").orElseThrow(), ModuleManager.FROM_UPLOAD);

        starts(Duration.ZERO);

        assertThat(house.running("choir")).isEqualTo("1.0.0");
        assertThat(house.running("reading")).isEmpty();
        assertThat(house.manager.trying().left()).isEmpty();
    }

    @Test
    void whenMemoryRunsOutAgainTheOneBeforeFollows() throws Exception {
        starts(Duration.ZERO);
        starts(Duration.ZERO);

        assertThat(house.running("choir")).isEmpty();
        assertThat(house.data.resolve("run/withheld")).hasContent("choir 1.0.0");
    }

    @Test
    void whatHasRunForWeeksIsNotLeftOut() throws Exception {
        starts(Duration.ofDays(8));

        assertThat(house.running("reading")).isEqualTo("1.1.0");
        assertThat(house.data.resolve("run/withheld")).doesNotExist();
        assertThat(marker).doesNotExist();
    }

    @Test
    void anOrdinaryStartLeavesNothingOut() {
        new Withheld(house.manager, house.data, Instant::now).look();

        assertThat(house.running("reading")).isEqualTo("1.1.0");
    }

    @Test
    void whatWasLeftOutRunsAgainOnceSomebodyInstallsIt() throws Exception {
        starts(Duration.ZERO);
        house.install(Jars.module("reading", "1.2.0").in(folder, "d.jar"), ModuleManager.FROM_UPLOAD);

        assertThat(house.running("reading")).isEqualTo("1.2.0");
        assertThat(house.manager.failures()).isEmpty();
    }
}
