package org.shuyuan.modules.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The third door: a jar or archive in the deploy folder. The watcher itself is Felix File Install's. Every jar there is this class's, so that one
 * that is no module never becomes a bundle; it is named in the log and on the page.
 */
@Component(service = ArtifactInstaller.class, property = Constants.SERVICE_RANKING + ":Integer=1000")
public class DeployFolder implements ArtifactInstaller {

    private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);
    /** A jar that is no module is complained of when it has not grown for so long: it may be on its way. */
    private static final long STILL_COPIED_MS = 10_000;

    private final ModuleRegistry registry;
    private final Path folder;
    /** What the watcher told of before there was anybody to act; true = it changed. */
    private final Map<File, Boolean> early = new LinkedHashMap<>();
    private @Nullable ModuleManager manager;

    /** Needs no database, so that it is there before the watcher looks for the first time: else the watcher would start the jars itself. */
    @Activate
    public DeployFolder(@Reference ModuleRegistry registry) {
        this(registry, Path.of(System.getProperty("shuyuan.data", System.getProperty("karaf.base", "."))).resolve("deploy"));
    }

    DeployFolder(ModuleRegistry registry, Path folder) {
        this.registry = registry;
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setManager(ModuleManager ready) {
        synchronized (early) {
            manager = ready;
        }
        // behind what it does first, which is to reach the state of before
        ready.later(() -> {
            Map<File, Boolean> seen;
            synchronized (early) {
                seen = new LinkedHashMap<>(early);
                early.clear();
            }
            seen.forEach((file, again) -> act(ready, file, again));
        }, 0);
    }

    void unsetManager(ModuleManager gone) {
        synchronized (early) {
            manager = manager == gone ? null : manager;
        }
    }

    private void told(File file, boolean again) {
        ModuleManager ready;
        synchronized (early) {
            ready = manager;
            if (ready == null) {
                early.put(file, again);
            }
        }
        if (ready != null) {
            act(ready, file, again);
        }
    }

    /** The watcher of {@code etc/} asks as well, and packs each folder there into a jar of its own to ask about. */
    @Override
    public boolean canHandle(File file) {
        Path parent = file.toPath().toAbsolutePath().normalize().getParent();
        return ModuleJar.named(file.getName()) && folder.equals(parent);
    }

    /** Also called for every file at each start: what was seen and decided upon before is left as it is. */
    @Override
    public void install(File file) {
        told(file, false);
    }

    @Override
    public void update(File file) {
        told(file, true);
    }

    private void act(ModuleManager manager, File file, boolean again) {
        String origin = ModuleManager.FROM_DEPLOY + file.getName();
        if (!ModuleJar.isOne(file.toPath())) {
            long size = file.length();
            manager.later(() -> complain(file.toPath(), size), STILL_COPIED_MS);
            return;
        }
        try {
            ModuleJar jar = ModuleJar.read(file.toPath(), registry.descriptors());
            ModuleJar newest = manager.deployed().newest().get(jar.id());
            if (newest != null && newest.version().compareTo(jar.version()) > 0) {
                LOG.warn("deploy/{} is not used: deploy/{} is a newer version of the module {}", file.getName(), newest.path().getFileName(), jar.id());
                return;
            }
            Optional<DesiredStore.Desired> known = manager.store().find(jar.id());
            boolean chosen = known.filter(one -> origin.equals(one.origin()) && jar.sha().equals(one.sha())).isPresent();
            // what was chosen after it had its turn holds: another version that was brought back, or the reason why it is left out
            boolean decided = manager.decided().leftOut(jar.sha()) || known.isPresent() && manager.decided().holds(file.getName(), jar.sha());
            if (again || !chosen && !decided) {
                manager.install(ModuleJar.brought(file.toPath(), registry.descriptors()), origin, Caller.system("deploy"));
            }
            manager.decided().add(file.getName(), jar.sha());
        } catch (Problem e) {
            LOG.error("deploy/{} was not installed: {}", file.getName(), registry.sentence(Language.EN, e));
        } catch (RuntimeException e) {
            LOG.error("deploy/{} was not installed; it is looked at again at the next start, or when it changes: {}", file.getName(), e.getMessage());
            if (!Reasons.database(e)) {
                LOG.error("deploy/{}", file.getName(), e);
            }
        }
    }

    private static void complain(Path file, long size) {
        try {
            if (Files.exists(file) && Files.size(file) == size && !ModuleJar.isOne(file)) {
                LOG.error("deploy/{} is not used: it is not whole, or no module. Copy it again or take it away.", file.getFileName());
            }
        } catch (IOException gone) {
            LOG.debug("{} went away", file, gone);
        }
    }

    @Override
    public void uninstall(File file) {
        ModuleManager ready;
        synchronized (early) {
            early.remove(file);
            ready = manager;
        }
        // without one the next start finds that the file is gone
        if (ready != null) {
            ready.undeploy(file.getName());
        }
    }
}
