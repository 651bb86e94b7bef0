package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs, updates and withdraws modules while everything else goes on. One act at a time. What is wanted is in the database and
 * is reached again after each start; an act that does not end in a healthy module puts back what ran before.
 */
@Component(service = ModuleManager.class, immediate = true)
public class ModuleManager {

    private static final Logger LOG = LoggerFactory.getLogger(ModuleManager.class);
    private static final int START_LEVEL = 80;
    private static final String LOCATION = "shuyuan:";
    /** Published by Karaf when every boot feature is installed and started. */
    private static final String BOOT_FINISHED = "org.apache.karaf.features.BootFinished";
    private static final long HEALTHY_WITHIN_MS = 20_000;
    private static final long DRAINED_WITHIN_MS = 3_000;

    private final BundleContext context;
    private final ModuleRegistry registry;
    private final Gate gate;
    private final Health health;
    private final DesiredStore store;
    private final Transactions transactions;
    private final Audit audit;
    private final Path kept;
    private final Path catalogue;
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(r -> new Thread(r, "shuyuan-modules"));

    @Activate
    public ModuleManager(BundleContext context, @Reference ModuleRegistry registry, @Reference Gate gate, @Reference Health health,
            @Reference(target = "(osgi.jndi.service.name=shuyuan.modules)") DataSource db, @Reference Transactions transactions,
            @Reference Audit audit) {
        this.context = context;
        this.registry = registry;
        this.gate = gate;
        this.health = health;
        this.store = new DesiredStore(db);
        this.transactions = transactions;
        this.audit = audit;
        kept = Path.of(System.getProperty("shuyuan.data", System.getProperty("karaf.data", "data")), "modules");
        catalogue = Path.of(System.getProperty("shuyuan.home", System.getProperty("karaf.home", ".")), "catalogue");
        thread.execute(this::begin);
    }

    @Deactivate
    public void close() {
        thread.shutdownNow();
    }

    /** Why a module is not what somebody wanted it to be, by id. */
    Map<String, String> failures() {
        return failures;
    }

    DesiredStore store() {
        return store;
    }

    private void begin() {
        try {
            converge();
        } catch (RuntimeException e) {
            LOG.error("The modules could not be brought to the wanted state; tried again in 5 s", e);
            thread.schedule(this::begin, 5, TimeUnit.SECONDS);
            return;
        }
        watchReadiness();
    }

    /** Ready once every platform module is whole; a broken domain module keeps nobody from working. */
    private void watchReadiness() {
        List<String> waiting = new ArrayList<>();
        if (context.getServiceReference(BOOT_FINISHED) == null) {
            waiting.add("the container's own start");
        }
        for (ModuleRegistry.Entry entry : registry.entries()) {
            Descriptor descriptor = entry.descriptor();
            if (descriptor == null && !entry.bundle().getLocation().startsWith(LOCATION)) {
                waiting.add(entry.bundle().getSymbolicName() + ": " + entry.problem());
            } else if (descriptor != null && descriptor.platform()) {
                health.trouble(descriptor.id(), entry.bundle()).ifPresent(why -> waiting.add(descriptor.id() + ": " + why));
            }
        }
        gate.waitingFor(waiting);
        if (waiting.isEmpty()) {
            LOG.info("The portal is ready");
        } else if (!thread.isShutdown()) {
            LOG.debug("Waiting for {}", waiting);
            thread.schedule(this::watchReadiness, 100, TimeUnit.MILLISECONDS);
        }
    }

    /** Modules of the catalogue run unless somebody withdrew them; a newer distribution brings its newer modules. */
    private void converge() {
        Map<String, DesiredStore.Desired> wanted = store.all();
        Map<String, ModuleJar> offered = catalogue();
        for (DesiredStore.Desired one : wanted.values()) {
            ModuleJar newer = offered.remove(one.id());
            boolean deployed = one.origin() != null && one.origin().startsWith("deploy:");
            if (deployed && one.installed() && !Files.exists(deployFolder().resolve(one.origin().substring(7)))) {
                transactions.run(() -> store.put(new DesiredStore.Desired(one.id(), false, one.version(), null, one.file(), null, "deploy")));
                uninstall(one.id());
            } else if (!one.installed()) {
                uninstall(one.id());
            } else if ("catalogue".equals(one.origin()) && newer != null && !newer.sha().equals(one.sha())) {
                attempt(newer, "catalogue");
            } else {
                again(one);
            }
        }
        offered.values().forEach(jar -> attempt(jar, "catalogue"));
    }

    private void again(DesiredStore.Desired one) {
        Path file = kept.resolve(String.valueOf(one.file()));
        if (one.file() == null || !Files.exists(file)) {
            failures.put(one.id(), "its file " + one.file() + " is gone from the data folder");
            LOG.error("Module {} cannot run: {} is missing. Install it again.", one.id(), file);
            return;
        }
        attempt(ModuleJar.read(file, registry.descriptors()), String.valueOf(one.origin()));
    }

