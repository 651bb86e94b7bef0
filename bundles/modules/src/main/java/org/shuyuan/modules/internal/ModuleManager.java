package org.shuyuan.modules.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.api.tx.Repeated;
import org.shuyuan.api.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every door leads to: installs, updates and withdraws modules while everything else goes on, one act at a time. What is wanted
 * is in the database and is reached again after each start; every act and every failure is in the history.
 */
@Component(service = ModuleManager.class, immediate = true)
public class ModuleManager {

    /** Where a jar came from, besides {@code deploy:<file name>}. */
    static final String FROM_CATALOGUE = "catalogue";
    static final String FROM_SHARE = "share";
    static final String FROM_UPLOAD = "upload";
    static final String FROM_CONSOLE = "console";
    static final String FROM_KEPT = "kept";
    static final String FROM_DEPLOY = "deploy:";

    private static final Logger LOG = LoggerFactory.getLogger(ModuleManager.class);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final long AGAIN_MS = 10_000;
    private static final Duration LONG_JOB = Duration.ofMinutes(2);

    private final ModuleRegistry registry;
    private final Gate gate;
    private final Installer installer;
    private final DesiredStore store;
    private final HistoryStore history;
    private final Decisions decisions;
    private final Path kept;
    private final KeptVersions versions;
    private final Offers offers;
    private final Trust trust;
    private final Catalogue deployed;
    private final Failures failures;
    private final Caretaker caretaker;
    private final Trying trying;
    private final DecidedFiles decided;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable LogWatch logs;

    @Activate
    public ModuleManager(BundleContext context, @Reference ModuleRegistry registry, @Reference Gate gate, @Reference Health health,
            @Reference(target = "(osgi.jndi.service.name=shuyuan.modules)") DataSource db, @Reference Transactions transactions,
            @Reference Audit audit, @Reference ModuleSettings settings) {
        this(context, registry, gate, health, db, transactions, audit,
                Path.of(System.getProperty("shuyuan.data", System.getProperty("karaf.base", "."))),
                Path.of(System.getProperty("shuyuan.home", System.getProperty("karaf.home", "."))).resolve("catalogue"),
                new Certificates(Path.of(System.getProperty("karaf.etc", "etc")).resolve("trust")), settings, () -> settings.healthySeconds() * 1000L);
        gate.settings(settings);
        gate.failing(this::switchOffSoon);
        caretaker.begin(new Startup(context, this, registry, gate, health));
    }

    /** Without the start, for tests. */
    ModuleManager(BundleContext context, ModuleRegistry registry, Gate gate, Health health, DataSource db, Transactions transactions, Audit audit,
            Path data, Path offered, Certificates trusted, ModuleSettings settings, LongSupplier healthyWithinMs) {
        this.registry = registry;
        this.gate = gate;
        store = new DesiredStore(db);
        history = new HistoryStore(db);
        decisions = new Decisions(store, history, transactions, audit);
        failures = new Failures(registry, history, transactions);
        kept = data.resolve("modules");
        versions = new KeptVersions(kept, registry.descriptors());
        registry.kept(versions);
        trying = new Trying(kept);
        decided = new DecidedFiles(kept);
        installer = new Installer(context, registry, gate, health, kept, this::knownAs, healthyWithinMs);
        offers = new Offers(new Catalogue(offered, registry.descriptors()), new SharedCatalogue(settings, registry.descriptors(), trusted));
        trust = new Trust(offers, trusted, settings, kept);
        caretaker = new Caretaker(this, new Withheld(this, data, InstantSource.system()));
        deployed = new Catalogue(data.resolve("deploy"), registry.descriptors());
    }

    /** Whether what is shown as installed is what runs. What differs is told on the page and in the log until it is mended. */
    synchronized void checkItself() {
        try {
            Map<String, Problem> found = SelfCheck.differences(store.all(), installer, registry, kept);
            LogWatch watched = logs;
            SelfCheck.loud(watched == null ? Set.of() : watched.flooding(), registry).forEach(found::putIfAbsent);
            failures.differ(found);
        } catch (RuntimeException e) {
            // while the database is away nothing can be compared
            LOG.debug("The modules could not be compared with what was chosen", e);
        }
    }

