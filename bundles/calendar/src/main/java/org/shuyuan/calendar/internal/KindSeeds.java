package org.shuyuan.calendar.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.module.Profiles;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.KindStore;
import org.shuyuan.calendar.internal.jpa.ObligationStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a unit's profile brings, once: kinds of event, and what is owed of them. From then on it is the unit's own, to change and to switch off. Thread-safe. */
@Component(service = KindSeeds.class)
public final class KindSeeds {

    private static final Logger LOG = LoggerFactory.getLogger(KindSeeds.class);

    private final KindStore kinds;
    private final ObligationStore obligations;
    private final Profiles profiles;
    private final Units units;
    private final Groups groups;
    private final Audit audit;
    private final Transactions transactions;
    private final Settings settings;

    @Activate
    public KindSeeds(@Reference KindStore kinds, @Reference ObligationStore obligations, @Reference Profiles profiles, @Reference Units units, @Reference Groups groups, @Reference Audit audit,
            @Reference Transactions transactions, @Reference Settings settings) {
        this.kinds = kinds;
        this.obligations = obligations;
        this.profiles = profiles;
        this.units = units;
        this.groups = groups;
        this.audit = audit;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** Whether something is owed of a kind. */
    boolean owed(UUID kind) {
        return obligations.uses(kind);
    }

    /**
     * Once for a unit, however many ask at a time and on however many nodes: the seed's row has one winner. What is owed begins today, so with the first period that is whole.
     *
     * @throws javax.persistence.PersistenceException another was first
     */
    void sow(UUID unit, @Nullable String profile) {
        String template = Optional.ofNullable(profile).flatMap(p -> profiles.template(p, "calendar")).orElseGet(KindSeeds::standard);
        List<Kind> brought = KindTemplate.read(template, unit);
        Caller portal = Caller.system("calendar");
        List<Obligation> owed = owed(template, unit, brought);
        transactions.attempt(() -> {
            kinds.seed(unit, profile == null ? "" : profile);
            kinds.add(brought);
            audit.write(portal, unit, "calendar.seed-kinds", new Audit.Subject("calendar.kinds", unit.toString(), ""), null, Map.of("kinds", brought.stream().map(Kind::word).toList()));
            add(unit, owed, brought);
            return null;
        });
    }

    /**
     * Units whose kinds came before profiles had obligations get those of their profile, once: what an administrator removes then stays away. Of kinds that the unit has removed or retired
     * nothing is owed. However many nodes look at a time, one brings them.
     *
     * @return how many units got some
     */
    int late() {
        int units = 0;
        for (KindStore.Seed seed : kinds.withoutObligations()) {
            try {
                units += late(seed) ? 1 : 0;
            } catch (IllegalArgumentException wrong) {
                // a profile that an administrator has spoilt must not stop the others
                LOG.warn("Unit {} does not get what profile {} says is owed: {}", seed.unit(), seed.profile(), wrong.getMessage());
            }
        }
        return units;
    }

    private boolean late(KindStore.Seed seed) {
        Optional<String> template = profiles.template(seed.profile(), "calendar").filter(t -> units.find(seed.unit()).isPresent());
        if (template.isEmpty()) {
            return false;
        }
        List<Kind> brought = KindTemplate.read(template.get(), seed.unit());
        List<Obligation> said = owed(template.get(), seed.unit(), brought);
        return !said.isEmpty() && transactions.call(() -> {
            if (!kinds.bringObligations(seed.unit(), settings.clock().instant()) || !obligations.of(List.of(seed.unit())).isEmpty()) {
                return false;
            }
            List<Kind> own = kinds.all().stream().filter(k -> k.unit().equals(seed.unit()) && !k.retired()).toList();
            List<Obligation> owed = said.stream().flatMap(o -> own.stream().filter(k -> k.word().equals(Objects.requireNonNull(kind(brought, o)).word())).map(k -> o.of(k.id()))).toList();
            add(seed.unit(), owed, own);
            return !owed.isEmpty();
        });
    }

    private List<Obligation> owed(String template, UUID unit, List<Kind> brought) {
        Instant now = settings.clock().instant();
        LocalDate today = LocalDate.ofInstant(now, units.find(unit).map(Unit::zone).orElse(ZoneId.of("Asia/Shanghai")));
        List<UUID> path = units.find(unit).map(Unit::path).orElse(List.of());
        List<Group> known = groups.at(unit).stream().sorted(Comparator.comparingInt((Group g) -> g.unit() == null ? -1 : path.indexOf(g.unit()))).toList();
        return KindTemplate.obligations(template, unit, brought, known, today, new Obligation.Trace(Caller.system("calendar").name(), now));
    }

    private void add(UUID unit, List<Obligation> owed, List<Kind> of) {
        obligations.add(owed);
        Caller portal = Caller.system("calendar");
        owed.forEach(o -> audit.write(portal, unit, "calendar.add-obligation", Obligations.subject(o, kind(of, o)), null, o.snapshot()));
    }

    private static @Nullable Kind kind(List<Kind> brought, Obligation o) {
        return brought.stream().filter(k -> k.id().equals(o.kind())).findFirst().orElse(null);
    }

    private static String standard() {
        try (InputStream in = KindSeeds.class.getResourceAsStream("/shuyuan/kinds.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
