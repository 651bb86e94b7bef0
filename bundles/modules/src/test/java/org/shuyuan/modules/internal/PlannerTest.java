package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.module.ModuleHealth;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.persistence.internal.Migrator;
import org.shuyuan.persistence.internal.Scripts;
import org.shuyuan.testing.FakeProfiles;
import org.shuyuan.testing.FakeUnits;

class PlannerTest {

    @TempDir
    Path folder;

    private final FakeUnits units = new FakeUnits();
    private final Unit bank = units.add("总行", null);
    private TestContainer house;

    @BeforeEach
    void open() throws Exception {
        units.add("支行", bank);
        house = new TestContainer(folder);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private Plan plan(Path jar) {
        return house.planner(units).plan(house.read(jar), Language.ZH_CN, false);
    }

    private void install(Path jar) {
        house.install(jar, ModuleManager.FROM_UPLOAD);
    }

    @Test
    void itSaysWhatWouldHappenAndDoesNothing() throws Exception {
        String permissions = ",\"permissions\":[{\"id\":\"reading.read\",\"text\":\"permission.read\"}%s]";
        Path first = Jars.module("reading", "1.0.0").describe(permissions.formatted("")).entry("db/migration/V1__book.sql", "").in(folder, "a.jar");
        Plan fresh = plan(first);
        assertThat(fresh.kind()).isEqualTo(Plan.Kind.INSTALL);
        assertThat(fresh.name()).isEqualTo("读书");
        assertThat(fresh.migrations()).containsExactly("V1__book.sql");
        assertThat(fresh.bundles()).isEqualTo(new Effects(List.of("org.example.reading 1.0.0"), List.of(), List.of(), List.of(), null));
        assertThat(house.running("reading")).isEmpty();

        install(first);
        Path second = Jars.module("reading", "1.1.0").describe(permissions.formatted(",{\"id\":\"reading.lend\",\"text\":\"permission.lend\"}"))
                .entry("db/migration/V1__book.sql", "").entry("db/migration/V2__loan.sql", "").in(folder, "b.jar");
        assertThat(plan(second)).isEqualTo(new Plan("reading", "读书", "1.1.0", "1.0.0", Plan.Kind.UPDATE, List.of("借出图书"), List.of(), List.of("V2__loan.sql"), List.of(),
                new Effects(List.of(), List.of("org.example.reading 1.0.0"), List.of(), List.of(), null), new Affected(false, 2, List.of("总行", "支行")),
                new Signature(Signature.State.UNSIGNED, null), List.of(), List.of()));
        assertThat(plan(first).kind()).isEqualTo(Plan.Kind.SAME);
        install(second);
        Plan back = plan(first);
        assertThat(back.kind()).isEqualTo(Plan.Kind.DOWNGRADE);
        assertThat(back.removed()).containsExactly("借出图书");
        house.manager.withdraw("reading", house.administrator);
        assertThat(plan(first).kind()).isEqualTo(Plan.Kind.RETURN);
    }

    @Test
    void itSaysWhyTheJarWouldBeRefusedAndWhatStandsBehindThat() throws Exception {
        Path bad = Jars.module("reading", "2.0.0").header("Import-Package", "org.osgi.framework;version=\"[9,10)\"").describe(",\"requires\":[\"circle\"]").in(folder, "c.jar");
        Plan plan = plan(bad);
        assertThat(plan.problems()).hasSize(2);
        assertThat(plan.details()).as("what is wanted, and what of its name there is").singleElement().asString().contains("version>=9.0.0").contains("<- org.apache.felix.framework 1.10.0");
        assertThat(house.context.getBundles()).hasSize(1);
    }

    @Test
    void itNamesWhatMigrationsTakeAway() throws Exception {
        install(Jars.module("reading", "1.0.0").entry("db/migration/V1__book.sql", "drop table reading_old").in(folder, "a.jar"));
        Path second = Jars.module("reading", "1.1.0").entry("db/migration/V1__book.sql", "drop table reading_old")
                .entry("db/migration/V2__loan.sql", "alter table reading_book drop column isbn").in(folder, "b.jar");
        Plan plan = plan(second);
        assertThat(plan.taking()).as("of what has not run yet").containsExactly("plan.taking.drop");
        assertThat(plan.problems()).isEmpty();
    }

    @Test
    void whichMigrationsWouldRunIsTheDatabasesOwnKnowledge() throws Exception {
        // given a database in which the second version's tables are, though the first one is what ran last
        Path scripts = Files.createDirectories(folder.resolve("scripts/db/migration"));
        Files.writeString(scripts.resolve("V1__book.sql"), "create table reading_book (id bigint)");
        Files.writeString(scripts.resolve("V2__loan.sql"), "create table reading_loan (id bigint)");
        Migrator migrator = new Migrator(house.db.pool(), "h2", folder.resolve("undo"));
        migrator.migrate("reading", Scripts.of(folder.resolve("scripts"), "h2"));
        house.health.schemas = new ModuleHealth() {
            @Override
            public Optional<Trouble> trouble(String module) {
                return Optional.empty();
            }

            @Override
            public List<String> pending(String module, Collection<String> paths) {
                return migrator.pending(module, paths);
            }
        };
        install(Jars.module("reading", "1.0.0").entry("db/migration/V1__book.sql", "").in(folder, "a.jar"));

        // when the third comes, which brings a script for each kind of database too
        Path third = Jars.module("reading", "1.2.0").entry("db/migration/V1__book.sql", "").entry("db/migration/V2__loan.sql", "").entry("db/migration/V10__club.sql", "")
                .entry("db/migration-h2/V3__search.sql", "drop table reading_loan").entry("db/migration-postgresql/V3__search.sql", "").entry("db/migration-postgresql/V4__only.sql", "")
                .in(folder, "c.jar");

        assertThat(plan(third).migrations()).containsExactly("V3__search.sql", "V10__club.sql");
        assertThat(plan(third).taking()).as("read where it lies").containsExactly("plan.taking.drop");
    }

    @Test
    void itCountsTheUnitsWhereTheModuleIsOn() throws Exception {
        Path jar = Jars.module("reading", "1.0.0").in(folder, "a.jar");
        Activation activation = new Activation(house.registry, house.db.dataSource(), house.db.transactions(), house.audit, units, new FakeProfiles(), false);
        activation.choose(house.administrator, "reading", "读书", bank, false);
        Unit away = units.add("学校", null);
        assertThat(plan(jar).units()).isEqualTo(new Affected(false, 1, List.of(away.name())));
        assertThat(plan(Jars.module("ldap", "1.0.0").describe(",\"scope\":\"portal\"").in(folder, "ldap.jar")).units()).isEqualTo(new Affected(true, 3, List.of()));
    }

    /** A module that lets another one compile against it. */
    private Path library(String version) throws Exception {
        return Jars.module("reading", version).header("Export-Package", "org.example.books").entry("org/example/books/none", "").in(folder, "library-" + version + ".jar");
    }

    private void circle() throws Exception {
        install(Jars.module("circle", "1.0.0").header("Import-Package", "org.example.books").in(folder, "circle.jar"));
    }

    @Test
    void whatWouldStopAnotherModulesBundleIsRefusedUnlessItIsWantedKnowingly() throws Exception {
        install(library("1.0.0"));
        circle();
        Bundle circle = house.manager.bundle("circle");

        Plan plan = plan(library("1.1.0"));
        assertThat(plan.bundles().others()).containsExactly("circle");
        assertThat(plan.bundles().refreshed()).containsExactly("org.example.circle 1.0.0");
        assertThat(plan.problems()).containsExactly("problem.touches-others");
        assertThat(house.planner(units).plan(house.read(library("1.1.0")), Language.ZH_CN, true).problems()).isEmpty();
        assertThatThrownBy(() -> install(library("1.1.0"))).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(409);
            assertThat(p.code()).isEqualTo("modules.touches-others");
        });
        assertThat(house.running("reading")).isEqualTo("1.0.0");
        assertThat(circle.getState()).isEqualTo(Bundle.ACTIVE);

