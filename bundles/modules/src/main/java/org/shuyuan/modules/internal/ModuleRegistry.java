package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.module.ModulePage;
import org.shuyuan.api.module.ModuleInfo.State;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.module.Register;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.rest.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the modules by the header of their bundles, and their texts. Needs no database, so that errors have texts before there is
 * one. Open pages hear of every change.
 */
@Component(service = {Modules.class, Texts.class, ModuleRegistry.class}, immediate = true)
public class ModuleRegistry implements Modules, Texts {

    /** One module; {@code bundle} is the running one or, while it is updated, the last that ran. */
    record Entry(Bundle bundle, @Nullable Descriptor descriptor, String tag, Map<Language, Map<String, String>> texts, @Nullable Problem problem) {

        String version() {
            return tag.substring(0, Math.max(0, tag.lastIndexOf('-')));
        }

        /** In that language, and in Chinese what is missing there. */
        Map<String, String> allTexts(Language language) {
            Map<String, String> all = new TreeMap<>(texts.get(Language.ZH_CN));
            all.putAll(texts.get(language));
            return all;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ModuleRegistry.class);

    private final Descriptors descriptors = new Descriptors();
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Set<String> updating = ConcurrentHashMap.newKeySet();
    private final Map<String, Step> steps = new ConcurrentHashMap<>();
    private final AtomicLong revision = new AtomicLong(System.currentTimeMillis());
    private final BundleTracker<String> tracker;

    private volatile @Nullable Consumer<Bundle> strays;
    private volatile @Nullable KeptVersions kept;
    /** Needs the database, which this does not wait for: until it is there every module is on everywhere, and the gate lets nobody in. */
    private volatile @Nullable Activation activation;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Live live;

    @Activate
    public ModuleRegistry(BundleContext context) {
        tracker = new BundleTracker<>(context, Bundle.STARTING | Bundle.ACTIVE, new Customizer());
        tracker.open();
    }

    @Deactivate
    public void close() {
        tracker.close();
    }

