package org.shuyuan.access.internal.outside;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.shuyuan.api.access.OutsideSource;
import org.shuyuan.api.access.PasswordSource;
import org.shuyuan.api.access.RedirectSource;
import org.shuyuan.api.problem.Problem;

/** The sources that are there now; they come and go with their bundles. Thread-safe. */
@Component(service = OutsideSources.class)
public class OutsideSources {

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile List<PasswordSource> passwords = List.of();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile List<RedirectSource> redirects = List.of();

    /** For the container, which fills in the sources. */
    @Activate
    public OutsideSources() {}

    /** For tests. */
    public OutsideSources(List<PasswordSource> passwords, List<RedirectSource> redirects) {
        this.passwords = passwords;
        this.redirects = redirects;
    }

    /** All, those with a password first. */
    public List<OutsideSource> all() {
        return Stream.of(passwords, redirects).flatMap(some -> some.stream().sorted(Comparator.comparing(OutsideSource::id))).map(OutsideSource.class::cast).toList();
    }

    /** @throws Problem 404 {@code access.no-such-source} */
    PasswordSource password(String id) {
        return passwords.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow(() -> Problem.notFound("access.no-such-source"));
    }

    /** @throws Problem 404 {@code access.no-such-source} */
    RedirectSource redirect(String id) {
        return redirects.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow(() -> Problem.notFound("access.no-such-source"));
    }
}
