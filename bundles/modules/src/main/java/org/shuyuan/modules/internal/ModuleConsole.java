package org.shuyuan.modules.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;

/**
 * What the commands of the container's console say and do, in the language of the system that the portal runs on. Whoever is there has this machine's key, and
 * needs no permission; nothing is done there that touches other modules. Thread-safe.
 */
@Component(service = ModuleConsole.class)
public class ModuleConsole {

    /** Rows under their headings. */
    public record Table(List<String> columns, List<List<String>> rows) {}

    /** It was not done; the message is for people and says what to do. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    private interface Work<T> {
        T done();
    }

    private static final int MOST_HISTORY = 50;
    private static final int SHORT = 8;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());
    /** What acts by itself, as the history names it. */
    private static final Set<String> THE_PORTAL = Set.of("start", "deploy", "console", "guard");
    private static final Caller CONSOLE = Caller.system("console");

    private final ModuleRegistry registry;
    private final ModuleManager manager;
    private final Planner planner;
    private final Overview overview;
    private final Language language;

    @Activate
    public ModuleConsole(@Reference ModuleRegistry registry, @Reference ModuleManager manager, @Reference Planner planner, @Reference Overview overview) {
        this(registry, manager, planner, overview, Locale.getDefault().getLanguage().isEmpty() ? Language.EN : Language.of(Locale.getDefault().toLanguageTag()));
    }

    ModuleConsole(ModuleRegistry registry, ModuleManager manager, Planner planner, Overview overview, Language language) {
        this.registry = registry;
        this.manager = manager;
        this.planner = planner;
        this.overview = overview;
        this.language = language;
    }

    /** The modules that may come and go. */
    public List<String> ids() {
        return overview.modules(language).stream().filter(row -> !row.platform()).map(ModulesResource.ModuleRow::id).toList();
    }

    /** The versions that can be brought back, as {@link #back} takes them; the newest first. */
    public List<String> keptVersions(String id) {
        return manager.versions().of(id).stream().map(kept -> kept.jar().version() + "-" + kept.jar().sha().substring(0, SHORT)).toList();
    }

    /** How it stands with each module. */
    public Table list() {
        return new Table(texts("column.id", "column.name", "column.version", "column.state", "column.origin"), overview.modules(language).stream().map(row -> List.of(row.id(), row.name(),
                word(row.version()), text("state." + row.state()) + (row.problem() == null ? "" : ": " + row.problem()), origin(row.origin(), row.platform()))).toList());
    }

    /** The kept versions of a module. */
    public Table versions(String id) {
        String chosen = manager.store().find(id).filter(DesiredStore.Desired::installed).map(DesiredStore.Desired::sha).orElse("");
        return new Table(texts("column.version", "history.at", "column.state"), manager.versions().of(id).stream()
                .map(kept -> List.of(kept.jar().version() + "-" + kept.jar().sha().substring(0, SHORT), TIME.format(kept.used()),
                        kept.jar().sha().equals(chosen) ? text("versions.running") : "")).toList());
    }

    /** What happened, the newest first, at most 50. @param id null for all modules */
    public Table history(@Nullable String id) {
        return new Table(texts("history.at", "column.name", "history.action", "column.version", "history.who", "column.origin"), overview.history(id, 0, MOST_HISTORY, language).stream()
                .map(row -> List.of(TIME.format(row.at()), row.name(), text("history." + row.action()) + (row.problem() == null ? "" : ": " + row.problem()), word(row.version()), who(row.who()),
                        origin(row.origin(), false))).toList());
    }

    /**
     * What installing would do, line by line.
     *
     * @param what id of a module, or a jar or kar on this machine
     */
    public List<String> plan(String what) throws Refused {
        return told(() -> words(planner.plan(jar(what).jar(), language, false)));
    }

    /** @param what id of a module, or a jar on this machine; @return what was done, in words */
    public String install(String what) throws Refused {
        return told(() -> {
            Offers.Offer offer = jar(what);
            manager.install(offer.jar(), offer.origin(), CONSOLE);
            return text("done.installed", Map.of("name", offer.jar().name(language)));
        });
    }

    /** @return what was done, in words */
    public String withdraw(String id) throws Refused {
        return told(() -> {
            String name = overview.name(id, language);
            manager.withdraw(id, CONSOLE);
            return text("done.withdrawn", Map.of("name", name));
        });
    }

    /** @param version as {@link #keptVersions} names it, or its number where only one is kept with it; @return what was done, in words */
    public String back(String id, String version) throws Refused {
        return told(() -> {
            List<ModuleJar> found = manager.versions().of(id).stream().map(KeptVersions.Kept::jar)
                    .filter(jar -> version.equals(jar.version() + "-" + jar.sha().substring(0, SHORT)) || version.equals(jar.version().toString())).toList();
            if (found.size() != 1) {
                throw Problem.notFound("modules.no-such-version").with("module", id);
            }
            manager.install(found.get(0), ModuleManager.FROM_KEPT, CONSOLE);
            return text("done.installed", Map.of("name", found.get(0).name(language)));
        });
    }

    private Offers.Offer jar(String what) {
        if (!ModuleJar.named(what)) {
            manager.refusePlatform(what);
            return manager.offered(what);
        }
        Path file = Path.of(what);
        if (!Files.isRegularFile(file)) {
            throw Problem.notFound("modules.no-such-file").with("file", what);
        }
        return new Offers.Offer(ModuleJar.brought(file, registry.descriptors()), ModuleManager.FROM_CONSOLE);
    }

    private List<String> words(Plan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(text("plan.title." + plan.kind().word(), Map.of("name", plan.name())));
        line(lines, "plan.version", List.of(plan.version()));
        line(lines, "plan.running", plan.running() == null ? List.of() : List.of(plan.running()));
        line(lines, "plan.added", plan.added());
        line(lines, "plan.removed", plan.removed());
        line(lines, "plan.migrations", plan.migrations());
        line(lines, "plan.taking", plan.taking());
        Affected units = plan.units();
        line(lines, "plan.units", List.of(units.everywhere() ? text("plan.units.everywhere") : String.valueOf(units.count())));
        line(lines, "plan.bundles", plan.bundles().added());
        line(lines, "plan.stopped", plan.bundles().stopped());
        line(lines, "plan.refreshed", plan.bundles().refreshed());
        line(lines, "plan.signature", List.of(text("plan.signature." + plan.signature().state().word(), Map.of("signer", word(plan.signature().signer())))));
        line(lines, "plan.refused", plan.problems());
        line(lines, "plan.details", plan.details());
        return lines;
    }

    private void line(List<String> lines, String key, List<String> values) {
        if (!values.isEmpty()) {
            lines.add("  " + text(key) + ": " + String.join(", ", values));
        }
    }

    private <T> T told(Work<T> work) throws Refused {
        try {
            return work.done();
        } catch (Problem why) {
            String advice = registry.advice(language, why);
            throw new Refused(registry.sentence(language, why) + (advice.isEmpty() ? "" : "\n" + advice));
        }
    }

    private String who(String name) {
        return THE_PORTAL.contains(name) ? text("who." + name) : name;
    }

    private String origin(@Nullable String origin, boolean platform) {
        return platform ? text("origin.platform") : origin == null || origin.isEmpty() ? "" : text("origin." + origin.split(":", 2)[0]);
    }

    private static String word(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    private List<String> texts(String... keys) {
        return List.of(keys).stream().map(this::text).collect(Collectors.toList());
    }

    private String text(String key) {
        return text(key, Map.of());
    }

    private String text(String key, Map<String, ?> values) {
        return registry.text(language, "modules", key, values);
    }
}