    private void attempt(ModuleJar jar, String origin) {
        try {
            install(jar, origin, Caller.system("start"));
        } catch (Problem e) {
            LOG.error("Module {} {} does not run after the start: {}", jar.id(), jar.version(), e.values().getOrDefault("why", e.code()));
        }
    }

    static Path deployFolder() {
        return Path.of(System.getProperty("shuyuan.data", System.getProperty("karaf.base", ".")), "deploy");
    }

    /** The newest jar of each module that the distribution carries. */
    Map<String, ModuleJar> catalogue() {
        Map<String, ModuleJar> found = new TreeMap<>();
        for (ModuleJar jar : jarsIn(catalogue)) {
            found.merge(jar.id(), jar, (a, b) -> Comparator.comparing(ModuleJar::version).compare(a, b) >= 0 ? a : b);
        }
        return found;
    }

    List<ModuleJar> jarsIn(Path folder) {
        List<ModuleJar> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
                for (Path file : files) {
                    if (ModuleJar.isOne(file)) {
                        try {
                            jars.add(ModuleJar.read(file, registry.descriptors()));
                        } catch (Problem e) {
                            LOG.warn("{} is no usable module: {}", file, e.values().getOrDefault("why", e.code()));
                        }
                    }
                }
            } catch (IOException e) {
                LOG.warn("{} cannot be read: {}", folder, e.getMessage());
            }
        }
        return jars;
    }

    /**
     * From the catalogue, else the version that ran last.
     *
     * @throws Problem 404 {@code modules.no-such-module}, 422 {@code modules.not-installed}
     */
    public void install(String id, Caller caller) {
        ModuleJar offered = catalogue().get(id);
        if (offered != null) {
            install(offered, "catalogue", caller);
            return;
        }
        Path last = store.find(id).map(DesiredStore.Desired::file).map(kept::resolve).filter(Files::exists)
                .orElseThrow(() -> Problem.notFound("modules.no-such-module").with("module", id));
        install(ModuleJar.read(last, registry.descriptors()), "upload", caller);
    }

    /** A jar from anywhere. @throws Problem 422 with what is wrong; what ran before runs on */
    public synchronized void install(ModuleJar given, String origin, Caller caller) {
        String id = given.id();
        refusePlatform(id);
        given.descriptor().requires().stream().filter(r -> registry.state(r).isEmpty()).findFirst().ifPresent(missing -> {
            throw failed(id, "it requires the module " + missing + ", which is not here");
        });
        ModuleJar jar;
        try {
            jar = given.keptIn(kept);
        } catch (IOException e) {
            throw failed(id, "its file could not be kept in the data folder: " + e.getMessage());
        }
        Bundle running = context.getBundle(location(id));
        String before = running == null ? null : current(id);
        if (running != null && jar.path().getFileName().toString().equals(before)) {
            startAsItWas(id, running);
        } else {
            change(id, jar, running, before);
        }
        failures.remove(id);
        if (store.find(id).filter(known -> known.says(jar, origin)).isEmpty()) {
            remember(new DesiredStore.Desired(id, true, jar.version().toString(), jar.sha(), jar.path().getFileName().toString(), origin,
                    caller.name()), "modules.install", caller);
        }
    }

    private void startAsItWas(String id, Bundle bundle) {
        try {
            if (bundle.getState() != Bundle.ACTIVE) {
                bundle.start();
            }
            proveHealth(id, bundle);
            registry.changed();
        } catch (BundleException e) {
            throw failed(id, Health.missingPackages(bundle).orElse(reason(e)));
        }
    }

    private void change(String id, ModuleJar jar, @Nullable Bundle running, @Nullable String before) {
        registry.updating(id, true);
        Bundle bundle = running;
        try {
            gate.drain(id, DRAINED_WITHIN_MS);
            try (InputStream in = Files.newInputStream(jar.path())) {
                if (bundle == null) {
                    bundle = context.installBundle(location(id), in);
                    bundle.adapt(BundleStartLevel.class).setStartLevel(START_LEVEL);
                } else {
                    bundle.update(in);
                }
            }
            bundle.start();
            proveHealth(id, bundle);
            Files.writeString(kept.resolve(id + ".current"), jar.path().getFileName().toString());
            LOG.info("Module {} {} runs", id, jar.version());
        } catch (BundleException | IOException | Problem e) {
            String why = e instanceof Problem p ? String.valueOf(p.values().get("why"))
                    : bundle == null ? reason(e) : Health.missingPackages(bundle).orElse(reason(e));
            LOG.error("Module {} {} was not installed: {}", id, jar.version(), why);
            putBack(id, bundle, before);
            throw failed(id, why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(id, "the portal is stopping");
        } finally {
            registry.updating(id, false);
        }
    }

    private void proveHealth(String id, Bundle bundle) {
        long end = System.nanoTime() + HEALTHY_WITHIN_MS * 1_000_000;
        Optional<String> trouble = health.trouble(id, bundle);
        while (trouble.isPresent() && health.failedForGood(id).isEmpty() && System.nanoTime() < end) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            trouble = health.trouble(id, bundle);
        }
        if (trouble.isPresent()) {
            throw failed(id, trouble.get());
        }
    }

    private void putBack(String id, @Nullable Bundle bundle, @Nullable String before) {
        if (bundle == null) {
            return;
        }
        try {
            if (before == null) {
                bundle.uninstall();
                refresh(bundle);
                return;
            }
            try (InputStream in = Files.newInputStream(kept.resolve(before))) {
                bundle.update(in);
            }
            bundle.start();
            proveHealth(id, bundle);
            LOG.info("Module {}: {} runs again", id, before);
        } catch (BundleException | IOException | Problem e) {
            LOG.error("Module {}: what ran before could not be put back", id, e);
        }
    }

    /** @throws Problem 404 {@code modules.no-such-module}; 422 {@code modules.is-platform}; 409 {@code modules.required-by} */
    public synchronized void withdraw(String id, Caller caller) {
        refusePlatform(id);
        if (registry.entry(id).isEmpty() && context.getBundle(location(id)) == null && store.find(id).isEmpty()) {
            throw Problem.notFound("modules.no-such-module").with("module", id);
        }
        registry.entries().stream().map(ModuleRegistry.Entry::descriptor).filter(d -> d != null && d.requires().contains(id)).findFirst()
                .ifPresent(other -> {
                    throw Problem.conflict("modules.required-by").with("module", id).with("other", other.id());
                });
        DesiredStore.Desired last = store.find(id).orElse(new DesiredStore.Desired(id, true, null, null, null, null, caller.name()));
        remember(new DesiredStore.Desired(id, false, last.version(), last.sha(), last.file(), last.origin(), caller.name()), "modules.withdraw", caller);
        uninstall(id);
    }

    /** A jar was taken out of the deploy folder: that is a withdrawal, and dropping the same jar again counts anew. */
    synchronized void undeploy(String fileName) {
        store.all().values().stream().filter(d -> ("deploy:" + fileName).equals(d.origin())).findFirst().ifPresent(d -> {
            Optional<ModuleJar> other = jarsIn(deployFolder()).stream().filter(j -> j.id().equals(d.id())).max(Comparator.comparing(ModuleJar::version));
            if (other.isPresent()) {
                install(other.get(), "deploy:" + other.get().path().getFileName(), Caller.system("deploy"));
                return;
            }
            remember(new DesiredStore.Desired(d.id(), false, d.version(), null, d.file(), null, "deploy"), "modules.withdraw", Caller.system("deploy"));
            uninstall(d.id());
        });
    }

    private void uninstall(String id) {
        registry.withdraw(id);
        Bundle bundle = context.getBundle(location(id));
        try {
            gate.drain(id, DRAINED_WITHIN_MS);
            if (bundle != null) {
                bundle.uninstall();
                refresh(bundle);
                LOG.info("Module {} is withdrawn; its data stays", id);
            }
            Files.deleteIfExists(kept.resolve(id + ".current"));
        } catch (BundleException | IOException e) {
            LOG.error("Module {} could not be taken away", id, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        registry.changed();
    }

    private void refresh(Bundle bundle) {
        // it exports nothing, so nobody else is touched; only its classes are let go
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle));
    }

    private void remember(DesiredStore.Desired desired, String action, Caller caller) {
        transactions.run(() -> {
            store.put(desired);
            audit.write(caller, null, action, new Audit.Subject("modules.module", desired.id(), desired.id()), null,
                    Map.of("version", String.valueOf(desired.version()), "origin", String.valueOf(desired.origin())));
        });
    }

    private void refusePlatform(String id) {
        if (registry.entry(id).map(ModuleRegistry.Entry::descriptor).map(Descriptor::platform).orElse(false)) {
            throw new Problem(422, "modules.is-platform").with("module", id);
        }
    }

    private Problem failed(String id, String why) {
        failures.put(id, why);
        return new Problem(422, "modules.not-installed").with("module", id).with("why", why);
    }

    private static String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return text.lines().findFirst().orElse(text);
    }

    private static String location(String id) {
        return LOCATION + id;
    }

    private @Nullable String current(String id) {
        try {
            return Files.readString(kept.resolve(id + ".current")).strip();
        } catch (IOException none) {
            return null;
        }
    }
}
