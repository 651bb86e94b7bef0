package org.shuyuan.modules.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeAudit;
import org.shuyuan.testing.FakeProfiles;
import org.shuyuan.testing.ModuleDatabase;

/** A real OSGi framework and a real database with the parts of this bundle in them, without Karaf. */
final class TestContainer implements AutoCloseable {

    final Path data;
    final Path offered;
    final Path trust;
    /** Unsigned modules are welcome, unless a test says otherwise. */
    final ModuleSettings settings = new ModuleSettings();
    final ModuleDatabase db = ModuleDatabase.of("modules", Database.H2);
    final FakeAudit audit = new FakeAudit();
    final Caller administrator = FakeAccess.person("管理员");
    final BundleContext context;
    final ModuleRegistry registry;
    final Gate gate;
    final Health health;
    final ModuleManager manager;
    private final Framework framework;

    TestContainer(Path folder) throws BundleException {
        data = folder.resolve("data");
        offered = folder.resolve("catalogue");
        trust = folder.resolve("trust");
        settings.set(true, "");
        framework = new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage", folder.resolve("felix").toString(),
                "org.osgi.framework.storage.clean", "onFirstInit", "org.osgi.framework.bsnversion", "multiple", "felix.log.level", "0", "org.osgi.framework.startlevel.beginning", "100"));
        framework.start();
        context = framework.getBundleContext();
        registry = new ModuleRegistry(context);
        gate = new Gate(registry);
        gate.waitingFor(List.of());
        // bundles of these tests have no components
        health = new Health(context, fake(ServiceComponentRuntime.class, (self, method, values) -> List.of()));
        manager = open();
    }

    /** Another manager on the same data, as after a restart. */
    ModuleManager open() {
        return new ModuleManager(context, registry, gate, health, db.dataSource(), db.transactions(), audit, data, offered, new Certificates(trust), settings, () -> 500);
    }

    /** @param units of the portal, where nobody has chosen anything */
    Planner planner(Units units) {
        return new Planner(manager, registry, health, units, new Activation(registry, db.dataSource(), db.transactions(), audit, units, new FakeProfiles(), false));
    }

    void converge(ModuleManager after) {
        new Startup(context, after, registry, gate, health).converge();
    }

    ModuleJar read(Path jar) {
        return ModuleJar.read(jar, registry.descriptors());
    }

    void install(Path jar, String origin) {
        manager.install(read(jar), origin, administrator);
    }

    /** The version that answers as this module, or "" when none does. */
    String running(String id) {
        return registry.entry(id).filter(e -> e.bundle().getState() == Bundle.ACTIVE && registry.state(id).isPresent())
                .map(ModuleRegistry.Entry::version).orElse("");
    }

    static <T> T fake(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }

    @Override
    public void close() throws BundleException, InterruptedException {
        manager.close();
        registry.close();
        framework.stop();
        framework.waitForStop(10_000);
        db.close();
    }
}