    @Deactivate
    public void close() {
        caretaker.close();
        installer.close();
    }

    /** Soon, on the thread that acts by itself. */
    void later(Runnable act, long milliseconds) {
        caretaker.later(act, milliseconds);
    }

    /** Why a module is not what somebody wanted it to be, by id. */
    Map<String, Problem> failures() {
        return failures.all();
    }

    /** What has been inside a module for more than ten seconds, and its jobs that have been at work for more than two minutes. */
    List<Guard.Busy> busy(String id) {
        return Stream.concat(gate.guard().longer(id, LONG).stream(),
                Repeated.working(id, LONG_JOB).stream().map(job -> new Guard.Busy(job.name(), job.since()))).toList();
    }

    DesiredStore store() {
        return store;
    }

    HistoryStore history() {
        return history;
    }

    Installer installer() {
        return installer;
    }

    /** What can be installed by its name. */
    Offers offers() {
        return offers;
    }

    /** Which jars may be installed. */
    Trust trust() {
        return trust;
    }

    /** Which of its files have had their turn. */
    DecidedFiles decided() {
        return decided;
    }

    /** What a process before this one did not come to the end of bringing. */
    Trying trying() {
        return trying;
    }

    /** What lies in the deploy folder. */
    Catalogue deployed() {
        return deployed;
    }

    /** What was used before and can be brought back. */
    KeptVersions versions() {
        return versions;
    }

    /** The jar that was chosen last, as it is kept in the data folder. */
    Optional<ModuleJar> last(String id) {
        return store.find(id).map(DesiredStore.Desired::file).map(kept::resolve).filter(Files::exists)
                .map(file -> ModuleJar.read(file, registry.descriptors()));
    }

    /** Of a module that was here, or that the distribution brings: another of its word would find its data. */
    private @Nullable String knownAs(String id) {
        try {
            return last(id).or(() -> Optional.ofNullable(offers.own().newest().get(id))).map(ModuleJar::symbolicName).orElse(null);
        } catch (Problem unreadable) {
            LOG.debug("What module {} was cannot be read", id, unreadable);
            return null;
        }
    }

    /** @throws Problem 422 {@code modules.file-gone} */
    ModuleJar keptAs(DesiredStore.Desired desired) {
        Path file = kept.resolve(String.valueOf(desired.file()));
        if (desired.file() == null || !Files.exists(file)) {
            throw new Problem(422, "modules.file-gone").with("module", desired.id()).with("file", file);
        }
        return ModuleJar.read(file, registry.descriptors());
    }

    /**
     * What {@link #install(String, Caller, boolean)} takes: from a catalogue, else the version that ran last.
     *
     * @throws Problem 404 {@code modules.no-such-module}
     */
    Offers.Offer offered(String id) {
        return offers.find(id).or(() -> last(id).map(jar -> new Offers.Offer(jar, FROM_UPLOAD)))
                .orElseThrow(() -> Problem.notFound("modules.no-such-module").with("module", id));
    }

    /** @throws Problem as {@link #offered} and {@link #install(ModuleJar, String, Caller, boolean)} */
    public void install(String id, Caller caller, boolean knowing) {
        refusePlatform(id);
        Offers.Offer offer = offered(id);
        install(offer.jar(), offer.origin(), caller, knowing);
    }

    /** What nobody asked with the knowledge of what it touches. @throws Problem as {@link #install(ModuleJar, String, Caller, boolean)} */
    public void install(ModuleJar given, String origin, Caller caller) {
        install(given, origin, caller, false);
    }

