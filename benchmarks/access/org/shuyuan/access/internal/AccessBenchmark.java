package org.shuyuan.access.internal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.testing.Database;

/**
 * What a permission check costs when warm, and what a sign-in costs beside the bare hash of its password. On H2, in a tree of 5 × 40 units
 * with 500 accounts; who is asked about holds five roles, the one that counts last, with days and held four units above.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class AccessBenchmark {

    private TestPortal portal;
    private Caller caller;
    private Unit deep;
    private String hash;
    private SignIn.From known;
    private Revisions elsewhere;
    private Rights other;

    @Setup
    public void people() {
        portal = new TestPortal(Database.H2);
        Unit root = portal.units.add("县支行", null);
        List<Unit> path = new ArrayList<>(List.of(root));
        for (int i = 0; i < 200; i++) {
            Unit above = i % 40 == 0 ? path.get(path.size() - 1) : path.get(path.size() - 2 < 0 ? 0 : path.size() - 2);
            Unit made = portal.units.add("单位" + i, above);
            if (i % 40 == 0) {
                path.add(made);
            }
        }
        deep = path.get(path.size() - 1);
        portal.modules.add("calendar", "calendar.write").suggest("organiser", "calendar.write").suggest("member", "calendar.read")
                .suggest("unit-administrator", "access.roles");
        for (int i = 0; i < 500; i++) {
            portal.account("员工" + i, "member", root);
        }
        portal.account("admin", Role.SYSTEM_ADMINISTRATOR, null);
        caller = portal.account("组织委员", null, root);
        for (int i = 1; i < path.size() - 1 && i < 5; i++) {
            portal.roles.give(TestPortal.system(), caller.account(), "member", path.get(i).id(), null, null);
        }
        portal.roles.give(TestPortal.system(), caller.account(), "organiser", path.get(1).id(), true, LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31));
        elsewhere = new Revisions(portal.roleStore, portal.db.transactions());
        other = new Rights(portal.roleStore, portal.factorStore, elsewhere, portal.around, portal.clock);
        hash = portal.passwords.hash(TestPortal.PASSWORD);
        SignIn.Opened first = portal.signIn.open("组织委员", TestPortal.PASSWORD, TestPortal.from("10.0.0.1"));
        known = new SignIn.From("10.0.0.1", "Firefox", first.device(), org.shuyuan.api.text.Language.ZH_CN);
    }

    @TearDown
    public void close() {
        elsewhere.stop();
        portal.close();
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public boolean check() {
        return portal.rights.can(caller, "calendar.write", deep.id());
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public boolean refusal() {
        return portal.rights.can(caller, "access.roles", deep.id());
    }

    /** From the commit of a change on one node until another one, which only polls the database, answers by it. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 3)
    @Measurement(iterations = 20)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public int otherNode() {
        portal.roles.give(TestPortal.system(), caller.account(), "unit-administrator", deep.id(), null, null);
        int asked = 1;
        while (!other.can(caller, "access.roles", deep.id())) {
            asked++;
            Thread.onSpinWait();
        }
        portal.roles.grants(List.of(caller.account())).stream().filter(g -> g.role().equals("unit-administrator")).forEach(g -> portal.roles.take(TestPortal.system(), g.id()));
        while (other.can(caller, "access.roles", deep.id())) {
            asked++;
            Thread.onSpinWait();
        }
        return asked;
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public boolean bareHash() {
        return portal.passwords.matches(TestPortal.PASSWORD, hash);
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Object signIn() {
        return portal.signIn.open("组织委员", TestPortal.PASSWORD, known);
    }
}
