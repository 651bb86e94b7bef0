package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.module.KeptForModules;
import org.shuyuan.api.module.ModuleData;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.persistence.internal.ModuleEraser;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeUnits;

class PurgeTest {

    private static final String NAME = "读书";

    @TempDir
    Path folder;

    private TestContainer house;
    private Purge purge;
    private Instant backup;
    private String refusedBecause = "";

    @BeforeEach
    void aModuleWithData() throws Exception {
        house = new TestContainer(folder);
        house.install(Jars.module("reading", "1.0.0").in(folder, "a.jar"), ModuleManager.FROM_UPLOAD);
        try (Connection c = house.db.pool().getConnection(); Statement s = c.createStatement()) {
            s.execute("create table reading_book (id bigint); insert into reading_book values (1), (2)");
        }
        ModuleEraser eraser = new ModuleEraser(house.db.pool(), id -> false);
        purge = new Purge(house.manager, new ModuleData() {
            @Override
            public Optional<Instant> lastBackup() {
                return Optional.ofNullable(backup);
            }

            @Override
            public Map<String, Long> rows(String module) {
                return new TreeMap<>(eraser.rows(module));
            }

            @Override
            public void erase(String module) {
                if (!refusedBecause.isEmpty()) {
                    throw new IllegalStateException(refusedBecause);
                }
                eraser.erase(module);
            }
        }, house.db.transactions(), house.audit);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private void withdrawn() {
        backup = Instant.now().minusSeconds(3600);
        house.manager.withdraw("reading", house.administrator);
    }

    private void refused(String typed, String code) {
        assertThatThrownBy(() -> purge.purge("reading", NAME, typed, house.administrator)).isInstanceOf(Problem.class).hasMessage(code);
        assertThat(house.db.count("reading_book")).isEqualTo(2);
        assertThat(house.audit.actions()).doesNotContain("modules.purge");
    }

    @Test
    void withdrawingKeepsTheDataAndPurgingTakesItForGood() {
        withdrawn();
        assertThat(purge.stock("reading").rows()).containsExactly(Map.entry("reading_book", 2L));
        backup = Instant.now().plusSeconds(1);

        purge.purge("reading", NAME, " 读书 ", house.administrator);

        assertThat(purge.stock("reading").rows()).isEmpty();
        HistoryStore.Entry last = house.manager.history().list("reading", 0, 1).get(0);
        assertThat(last.action()).isEqualTo(HistoryStore.Action.PURGE);
        assertThat(last.who()).isEqualTo("管理员");
        assertThat(house.audit.actions()).last().isEqualTo("modules.purge");
        house.converge(house.open());
        assertThat(house.running("reading")).as("it stays withdrawn").isEmpty();
    }

    @Test
    void whatThePlatformKeptForItIsCountedAndGoesToo() {
        AtomicLong entries = new AtomicLong(3);
        purge.keepers = List.of(new KeptForModules() {
            @Override
            public long rows(String module) {
                return module.equals("reading") ? entries.get() : 0;
            }

            @Override
            public void erase(String module) {
                entries.set(0);
            }
        });
        withdrawn();
        assertThat(purge.stock("reading").sum()).isEqualTo(5);
        backup = Instant.now().plusSeconds(1);
        purge.purge("reading", NAME, NAME, house.administrator);
        assertThat(entries).hasValue(0);
    }

    @Test
    void whatRunsIsNotPurged() {
        backup = Instant.now().plusSeconds(1);
        refused(NAME, "modules.not-withdrawn");
        assertThat(house.running("reading")).isEqualTo("1.0.0");
    }

    @Test
    void thereMustBeABackupYoungerThanTheWithdrawal() {
        withdrawn();
        refused(NAME, "modules.no-backup");
        backup = null;
        refused(NAME, "modules.no-backup");
    }

    @Test
    void theModulesNameMustBeTyped() {
        withdrawn();
        backup = Instant.now().plusSeconds(1);
        for (String typed : new String[] {null, "", "写作", "readings"}) {
            refused(typed, "rest.invalid");
        }
        purge.purge("reading", NAME, "reading", house.administrator);
        assertThat(purge.stock("reading").rows()).isEmpty();
    }

    @Test
    void neitherThePlatformNorWhatWasNeverHereIsPurged() throws Exception {
        house.context.installBundle(Jars.module("access", "1.0.0").describe(",\"platform\":true").in(folder, "access.jar").toUri().toString()).start();
        assertThatThrownBy(() -> purge.purge("access", "access", "access", house.administrator)).hasMessage("modules.is-platform");
        assertThatThrownBy(() -> purge.purge("nobody", "nobody", "nobody", house.administrator)).hasMessage("modules.no-such-module");
    }

    @Test
    void whatTheDatabaseRefusesIsToldAndStandsInTheHistory() {
        withdrawn();
        backup = Instant.now().plusSeconds(1);
        refusedBecause = "circle_member refers to reading_book";
        assertThatThrownBy(() -> purge.purge("reading", NAME, NAME, house.administrator)).hasMessage("modules.not-purged");
        assertThat(house.manager.history().list("reading", 0, 1).get(0).why().values()).containsEntry("detail", refusedBecause);
        assertThat(house.db.count("reading_book")).isEqualTo(2);
    }

    @Test
    void onlyWhoManagesModulesAtTheTopMay() {
        FakeUnits units = new FakeUnits();
        FakeAccess access = new FakeAccess(units);
        Managers managers = new Managers(access, units);
        assertThatThrownBy(() -> managers.require(house.administrator)).as("a portal without units").hasMessage("access.forbidden");
        var bank = units.add("总行", null);
        assertThatThrownBy(() -> managers.require(house.administrator)).isInstanceOf(Problem.class);
        access.grant(house.administrator, "modules.manage", bank.id());
        managers.require(house.administrator);
    }
}