    /**
     * A jar from anywhere.
     *
     * @param knowing whether it is wanted although bundles of other modules are stopped and wired anew by it
     * @throws Problem 422 with what is wrong, 409 {@code modules.touches-others}; what ran before runs on
     */
    public synchronized void install(ModuleJar given, String origin, Caller caller, boolean knowing) {
        String id = given.id();
        refusePlatform(id);
        Optional<DesiredStore.Desired> before = store.find(id);
        ModuleJar jar = brought(given, origin, caller, knowing);
        failures.all().remove(id);
        gate.guard().anew(id);
        if (before.filter(chosen -> chosen.says(jar, origin)).isEmpty()) {
            versions.used(jar);
            boolean update = before.map(DesiredStore.Desired::installed).orElse(false);
            try {
                decisions.put(new DesiredStore.Desired(id, true, jar.version().toString(), jar.sha(), jar.path().getFileName().toString(), origin, caller.name()),
                        update ? HistoryStore.Action.UPDATE : HistoryStore.Action.INSTALL, before, caller);
            } catch (RuntimeException e) {
                // what is not written down must not run
                back(id, before.filter(DesiredStore.Desired::installed));
                throw e;
            }
        }
    }

    private void back(String id, Optional<DesiredStore.Desired> before) {
        try {
            if (before.isPresent()) {
                installer.bring(keptAs(before.get()), true);
            } else {
                installer.takeAway(id, false);
            }
        } catch (RuntimeException e) {
            LOG.error("Module {}: what ran before could not be put back", id, e);
        }
    }

    /** As it is kept, and running; a jar that never ran is not kept. */
    private ModuleJar brought(ModuleJar given, String origin, Caller caller, boolean knowing) {
        boolean known = versions.has(given);
        try {
            given.descriptor().requires().stream().filter(r -> registry.state(r).isEmpty()).findFirst().ifPresent(missing -> {
                throw new Problem(422, "modules.requires").with("module", given.id()).with("other", missing);
            });
            boolean ranHere = trust.ranHere(given);
            ModuleJar jar = keep(given);
            try {
                // the copy: nobody can change that between the look and the act
                (ranHere ? Optional.<Problem>empty() : trust.refusalOfNew(jar)).ifPresent(distrust -> {
                    throw distrust;
                });
                trying.begin(jar, origin);
                installer.bring(jar, knowing);
            } catch (Problem why) {
                if (!known) {
                    versions.forget(jar);
                }
                throw why;
            } finally {
                trying.end();
            }
            return jar;
        } catch (Problem why) {
            // as people call it, where the sentence names it
            Texts.each("module", given::name).forEach(why::with);
            failed(given.id(), given.version().toString(), origin, why, caller);
            throw why;
        }
    }

    private ModuleJar keep(ModuleJar given) {
        try {
            return versions.keep(given);
        } catch (IOException e) {
            throw new Problem(507, "modules.not-kept").with("module", given.id()).with("detail", String.valueOf(e.getMessage()));
        }
    }

    /** Writes down why a module does not run. */
    void failed(String id, String version, String origin, Problem why, Caller caller) {
        failures.add(id, version, origin, why, caller);
    }

    /** As {@link #withdraw(String, Caller, boolean)}, touching nobody else. */
    public void withdraw(String id, Caller caller) {
        withdraw(id, caller, false);
    }

    /**
     * Takes the module away; its data stays.
     *
     * @param knowing whether it is wanted although bundles of other modules are stopped and wired anew by it
     * @throws Problem 404 {@code modules.no-such-module}; 422 {@code modules.is-platform}; 409 {@code modules.required-by}, {@code modules.touches-others}
     */
    public synchronized void withdraw(String id, Caller caller, boolean knowing) {
        refusePlatform(id);
        Optional<DesiredStore.Desired> before = store.find(id);
        if (registry.entry(id).isEmpty() && installer.bundle(id) == null && before.isEmpty()) {
            throw Problem.notFound("modules.no-such-module").with("module", id);
        }
        registry.entries().stream().map(ModuleRegistry.Entry::descriptor).filter(d -> d != null && d.requires().contains(id)).findFirst()
                .ifPresent(other -> {
                    throw Problem.conflict("modules.required-by").with("module", id).with("other", other.id());
                });
        if (!knowing) {
            installer.effectsOfTaking(id).refusal(id).ifPresent(why -> {
                throw why;
            });
        }
        DesiredStore.Desired last = before.orElse(new DesiredStore.Desired(id, true, null, null, null, null, caller.name()));
        decisions.put(new DesiredStore.Desired(id, false, last.version(), last.sha(), last.file(), last.origin(), caller.name()),
                HistoryStore.Action.WITHDRAW, before, caller);
        installer.takeAway(id, knowing);
        failures.all().remove(id);
    }

