package org.shuyuan.modules.internal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.api.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why modules are not what somebody wanted them to be: on the page until it is mended, in the log, and in the history. Thread-safe. */
final class Failures {

    /** The value of a problem that says what runs in spite of it, in each language. */
    private static final String RUNS = "runs";
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final ModuleRegistry registry;
    private final HistoryStore history;
    private final Transactions transactions;
    private final Map<String, Problem> known = new ConcurrentHashMap<>();

    Failures(ModuleRegistry registry, HistoryStore history, Transactions transactions) {
        this.registry = registry;
        this.history = history;
        this.transactions = transactions;
    }

    /** By module; live. */
    Map<String, Problem> all() {
        return known;
    }

    /** Writes down why a module does not run, and what runs all the same; the same failure again is not a second line. */
    void add(String id, String version, String origin, Problem why, Caller caller) {
        Optional<String> runs = registry.entry(id).filter(entry -> entry.descriptor() != null).map(ModuleRegistry.Entry::version);
        Texts.each(RUNS, language -> registry.text(language, "modules", runs.isPresent() ? "runs.version" : "runs.none",
                Map.of("module", why.values().getOrDefault("module." + language.tag(), id), "version", runs.orElse("")))).forEach(why::with);
        known.put(id, why);
        LOG.error("Module {} {} was not installed: {}", id, version, registry.sentence(Language.EN, why));
        try {
            transactions.run(() -> history.addFailure(id, version, runs.orElse(null), origin, why, caller));
        } catch (RuntimeException e) {
            LOG.warn("The failure of module {} could not be written down: {}", id, e.getMessage());
        }
    }

    /** What runs in spite of it, as it was said at that time; empty where nothing was said. */
    static String runs(Language language, Problem why) {
        return String.valueOf(why.values().getOrDefault(RUNS + "." + language.tag(), ""));
    }

    /** What the self-check found; what it no longer finds is taken back. */
    void differ(Map<String, Problem> found) {
        known.forEach((id, why) -> {
            if (SelfCheck.found(why) && !found.containsKey(id)) {
                known.remove(id);
                registry.changed();
            }
        });
        found.forEach((id, why) -> {
            if (known.putIfAbsent(id, why) == null) {
                LOG.error("Module {}: {}", id, registry.sentence(Language.EN, why));
                registry.changed();
            }
        });
    }
}
