package org.shuyuan.modules.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.shuyuan.api.module.ModuleHealth;
import org.shuyuan.api.problem.Problem;

/** Whether a module's bundle really does its work, and if not, the one problem that says why. */
@Component(service = Health.class)
public class Health {

    /** It runs and its interface is not there, yet or for good. */
    static final String NOT_PUBLISHED = "modules.not-published";
    /** A part's constructor threw; the container does not try it again by itself. */
    static final String PART_FAILED = "modules.part-failed";
    /** A part waits for what nobody offers. */
    static final String PART_WAITS = "modules.part-waits";
    /** What the container says of a part whose other part failed. */
    private static final String BY_ANOTHER = "Unable to get service for reference";
    private static final Pattern PART = Pattern.compile(" · |\\R");
    private static final Pattern LINE = Pattern.compile("Line\\s*: (\\d+)");
    /** As Flyway says it. */
    private static final Pattern CHANGED = Pattern.compile("checksum mismatch for migration version (\\S+)");
    private static final Pattern MESSAGE = Pattern.compile("Message\\s*: (.*)");
    private static final String RESOURCE = "osgi.jaxrs.resource";
    private static final int MOST_OFFERS = 10;

    private final BundleContext context;
    private final ServiceComponentRuntime components;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable ModuleHealth schemas;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable JaxrsServiceRuntime jaxrs;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable LogWatch logs;