    /** Again and again until it is written down: the database may be away just then. */
    private void switchOffSoon(String id) {
        later(() -> {
            try {
                switchOff(id);
            } catch (RuntimeException e) {
                LOG.warn("Module {} could not be withdrawn yet: {}", id, e.getMessage());
                later(() -> switchOffSoon(id), AGAIN_MS);
            }
        }, 0);
    }

    /** One that does nothing but fail is withdrawn by the portal itself, and says why until somebody installs it again. */
    void switchOff(String id) {
        switchOff(new Problem(503, "modules.kept-failing").with("module", id), id, Caller.system("guard"));
    }

    /** Withdraws a module for that reason. */
    synchronized void switchOff(Problem why, String id, Caller guard) {
        DesiredStore.Desired desired = store.find(id).orElse(null);
        if (desired == null || !desired.installed()) {
            return;
        }
        try {
            last(id).ifPresent(jar -> Texts.each("module", jar::name).forEach(why::with));
        } catch (Problem unreadable) {
            LOG.debug("The jar of module {} cannot be read; its id names it", id, unreadable);
        }
        try {
            withdraw(id, guard);
        } catch (Problem needed) {
            LOG.error("Module {} cannot be withdrawn: {}", id, registry.sentence(Language.EN, needed));
        }
        failed(id, String.valueOf(desired.version()), String.valueOf(desired.origin()), why, guard);
    }

    /** A jar was taken out of the deploy folder: that is a withdrawal, and dropping the same jar again counts anew. */
    synchronized void undeploy(String fileName) {
        decided.remove(fileName);
        store.all().values().stream().filter(d -> d.installed() && (FROM_DEPLOY + fileName).equals(d.origin())).findFirst().ifPresent(this::undeployed);
    }

    /** The same for every jar that is not there any more: it may have gone before the watcher had seen it in this run. */
    synchronized void undeployMissing() {
        store.all().values().stream().filter(d -> d.installed() && deletedMeanwhile(d)).forEach(this::undeployed);
    }

    boolean deletedMeanwhile(DesiredStore.Desired one) {
        return one.origin() != null && one.origin().startsWith(FROM_DEPLOY)
                && !Files.exists(deployed.folder().resolve(one.origin().substring(FROM_DEPLOY.length())));
    }

    /** Another jar of the module that lies there takes over; without one the module goes. */
    synchronized void undeployed(DesiredStore.Desired gone) {
        decided.remove(String.valueOf(gone.origin()).substring(FROM_DEPLOY.length()));
        Caller deploy = Caller.system("deploy");
        ModuleJar other = deployed.newest().get(gone.id());
        if (other != null) {
            install(other, FROM_DEPLOY + other.path().getFileName(), deploy);
            return;
        }
        decisions.put(new DesiredStore.Desired(gone.id(), false, gone.version(), null, gone.file(), null, deploy.name()), HistoryStore.Action.WITHDRAW,
                Optional.of(gone), deploy);
        installer.takeAway(gone.id(), false);
    }

    /** @throws Problem 422 {@code modules.is-platform} */
    void refusePlatform(String id) {
        if (registry.isPlatform(id)) {
            throw new Problem(422, "modules.is-platform").with("module", id);
        }
    }

    /** The bundle that runs as this module, if it was brought here. */
    @Nullable Bundle bundle(String id) {
        return installer.bundle(id);
    }
}
