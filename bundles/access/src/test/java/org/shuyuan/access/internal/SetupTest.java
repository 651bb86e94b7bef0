package org.shuyuan.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class SetupTest {

    private static Setup.Wanted wanted(@Nullable String code, String name) {
        return new Setup.Wanted(code, new Setup.Administrator(name, "管理员", TestPortal.PASSWORD), new Setup.FirstUnit("县支行", "bank", "Asia/Shanghai"));
    }

    private static String code(TestPortal portal) throws Exception {
        Path link = portal.data.resolve("run/setup-link");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(link))).isEqualTo("rw-------");
        return Files.readString(link).replace("/setup?code=", "");
    }

    @BothDatabases
    void theCodeWorksOnceAlsoWhenTwoUseItAtTheSameTime(Database database) throws Exception {
        try (TestPortal portal = new TestPortal(database)) {
            portal.profiles.with("access", "{\"roles\":[{\"key\":\"head\",\"name\":{\"zh-CN\":\"行长\"},\"permissions\":[\"access.audit\"]}]}");
            portal.setup.start(null);
            String code = code(portal);
            CountDownLatch go = new CountDownLatch(1);
            ExecutorService threads = Executors.newFixedThreadPool(2);
            List<Future<Boolean>> all = new ArrayList<>();
            for (String name : List.of("first", "second")) {
                all.add(threads.submit(() -> {
                    go.await();
                    try {
                        return portal.setup.setUp(null, wanted(code, name), TestPortal.from("10.0.0.1")) != null;
                    } catch (Problem over) {
                        assertThat(over.code()).isEqualTo("access.setup-over");
                        return false;
                    }
                }));
            }
            go.countDown();
            int done = 0;
            for (Future<Boolean> one : all) {
                done += one.get(60, TimeUnit.SECONDS) ? 1 : 0;
            }
            threads.shutdown();
            assertThat(done).isEqualTo(1);
            assertThat(portal.db.count("access_account")).isEqualTo(1);
            assertThat(portal.units.roots()).hasSize(1);
            assertThat(portal.rights.permitted("head")).contains("access.audit");
            assertThat(portal.data.resolve("run/setup-link")).doesNotExist();
            assertThat(portal.setup.needed()).isFalse();
            assertThatThrownBy(() -> portal.setup.profiles(null, code)).hasMessage("access.setup-over");
        }
    }

    @BothDatabases
    void theCodeDiesAfterADayAndWithTheNextStart(Database database) throws Exception {
        try (TestPortal portal = new TestPortal(database)) {
            portal.setup.start(null);
            String first = code(portal);
            assertThat(portal.setup.profiles(null, first)).hasSize(1);
            portal.setup.start(null);
            assertThatThrownBy(() -> portal.setup.profiles(null, first)).hasMessage("access.setup-over");
            String second = code(portal);
            portal.clock.pass(Duration.ofHours(25));
            assertThatThrownBy(() -> portal.setup.setUp(null, wanted(second, "late"), TestPortal.from("10.0.0.1"))).hasMessage("access.setup-over");
            assertThat(portal.db.count("access_account")).isZero();
        }
    }

    @BothDatabases
    void theCodeDiesWhenAnAdministratorComesAnotherWay(Database database) throws Exception {
        try (TestPortal portal = new TestPortal(database)) {
            portal.setup.start(null);
            String code = code(portal);
            portal.account("restored", Role.SYSTEM_ADMINISTRATOR, null);
            assertThatThrownBy(() -> portal.setup.setUp(null, wanted(code, "intruder"), TestPortal.from("10.0.0.1"))).hasMessage("access.setup-over");
            assertThatThrownBy(() -> portal.setup.profiles(null, code)).hasMessage("access.setup-over");
        }
    }

    @BothDatabases
    void nothingRemainsOfASetUpThatFails(Database database) throws Exception {
        try (TestPortal portal = new TestPortal(database)) {
            portal.setup.start(null);
            String code = code(portal);
            // the unit exists already, so founding it fails after the account was written
            portal.units.add("别人", null);
            assertThatThrownBy(() -> portal.setup.setUp(null, wanted(code, "admin"), TestPortal.from("10.0.0.1"))).hasMessage("directory.already-founded");
            assertThat(portal.db.count("access_account")).isZero();
            assertThat(portal.db.count("access_audit")).isZero();
            assertThat(portal.setup.profiles(null, code)).isNotEmpty();
        }
    }

    @BothDatabases
    void weakOrWrongInputIsRefusedBesideItsField(Database database) throws Exception {
        try (TestPortal portal = new TestPortal(database)) {
            portal.setup.start(null);
            String code = code(portal);
            for (Setup.Wanted bad : List.of(
                    new Setup.Wanted(code, new Setup.Administrator("admin", "管理员", "12345678"), new Setup.FirstUnit("县支行", "bank", null)),
                    new Setup.Wanted(code, new Setup.Administrator("a b", "管理员", TestPortal.PASSWORD), new Setup.FirstUnit("县支行", "bank", null)),
                    new Setup.Wanted(code, new Setup.Administrator("admin", "管理员", TestPortal.PASSWORD), new Setup.FirstUnit(" ", "bank", null)),
                    new Setup.Wanted(code, new Setup.Administrator("admin", "管理员", TestPortal.PASSWORD), new Setup.FirstUnit("县支行", "none", null)),
                    new Setup.Wanted(code, new Setup.Administrator("admin", "管理员", TestPortal.PASSWORD), new Setup.FirstUnit("县支行", "bank", "Mars/Base")),
                    new Setup.Wanted(code, null, new Setup.FirstUnit("县支行", "bank", null)), new Setup.Wanted(code, null, null))) {
                assertThatThrownBy(() -> portal.setup.setUp(null, bad, TestPortal.from("10.0.0.1"))).isInstanceOfSatisfying(Problem.class,
                        problem -> assertThat(problem.errors()).hasSize(1));
            }
            assertThat(portal.db.count("access_account")).isZero();
        }
    }

    @BothDatabases
    void anUnattendedAdministratorFoundsTheUnitAfterSigningIn(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            portal.setup.start("12345678");
            assertThat(portal.setup.needed()).as("a weak password creates nobody").isTrue();
            portal.setup.start(TestPortal.PASSWORD);
            assertThat(portal.setup.needed()).isFalse();
            SignIn.Opened opened = portal.signIn.open("admin", TestPortal.PASSWORD, TestPortal.from("127.0.0.1"));
            Caller admin = TestPortal.caller(opened.account().id(), "admin", Caller.Kind.SESSION);
            Caller other = portal.account("wang", null, null);
            Setup.Wanted unit = new Setup.Wanted(null, null, new Setup.FirstUnit("县支行", "bank", null));
            assertThatThrownBy(() -> portal.setup.setUp(other, unit, TestPortal.from("127.0.0.1"))).hasMessage("access.setup-over");
            assertThat(portal.setup.setUp(admin, unit, TestPortal.from("127.0.0.1"))).isNull();
            assertThat(portal.units.roots()).hasSize(1);
            assertThatThrownBy(() -> portal.setup.setUp(admin, unit, TestPortal.from("127.0.0.1"))).hasMessage("access.setup-over");
        }
    }
}