    Descriptors descriptors() {
        return descriptors;
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    Optional<Entry> entry(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** Who takes care of a domain module's bundle that did not come through the portal's doors; such a bundle is not listed. */
    void strays(Consumer<Bundle> taker) {
        strays = taker;
    }

    /** The versions that ran, once the manager knows where they are. */
    void kept(KeptVersions versions) {
        kept = versions;
    }

    /** Whether it is a domain module that somebody else installed, as the console's {@code feature:install} does. */
    static boolean stray(Bundle bundle) {
        if (bundle.getLocation().startsWith(Installer.LOCATION) || bundle.getHeaders("").get(Descriptors.HEADER) == null) {
            return false;
        }
        URL url = bundle.getEntry(Descriptors.PATH);
        try (InputStream in = url == null ? InputStream.nullInputStream() : url.openStream()) {
            return url != null && !Json.mapper().readTree(in).path("platform").asBoolean(false);
        } catch (IOException e) {
            return false;
        }
    }

    /** While a module is updated it stays listed, its requests are asked to come again. */
    void updating(String id, boolean now) {
        if (now ? updating.add(id) : updating.remove(id)) {
            if (!now) {
                steps.remove(id);
                entries.computeIfPresent(id, (key, e) -> (e.bundle().getState() & (Bundle.STARTING | Bundle.ACTIVE)) == 0 ? null : e);
            }
            changed();
        }
    }

    /** How far the act is; only pages that show modules hear of it, the others have nothing to read anew. */
    void step(String id, Step step) {
        steps.put(id, step);
        Live listeners = live;
        if (listeners != null) {
            listeners.publish("changed", "{\"module\":\"modules\",\"type\":\"module\"}");
        }
    }

    /** Ids of the modules that something is done to just now. */
    Set<String> acting() {
        return Set.copyOf(steps.keySet());
    }

    Optional<Step> step(String id) {
        return Optional.ofNullable(steps.get(id));
    }

    /** Gone for everybody from now on, before its bundle stops. */
    void withdraw(String id) {
        if (entries.remove(id) != null) {
            changed();
        }
    }

    Optional<State> state(String id) {
        if (updating.contains(id)) {
            return Optional.of(State.UPDATING);
        }
        return entry(id).map(e -> e.descriptor() == null ? State.REFUSED : State.ACTIVE);
    }

    void activation(Activation knows) {
        activation = knows;
        changed();
    }

    void noActivation(Activation gone) {
        if (activation == gone) {
            activation = null;
        }
    }

    /** Whether units choose it: the platform's modules and those that serve no unit are on wherever they are. */
    boolean chosenByUnits(String id) {
        return entry(id).map(Entry::descriptor).map(d -> !d.platform() && !d.wholePortal()).orElse(false);
    }

    @Override
    public boolean active(String id, UUID unit) {
        if (!chosenByUnits(id)) {
            return entries.containsKey(id);
        }
        Activation knows = activation;
        return knows == null || knows.active(id, unit);
    }

    boolean isPlatform(String id) {
        Entry entry = entries.get(id);
        return entry != null && entry.descriptor() != null && entry.descriptor().platform();
    }

    void changed() {
        long now = revision.incrementAndGet();
        Live listeners = live;
        if (listeners != null) {
            listeners.publish("modules", "{\"revision\":" + now + "}");
        }
    }

    @Override
    public List<ModuleInfo> all() {
        return new TreeMap<>(entries).keySet().stream().map(this::find).flatMap(Optional::stream).toList();
    }

    @Override
    public Optional<ModuleInfo> find(String id) {
        return entry(id).map(e -> {
            Descriptor d = e.descriptor();
            return new ModuleInfo(id, e.version(), e.tag(), d != null && d.platform(), state(id).orElse(State.FAILED),
                    d == null ? List.of() : d.permissions(), e.problem() == null ? null : sentence(Language.ZH_CN, e.problem()));
        });
    }

    @Override
    public Optional<ModulePage> page(String id, String path) {
        return entry(id).map(Entry::descriptor).flatMap(d -> d.page(path));
    }

    @Override
    public List<Register> registers(String id) {
        return entry(id).map(Entry::descriptor).map(Descriptor::registers).orElse(List.of());
    }

    /** Out of the jar that is kept, whose content is the same whatever the bundle is doing; a bundle is asked only where none is kept. */
    @Override
    public Optional<byte[]> file(String id, String tag, String path) {
        Entry entry = entries.get(id);
        KeptVersions versions = kept;
        if (entry == null) {
            return Optional.empty();
        }
        Optional<byte[]> found = versions == null || isPlatform(id) ? Optional.empty() : versions.file(id, tag, path);
        return found.isPresent() || !entry.tag().equals(tag) || updating.contains(id) ? found : content(entry.bundle(), path);
    }

    /** The same for an entry that may be in the middle of an act. */
    Optional<byte[]> content(Entry entry, String path) {
        return content(entry.bundle(), path);
    }

    private static Optional<byte[]> content(Bundle bundle, String path) {
        try {
            URL url = bundle.getEntry(Assets.WEB + path);
            if (url == null || path.endsWith("/")) {
                return Optional.empty();
            }
            try (InputStream in = url.openStream()) {
                return Optional.of(in.readAllBytes());
            }
        } catch (IllegalStateException | IOException takenAwayMeanwhile) {
            return Optional.empty();
        }
    }

    @Override
    public Set<String> suggestedFor(String role) {
        Set<String> all = new LinkedHashSet<>();
        for (Entry entry : entries.values()) {
            Descriptor descriptor = entry.descriptor();
            if (descriptor != null) {
                all.addAll(descriptor.suggestedFor(role));
            }
        }
        return all;
    }

    @Override
    public Map<String, List<ModuleInfo.Permission>> permissions() {
        Map<String, List<ModuleInfo.Permission>> all = new TreeMap<>();
        entries.forEach((id, e) -> {
            if (e.descriptor() != null && !e.descriptor().permissions().isEmpty()) {
                all.put(id, e.descriptor().permissions());
            }
        });
        return all;
    }

    @Override
    public long revision() {
        return revision.get();
    }

    @Override
    public String text(Language language, String module, String key, Map<String, ?> values) {
        Entry entry = entries.get(module);
        if (entry == null) {
            return key;
        }
        String text = entry.texts().get(language).get(key);
        if (text == null) {
            text = entry.texts().get(Language.ZH_CN).getOrDefault(key, key);
        }
        return Texts.filled(language, text, values);
    }

    /** What a problem says, in that language. */
    String sentence(Language language, @Nullable Problem problem) {
        return problem == null ? "" : text(language, problem.module(), "problem." + problem.code().substring(problem.code().indexOf('.') + 1), problem.values());
    }

    /** What to do about it, in that language; empty where nothing is written. */
    String advice(Language language, Problem problem) {
        String key = "problem." + problem.code().substring(problem.code().indexOf('.') + 1) + ".do";
        String text = text(language, problem.module(), key, problem.values());
        return text.equals(key) ? "" : text;
    }

    private final class Customizer implements BundleTrackerCustomizer<String> {

        @Override
        public @Nullable String addingBundle(Bundle bundle, @Nullable BundleEvent event) {
            String id = bundle.getHeaders("").get(Descriptors.HEADER);
            if (id == null) {
                return null;
            }
            if (stray(bundle)) {
                Consumer<Bundle> taker = strays;
                if (taker != null) {
                    taker.accept(bundle);
                }
                return null;
            }
            Entry other = entries.get(id);
            if (other != null && other.bundle() != bundle && !updating.contains(id)) {
                LOG.error("Two bundles call themselves module {}: {} stays, {} is refused", id, other.bundle(), bundle);
                return null;
            }
            entries.put(id, read(id, bundle));
            changed();
            return id;
        }

        @Override
        public void modifiedBundle(Bundle bundle, @Nullable BundleEvent event, String id) {
            // from starting to active
        }

        @Override
        public void removedBundle(Bundle bundle, @Nullable BundleEvent event, String id) {
            if (!updating.contains(id)) {
                entries.computeIfPresent(id, (key, e) -> e.bundle() == bundle ? null : e);
                changed();
            }
        }

        private Entry read(String id, Bundle bundle) {
            String tag = bundle.getVersion() + "-00000000";
            try {
                tag = Assets.tag(bundle);
                URL url = bundle.getEntry(Descriptors.PATH);
                if (url == null) {
                    throw new Problem(422, "modules.bad-descriptor").with("why", Descriptors.PATH + " is missing");
                }
                try (InputStream in = url.openStream()) {
                    return new Entry(bundle, descriptors.read(id, in), tag, Assets.texts(bundle), null);
                }
            } catch (IOException | Problem e) {
                Problem why = e instanceof Problem p ? p : new Problem(422, "modules.bad-descriptor").with("why", String.valueOf(e.getMessage()));
                LOG.error("Module {} {} is refused: {}", id, bundle.getVersion(), why.values().get("why"));
                return new Entry(bundle, null, tag, Map.of(Language.ZH_CN, Map.of(), Language.ZH_TW, Map.of(), Language.EN, Map.of()), why);
            }
        }
    }
}
