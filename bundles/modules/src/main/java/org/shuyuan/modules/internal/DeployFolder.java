package org.shuyuan.modules.internal;

import java.io.File;
import java.util.Optional;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The third door: a jar in the deploy folder. The watcher itself is Felix File Install's. */
@Component(service = ArtifactInstaller.class, property = Constants.SERVICE_RANKING + ":Integer=1000")
public class DeployFolder implements ArtifactInstaller {

    private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);

    private final ModuleManager manager;
    private final ModuleRegistry registry;

    @Activate
    public DeployFolder(@Reference ModuleManager manager, @Reference ModuleRegistry registry) {
        this.manager = manager;
        this.registry = registry;
    }

    @Override
    public boolean canHandle(File file) {
        return ModuleJar.isOne(file.toPath());
    }

    /** Also called for every file at each start: what was seen and decided upon before is left as it is. */
    @Override
    public void install(File file) {
        act(file, false);
    }

    @Override
    public void update(File file) {
        act(file, true);
    }

    private void act(File file, boolean again) {
        String origin = "deploy:" + file.getName();
        try {
            ModuleJar jar = ModuleJar.read(file.toPath(), registry.descriptors());
            Optional<DesiredStore.Desired> known = manager.store().find(jar.id());
            if (!again && known.isPresent() && origin.equals(known.get().origin()) && jar.sha().equals(known.get().sha())) {
                return;
            }
            manager.install(jar, origin, Caller.system("deploy"));
        } catch (Problem e) {
            LOG.error("{} was not installed: {}", file.getName(), e.values().getOrDefault("why", e.code()));
        }
    }

    @Override
    public void uninstall(File file) {
        manager.undeploy(file.getName());
    }
}
