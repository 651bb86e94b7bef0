package org.shuyuan.modules.internal;

import java.io.IOException;
import java.util.Hashtable;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets Felix File Install watch the deploy folder from the moment that its door stands and what ran before runs again. A watcher that
 * a file in {@code etc/} configures is there earlier at the container's very first start, and starts the jars by itself.
 */
@Component(service = DeployWatcher.class, immediate = true)
public class DeployWatcher {

    private static final Logger LOG = LoggerFactory.getLogger(DeployWatcher.class);
    /** At a later start the watcher is known from before and waits for this start level, at which the door stands. */
    private static final String START_LEVEL = "80";

    /** When the watcher has looked for the first time, on a slow machine too; a jar that went before that is missed by nobody else. */
    private static final long[] LOOK_AGAIN_MS = {3_000, 15_000};

    @Activate
    public DeployWatcher(@Reference ModuleManager manager, @Reference ConfigurationAdmin configurations,
            @Reference(target = "(component.name=org.shuyuan.modules.internal.DeployFolder)") ArtifactInstaller door) {
        manager.later(() -> watch(manager, configurations), 0);
    }

    private static void watch(ModuleManager manager, ConfigurationAdmin configurations) {
        Hashtable<String, Object> settings = new Hashtable<>();
        settings.put("felix.fileinstall.dir", manager.deployed().folder().toString());
        settings.put("felix.fileinstall.tmpdir", System.getProperty("java.io.tmpdir"));
        settings.put("felix.fileinstall.poll", "100");
        settings.put("felix.fileinstall.start.level", START_LEVEL);
        settings.put("felix.fileinstall.active.level", START_LEVEL);
        settings.put("felix.fileinstall.log.level", "3");
        // a new jar must not stop and start bundles that merely could use it
        settings.put("felix.fileinstall.optionalImportRefreshScope", "none");
        settings.put("felix.fileinstall.fragmentRefreshScope", "none");
        try {
            configurations.getFactoryConfiguration("org.apache.felix.fileinstall", "deploy", "?").updateIfDifferent(settings);
            for (long milliseconds : LOOK_AGAIN_MS) {
                manager.later(manager::undeployMissing, milliseconds);
            }
        } catch (IOException e) {
            LOG.error("deploy/ is not watched: {}; install modules by \"portal module install\" until the data folder can be written again", e.getMessage());
        }
    }
}
