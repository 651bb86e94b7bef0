package org.shuyuan.modules.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
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
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.shuyuan.api.module.ModuleHealth;

/** Whether a module's bundle really does its work, and if not, the one sentence that says why. */
@Component(service = Health.class)
public class Health {

    private final ServiceComponentRuntime components;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable ModuleHealth schemas;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable JaxrsServiceRuntime jaxrs;

    @Activate
    public Health(@Reference ServiceComponentRuntime components) {
        this.components = components;
    }

    /** Empty when every part of the module runs: its tables, its components, its REST resources. */
    Optional<String> trouble(String id, Bundle bundle) {
        if (bundle.getState() != Bundle.ACTIVE) {
            return Optional.of(missingPackages(bundle).orElse("bundle " + bundle.getSymbolicName() + " is not started"));
        }
        Optional<String> tables = failedForGood(id);
        if (tables.isPresent()) {
            return tables;
        }
        int resources = 0;
        for (ComponentDescriptionDTO description : components.getComponentDescriptionDTOs(bundle)) {
            Optional<String> waiting = waiting(description);
            if (waiting.isPresent()) {
                return waiting;
            }
            if (description.properties != null && Boolean.TRUE.equals(description.properties.get("osgi.jaxrs.resource"))) {
                resources++;
            }
        }
        return resources > 0 && served(id) < resources ? Optional.of("its REST resources are not published yet") : Optional.empty();
    }

    /** What waiting will not mend. */
    Optional<String> failedForGood(String id) {
        ModuleHealth known = schemas;
        return known == null ? Optional.empty() : known.trouble(id).map(ModuleHealth.Trouble::detail);
    }

    private Optional<String> waiting(ComponentDescriptionDTO description) {
        Collection<ComponentConfigurationDTO> configurations = components.getComponentConfigurationDTOs(description);
        for (ComponentConfigurationDTO one : configurations) {
            if (one.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                String why = one.failure == null ? "" : one.failure.lines().findFirst().orElse("");
                return Optional.of(description.name + " failed to start: " + why);
            }
            if (one.state != ComponentConfigurationDTO.SATISFIED && one.state != ComponentConfigurationDTO.ACTIVE) {
                String references = Arrays.stream(one.unsatisfiedReferences).map(r -> r.name + (r.target == null ? "" : " " + r.target))
                        .collect(Collectors.joining(", "));
                return Optional.of(description.name + " waits for " + references);
            }
        }
        return configurations.isEmpty() ? Optional.of(description.name + " waits for its configuration") : Optional.empty();
    }

    private int served(String id) {
        JaxrsServiceRuntime runtime = jaxrs;
        if (runtime == null) {
            return 0;
        }
        for (ApplicationDTO application : runtime.getRuntimeDTO().applicationDTOs) {
            if (id.equals(application.name)) {
                return application.resourceDTOs.length;
            }
        }
        return 0;
    }

    /** The packages and services that a bundle asks for and nobody offers. */
    static Optional<String> missingPackages(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        FrameworkWiring wiring = bundle.getBundleContext() == null && revision == null ? null : frameworkWiring(bundle);
        if (revision == null || wiring == null) {
            return Optional.empty();
        }
        String missing = revision.getRequirements(null).stream()
                .filter(r -> !Namespace.RESOLUTION_OPTIONAL.equals(r.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE)))
                .filter(r -> !Namespace.EFFECTIVE_ACTIVE.equals(r.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE)))
                .filter(r -> providers(wiring, r).isEmpty() && !own(revision, r))
                .map(Health::words)
                .collect(Collectors.joining(", "));
        return missing.isEmpty() ? Optional.empty() : Optional.of("nothing here offers " + missing);
    }

    private static @Nullable FrameworkWiring frameworkWiring(Bundle bundle) {
        Bundle self = org.osgi.framework.FrameworkUtil.getBundle(Health.class);
        Bundle system = self == null ? null : self.getBundleContext().getBundle(0);
        return system == null ? null : system.adapt(FrameworkWiring.class);
    }

    private static Collection<BundleCapability> providers(FrameworkWiring wiring, Requirement requirement) {
        return wiring.findProviders(requirement);
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
