package org.shuyuan.modules.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;

/** How it stands with the modules and what happened to them, in words, for page and console alike. Thread-safe. */
@Component(service = Overview.class)
public class Overview {

    private static final int MOST_BUSY = 5;

    private final ModuleRegistry registry;
    private final ModuleManager manager;

    @Activate
    public Overview(@Reference ModuleRegistry registry, @Reference ModuleManager manager) {
        this.registry = registry;
        this.manager = manager;
    }

    /** Those that run, those that were withdrawn, those that a catalogue offers; by id. */
    List<ModulesResource.ModuleRow> modules(Language language) {
        Map<String, DesiredStore.Desired> wanted = manager.store().all();
        Map<String, Offers.Offer> offered = manager.offers().newest();
        Set<String> ids = new TreeSet<>(offered.keySet());
        ids.addAll(wanted.keySet());
        ids.addAll(manager.failures().keySet());
        registry.all().forEach(m -> ids.add(m.id()));
        ids.addAll(registry.acting());
        return ids.stream().map(id -> row(id, wanted.get(id), jar(offered, id), language)).toList();
    }

    /** The newest first. @param module null for all */
    List<ModulesResource.HistoryRow> history(@Nullable String module, int offset, int size, Language language) {
        Map<String, Offers.Offer> offered = manager.offers().newest();
        return manager.history().list(module, offset, size).stream().map(e -> new ModulesResource.HistoryRow(e.id(), e.module(),
                name(e.module(), jar(offered, e.module()), language), e.at(), Anonymous.shown(e.who(), language), word(e.action()), e.version(), e.previous(), e.origin(),
                e.why() == null ? null : registry.sentence(language, e.why()), e.why() == null ? null : Failures.runs(language, e.why()), details(e.why()))).toList();
    }

    private ModulesResource.ModuleRow row(String id, DesiredStore.@Nullable Desired desired, @Nullable ModuleJar offered, Language language) {
        Optional<ModuleInfo> running = registry.find(id);
        Problem failure = manager.failures().get(id);
        Optional<Step> step = registry.step(id);
        // one that comes for the first time has no bundle yet while it is on its way
        String state = running.map(m -> word(m.state())).or(() -> step.map(on -> "updating")).orElse(failure != null && (desired == null || desired.installed()) ? "failed" : "withdrawn");
        Problem why = failure != null ? failure : registry.entry(id).map(ModuleRegistry.Entry::problem).orElse(null);
        return new ModulesResource.ModuleRow(id, name(id, offered, language), running.map(ModuleInfo::version).orElse(desired == null ? null : desired.version()), state,
                running.map(ModuleInfo::platform).orElse(false), desired == null ? null : desired.origin(),
                why == null ? null : registry.sentence(language, why), why == null ? null : registry.advice(language, why), details(why), offered == null ? null : offered.version().toString(),
                step.map(Step::word).orElse(null),
                manager.busy(id).stream().limit(MOST_BUSY).map(busy -> new ModulesResource.BusyRow(busy.what(), busy.since().toSeconds())).toList());
    }

    private static @Nullable ModuleJar jar(Map<String, Offers.Offer> offered, String id) {
        return Optional.ofNullable(offered.get(id)).map(Offers.Offer::jar).orElse(null);
    }

    private static @Nullable String details(@Nullable Problem why) {
        Object chain = why == null ? null : why.values().get(Reasons.CHAIN);
        return chain == null ? null : chain.toString();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** What people call the module, also while it does not run. */
    String name(String id, Language language) {
        return name(id, manager.offers().find(id).map(Offers.Offer::jar).orElse(null), language);
    }

    private String name(String id, @Nullable ModuleJar offered, Language language) {
        Optional<String> running = registry.entry(id).filter(e -> e.descriptor() != null)
                .map(e -> registry.text(language, id, e.descriptor().json().path("name").asText()));
        return running.or(() -> manager.last(id).or(() -> Optional.ofNullable(offered)).map(jar -> jar.name(language))).orElse(id);
    }
}
