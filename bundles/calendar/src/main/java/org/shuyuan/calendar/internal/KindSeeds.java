package org.shuyuan.calendar.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
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
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.module.Profiles;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.KindStore;
import org.shuyuan.calendar.internal.jpa.ObligationStore;

/** What a unit's profile brings, once: kinds of event, and what is owed of them. From then on it is the unit's own, to change and to switch off. Thread-safe. */
@Component(service = KindSeeds.class)
public final class KindSeeds {

    private final KindStore kinds;
    private final ObligationStore obligations;
    private final Profiles profiles;
    private final Units units;
    private final Audit audit;
    private final Transactions transactions;
    private final Settings settings;

    @Activate
    public KindSeeds(@Reference KindStore kinds, @Reference ObligationStore obligations, @Reference Profiles profiles, @Reference Units units, @Reference Audit audit,
            @Reference Transactions transactions, @Reference Settings settings) {
        this.kinds = kinds;
        this.obligations = obligations;
        this.profiles = profiles;
        this.units = units;
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
        Instant now = settings.clock().instant();
        LocalDate today = LocalDate.ofInstant(now, units.find(unit).map(Unit::zone).orElse(ZoneId.of("Asia/Shanghai")));
        List<Obligation> owed = KindTemplate.obligations(template, unit, brought, today, new Obligation.Trace(portal.name(), now));
        transactions.attempt(() -> {
            kinds.seed(unit, profile == null ? "" : profile);
            kinds.add(brought);
            audit.write(portal, unit, "calendar.seed-kinds", new Audit.Subject("calendar.kinds", unit.toString(), ""), null, Map.of("kinds", brought.stream().map(Kind::word).toList()));
            obligations.add(owed);
            owed.forEach(o -> audit.write(portal, unit, "calendar.add-obligation", Obligations.subject(o, kind(brought, o)), null, o.snapshot()));
            return null;
        });
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
