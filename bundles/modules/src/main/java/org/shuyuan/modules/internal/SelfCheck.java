package org.shuyuan.modules.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Texts;

/** Compares what was chosen with what the container runs: somebody may have stopped a bundle on the console, or changed a file in the data folder. */
final class SelfCheck {

    /** Sends more lines to the log than it takes. */
    static final String FLOODS = "modules.floods-log";
    private static final String DIFFERS = "modules.differs-";

    private SelfCheck() {}

    /** Whether a problem was found by looking at what runs, and goes when the next look does not find it. */
    static boolean found(Problem why) {
        return why.code().startsWith(DIFFERS) || why.code().equals(FLOODS);
    }

    /** What is not as it is shown, by id; modules in the middle of an act are left out. */
    static Map<String, Problem> differences(Map<String, DesiredStore.Desired> chosen, Installer installer, ModuleRegistry registry, Path kept) {
        Map<String, Problem> found = new TreeMap<>();
        chosen.forEach((id, desired) -> {
            Problem why = registry.step(id).isPresent() ? null : difference(desired, installer.bundle(id), installer.jars().name(id), kept);
            if (why != null) {
                found.put(id, why.with("module", id));
            }
        });
        return found;
    }

    /** Whose bundles flood the log, by id. @param bundles symbolic names */
    static Map<String, Problem> loud(Set<String> bundles, ModuleRegistry registry) {
        Map<String, Problem> found = new TreeMap<>();
        registry.entries().stream().filter(entry -> entry.descriptor() != null && bundles.contains(entry.bundle().getSymbolicName()))
                .forEach(entry -> {
                    String id = entry.descriptor().id();
                    Problem why = new Problem(503, FLOODS).with("module", id);
                    Texts.each("module", language -> registry.text(language, id, entry.descriptor().json().path("name").asText())).forEach(why::with);
                    found.put(id, why);
                });
        return found;
    }

    private static @Nullable Problem difference(DesiredStore.Desired desired, @Nullable Bundle bundle, @Nullable String runs, Path kept) {
        boolean active = bundle != null && bundle.getState() == Bundle.ACTIVE;
        if (!desired.installed()) {
            return active ? new Problem(500, "modules.differs-runs") : null;
        }
        if (!active) {
            return new Problem(500, "modules.differs-stopped");
        }
        String file = desired.file();
        if (file == null) {
            return null;
        }
        if (!file.equals(runs)) {
            return new Problem(500, "modules.differs-other").with("file", file).with("other", String.valueOf(runs));
        }
        try {
            return ModuleJar.sha(kept.resolve(file)).equals(desired.sha()) ? null : new Problem(500, "modules.differs-changed").with("file", file);
        } catch (IOException gone) {
            return new Problem(500, "modules.differs-gone").with("file", file);
        }
    }
}