        house.manager.install(house.read(library("1.1.0")), ModuleManager.FROM_UPLOAD, house.administrator, true);
        assertThat(house.running("reading")).isEqualTo("1.1.0");
        assertThat(house.running("circle")).as("and runs again, with what the new version exports").isEqualTo("1.0.0");
        assertThat(circle.adapt(BundleWiring.class).getRequiredWires("osgi.wiring.package")).singleElement()
                .satisfies(wire -> assertThat(wire.getProvider().getVersion()).hasToString("1.1.0"));
    }

    @Test
    void aModuleOfTheSameWordFromSomebodyElseDoesNotTakeItsPlaceUnlessItIsWantedKnowingly() throws Exception {
        install(Jars.module("reading", "1.0.0").in(folder, "a.jar"));
        Path other = Jars.module("reading", "2.0.0").header("Bundle-SymbolicName", "cn.example.books;singleton:=true").in(folder, "b.jar");

        assertThat(plan(other).bundles().replaces()).isEqualTo("org.example.reading");
        assertThat(plan(other).problems()).containsExactly("problem.replaces-another");
        assertThatThrownBy(() -> install(other)).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(409);
            assertThat(p.code()).isEqualTo("modules.replaces-another");
        });
        assertThat(house.running("reading")).isEqualTo("1.0.0");
        house.manager.withdraw("reading", house.administrator);
        assertThat(plan(other).problems()).as("its data is still here").containsExactly("problem.replaces-another");
        assertThatThrownBy(() -> install(other)).hasMessage("modules.replaces-another");

        house.manager.install(house.read(other), ModuleManager.FROM_UPLOAD, house.administrator, true);
        assertThat(house.running("reading")).isEqualTo("2.0.0");
    }

    @Test
    void withdrawingWhatAnotherUsesIsRefusedToo() throws Exception {
        install(library("1.0.0"));
        circle();
        assertThatThrownBy(() -> house.manager.withdraw("reading", house.administrator)).hasMessage("modules.touches-others");
        assertThat(house.running("reading")).isEqualTo("1.0.0");

        house.manager.withdraw("reading", house.administrator, true);
        assertThat(house.running("reading")).isEmpty();
        assertThat(house.running("circle")).as("it cannot live without").isEmpty();
    }

    @Test
    void aJarTakenOutOfTheDeployFolderLeavesThoseWhoUseItRunning() throws Exception {
        house.install(library("1.0.0"), ModuleManager.FROM_DEPLOY + "library.jar");
        circle();
        house.manager.undeploy("library.jar");
        assertThat(house.running("reading")).isEmpty();
        assertThat(house.running("circle")).isEqualTo("1.0.0");
    }

    @Test
    void aJarThatNobodyTrustsIsNotGivenToTheContainerJustToBePlanned() throws Exception {
        List<String> given = new ArrayList<>();
        SynchronousBundleListener listener = event -> given.add(event.getBundle().getLocation());
        Path jar = Jars.module("reading", "1.0.0").in(folder, "reading.jar");
        house.settings.set(false, "");
        house.context.addBundleListener(listener);
        assertThat(plan(jar).problems()).hasSize(1);
        assertThat(given).isEmpty();

        house.settings.set(true, "");
        assertThat(plan(jar).problems()).isEmpty();
        assertThat(given).as("one that may be installed is looked at beside what runs").contains("shuyuan-probe:reading");
    }
}