    @Activate
    public Health(BundleContext context, @Reference ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    /** Empty when every part of the module runs: its tables, its components, its REST resources. */
    Optional<Problem> trouble(String id, Bundle bundle) {
        return trouble(id, bundle, this::served);
    }

    /** The same of one module of many. @param served what {@link #served} says, asked once for all of them: it costs */
    Optional<Problem> trouble(String id, Bundle bundle, Supplier<Map<String, Integer>> served) {
        if (bundle.getState() != Bundle.ACTIVE) {
            return Optional.of(missing(id, bundle).orElseGet(() ->
                    problem("modules.not-started", id).with("detail", "bundle " + bundle.getSymbolicName() + " is not active")));
        }
        Optional<Problem> tables = failedForGood(id);
        if (tables.isPresent()) {
            return tables;
        }
        int resources = 0;
        Collection<ComponentDescriptionDTO> parts = components.getComponentDescriptionDTOs(bundle);
        Set<String> own = parts.stream().flatMap(p -> Arrays.stream(p.serviceInterfaces == null ? new String[0] : p.serviceInterfaces)).collect(Collectors.toSet());
        Optional<Problem> waiting = Optional.empty();
        for (ComponentDescriptionDTO description : parts) {
            Optional<Problem> one = waiting(id, description);
            // a part that waits for another part of the same module says nothing of why
            if (one.isPresent() && (waiting.isEmpty() || waitsForOthers(description, own))) {
                waiting = one;
            }
            if (description.properties != null && Boolean.TRUE.equals(description.properties.get(RESOURCE))) {
                resources++;
            }
        }
        waiting = waiting.map(found -> cause(found, id, bundle, parts));
        return waiting.isPresent() || resources == 0 || served.get().getOrDefault(id, 0) >= resources ? waiting : Optional.of(problem(NOT_PUBLISHED, id));
    }

    /** Of a part that failed because another part of the module did: that other one. */
    private Problem cause(Problem found, String id, Bundle bundle, Collection<ComponentDescriptionDTO> parts) {
        LogWatch known = logs;
        if (known == null || !found.code().equals(PART_FAILED) || !String.valueOf(found.values().get("detail")).startsWith(BY_ANOTHER)) {
            return found;
        }
        return parts.stream().flatMap(part -> Stream.of(part.name, part.implementationClass).filter(Objects::nonNull).distinct()
                        .flatMap(logger -> known.failure(logger, bundle.getLastModified()).stream()).filter(failure -> !failure.reason().startsWith(BY_ANOTHER)).limit(1)
                        .map(failure -> problem(PART_FAILED, id).with("part", part.name).with("detail", failure.reason()).with(Reasons.CHAIN, failure.chain())))
                .findFirst().orElse(found);
    }

    /** Whether the module offers an interface at all. */
    boolean offersRest(Bundle bundle) {
        return components.getComponentDescriptionDTOs(bundle).stream().anyMatch(part -> part.properties != null && Boolean.TRUE.equals(part.properties.get(RESOURCE)));
    }

    private boolean waitsForOthers(ComponentDescriptionDTO description, Set<String> own) {
        Set<String> inside = Arrays.stream(description.references).filter(r -> own.contains(r.interfaceName)).map(r -> r.name).collect(Collectors.toSet());
        return components.getComponentConfigurationDTOs(description).stream().anyMatch(c -> c.state == ComponentConfigurationDTO.FAILED_ACTIVATION
                || Arrays.stream(c.unsatisfiedReferences).anyMatch(r -> !inside.contains(r.name)));
    }

    /** What waiting will not mend. */
    Optional<Problem> failedForGood(String id) {
        ModuleHealth known = schemas;
        return known == null ? Optional.empty() : known.trouble(id).map(t -> {
            Matcher changed = CHANGED.matcher(t.detail());
            Problem why = changed.find() ? problem("persistence.script-changed", id).with("script", "V" + changed.group(1)) : problem(t.code(), id).with("detail", sentence(t.detail()));
            return why.with(Reasons.CHAIN, Reasons.bounded(t.detail()));
        });
    }

    /** Of all that a migration's failure says, the script, its line and what the database said of it. */
    static String sentence(String detail) {
        List<String> parts = List.of(PART.split(detail.strip()));
        String line = parts.stream().map(LINE::matcher).filter(Matcher::matches).map(part -> ", line " + part.group(1)).findFirst().orElse("");
        return parts.stream().map(MESSAGE::matcher).filter(Matcher::matches)
                .map(part -> parts.get(0).replaceFirst("^Failed to execute script ", "") + line + ": " + part.group(1).split("; SQL statement:", 2)[0].strip()).findFirst().orElse(detail);
    }

    /** Of those scripts the ones that this database has not run; empty when it cannot be asked. */
    Optional<List<String>> pending(String id, List<String> scripts) {
        ModuleHealth known = schemas;
        return known == null ? Optional.empty() : Optional.of(known.pending(id, scripts));
    }

    private static Problem problem(String code, String id) {
        return new Problem(422, code).with("module", id);
    }

    private Optional<Problem> waiting(String id, ComponentDescriptionDTO description) {
        Collection<ComponentConfigurationDTO> configurations = components.getComponentConfigurationDTOs(description);
        for (ComponentConfigurationDTO one : configurations) {
            if (one.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                String why = one.failure == null ? "" : innermost(one.failure);
                return Optional.of(problem(PART_FAILED, id).with("part", description.name).with("detail", why)
                        .with(Reasons.CHAIN, Reasons.bounded(String.valueOf(one.failure))));
            }
            if (one.state != ComponentConfigurationDTO.SATISFIED && one.state != ComponentConfigurationDTO.ACTIVE) {
                String references = Arrays.stream(one.unsatisfiedReferences).map(r -> r.name + (r.target == null ? "" : " " + r.target))
                        .collect(Collectors.joining(", "));
                return Optional.of(problem(PART_WAITS, id).with("part", description.name).with("what", references));
            }
        }
        return configurations.isEmpty() ? Optional.of(problem(PART_WAITS, id).with("part", description.name).with("what", "configuration")) : Optional.empty();
    }

    /** The message of the innermost cause in a stack trace, without the exception's name. */
    static String innermost(String trace) {
        String line = trace.lines().findFirst().orElse("");
        for (String next : (Iterable<String>) trace.lines()::iterator) {
            line = next.startsWith("Caused by: ") ? next.substring("Caused by: ".length()) : line;
        }
        return line.replaceFirst("^[\\w.$]+(Exception|Error): ", "");
    }

    /** How many resources answer, by the application's name. The whiteboard goes through all that CXF knows for it. */
    Map<String, Integer> served() {
        JaxrsServiceRuntime runtime = jaxrs;
        return runtime == null ? Map.of() : Arrays.stream(runtime.getRuntimeDTO().applicationDTOs)
                .collect(Collectors.toMap(application -> application.name, application -> application.resourceDTOs.length, Integer::sum));
    }

    /** The packages and services that a bundle asks for and nobody offers. */
    Optional<Problem> missing(String id, Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
        if (revision == null) {
            return Optional.empty();
        }
        List<Requirement> missing = revision.getRequirements(null).stream()
                .filter(r -> !Namespace.RESOLUTION_OPTIONAL.equals(r.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE)))
                .filter(r -> !Namespace.EFFECTIVE_ACTIVE.equals(r.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE)))
                .filter(r -> wiring.findProviders(r).isEmpty() && !own(revision, r)).toList();
        return missing.isEmpty() ? Optional.empty()
                : Optional.of(problem("modules.missing-packages", id).with("what", missing.stream().map(Health::words).collect(Collectors.joining(", ")))
                        .with(Reasons.CHAIN, missing.stream().map(this::wanted).collect(Collectors.joining("\n"))));
    }

    /** The whole requirement, and who here offers the like of it, which is another version mostly. */
    private String wanted(Requirement requirement) {
        String space = requirement.getNamespace();
        String offers = Arrays.stream(context.getBundles()).map(bundle -> bundle.adapt(BundleRevision.class)).filter(Objects::nonNull)
                .flatMap(revision -> revision.getDeclaredCapabilities(space).stream())
                .filter(c -> named(requirement, c.getAttributes().get(space)))
                .map(c -> c.getRevision().getSymbolicName() + " " + c.getAttributes().getOrDefault("version", "")).distinct().limit(MOST_OFFERS).collect(Collectors.joining(", "));
        return space + " " + requirement.getDirectives().getOrDefault("filter", "") + " <- " + (offers.isEmpty() ? "-" : offers);
    }

    private static boolean named(Requirement requirement, @Nullable Object name) {
        return name != null && requirement.getDirectives().getOrDefault("filter", "").contains("(" + requirement.getNamespace() + "=" + name + ")");
    }

    private static boolean own(BundleRevision revision, Requirement requirement) {
        return revision.getDeclaredCapabilities(requirement.getNamespace()).stream()
                .anyMatch(c -> c.getAttributes().get(requirement.getNamespace()) != null
                        && requirement.getDirectives().getOrDefault("filter", "").contains(String.valueOf(c.getAttributes().get(requirement.getNamespace()))));
    }

    private static String words(Requirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        String filter = directives.getOrDefault("filter", "");
        return (requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE) ? "package " : requirement.getNamespace() + " ")
                + filter.replace("(" + requirement.getNamespace() + "=", "(");
    }
}
