package org.shuyuan.modules.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.module.Profiles;
import org.shuyuan.api.tx.Repeated;
import org.shuyuan.api.tx.TransactionFailed;
import org.shuyuan.api.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At which units which modules are on. The nearest choice from the unit upward decides; where there is none, the unit's profile does if any profile
 * of this portal names the module; without that it is on. Answers come from memory; another node hears of a change within a second. Thread-safe.
 */
@Component(service = Activation.class)
public class Activation {

    /** Why a module is on or off at a unit. */
    enum Why {
        /** The unit chose. */
        HERE,
        /** A unit above it chose. */
        ABOVE,
        /** Its profile names the module, or names others. */
        PROFILE,
        /** No profile speaks of the module. */
        DEFAULT
    }

    /**
     * How it stands with a module at a unit.
     *
     * @param where the unit that chose, null when none did
     * @param choice what it chose
     */
    record Standing(boolean active, Why why, @Nullable UUID where, ActivationStore.@Nullable Choice choice) {}

    private static final Logger LOG = LoggerFactory.getLogger(Activation.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ModuleRegistry registry;
    private final ActivationStore store;
    private final Transactions transactions;
    private final Audit audit;
    private final Units units;
    private final Profiles profiles;
    private volatile Map<String, Map<UUID, ActivationStore.Choice>> choices;
    private final @Nullable Repeated looking;

    @Activate
    public Activation(@Reference ModuleRegistry registry, @Reference(target = "(osgi.jndi.service.name=shuyuan.modules)") DataSource db,
            @Reference Transactions transactions, @Reference Audit audit, @Reference Units units, @Reference Profiles profiles) {
        this(registry, db, transactions, audit, units, profiles, true);
    }

    /** @param looks whether it hears of what other nodes change */
    Activation(ModuleRegistry registry, DataSource db, Transactions transactions, Audit audit, Units units, Profiles profiles, boolean looks) {
        this.registry = registry;
        this.store = new ActivationStore(db);
        this.transactions = transactions;
        this.audit = audit;
        this.units = units;
        this.profiles = profiles;
        this.choices = store.all();
        registry.activation(this);
        looking = looks ? Repeated.every("modules-activation", LOOK, LOOK, this::lookAgain) : null;
    }

    @Deactivate
    public void close() throws InterruptedException {
        registry.noActivation(this);
        if (looking != null) {
            looking.stop();
        }
    }

    /** While the database is away what was known goes on; whoever keeps the database says that it is away. */
    private void lookAgain() {
        try {
            look();
        } catch (TransactionFailed away) {
            LOG.debug("The units' choices could not be read", away);
        }
    }

    /** Reads what stands in the database now, and tells the open pages if it is something else. */
    void look() {
        Map<String, Map<UUID, ActivationStore.Choice>> now = store.all();
        if (!now.equals(choices)) {
            choices = now;
            registry.changed();
        }
    }

    boolean active(String module, UUID unit) {
        return units.find(unit).map(found -> at(module, found).active()).orElse(false);
    }

    Standing at(String module, Unit unit) {
        Map<UUID, ActivationStore.Choice> made = choices.getOrDefault(module, Map.of());
        List<UUID> path = unit.path();
        for (int i = path.size() - 1; i >= 0; i--) {
            ActivationStore.Choice choice = made.get(path.get(i));
            if (choice != null) {
                return new Standing(choice.active(), path.get(i).equals(unit.id()) ? Why.HERE : Why.ABOVE, path.get(i), choice);
            }
        }
        return without(module, unit);
    }

    /** What the unit would follow if it had not chosen itself. */
    Standing above(String module, Unit unit) {
        Optional<Unit> parent = Optional.ofNullable(unit.parent()).flatMap(units::find);
        return parent.map(up -> at(module, up)).filter(up -> up.choice() != null)
                .map(up -> new Standing(up.active(), Why.ABOVE, up.where(), up.choice())).orElseGet(() -> without(module, unit));
    }

    private Standing without(String module, Unit unit) {
        String profile = unit.profile();
        List<Profiles.Profile> all = profiles.all();
        if (profile == null || all.stream().noneMatch(one -> one.modules().contains(module))) {
            return new Standing(true, Why.DEFAULT, null, null);
        }
        boolean on = all.stream().filter(one -> one.id().equals(profile)).findFirst().map(own -> own.modules().contains(module)).orElse(true);
        return new Standing(on, Why.PROFILE, null, null);
    }

    /** Units below that one which chose for themselves, by id. */
    Map<UUID, ActivationStore.Choice> below(String module, Unit unit) {
        Map<UUID, ActivationStore.Choice> made = choices.getOrDefault(module, Map.of());
        return made.entrySet().stream().filter(one -> !one.getKey().equals(unit.id()))
                .filter(one -> units.find(one.getKey()).map(found -> found.within(unit.id())).orElse(false))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Chooses for a unit and all below it that have not chosen themselves.
     *
     * @param active null: from now on it follows what is above it
     * @param name of the module, for the trail
     */
    void choose(Caller caller, String module, String name, Unit unit, @Nullable Boolean active) {
        transactions.run(() -> {
            Standing before = at(module, unit);
            if (active == null) {
                store.forget(module, unit.id());
            } else {
                // as the databases keep it, or what was read would never equal what was written
                store.put(module, unit.id(), new ActivationStore.Choice(active, caller.name(), Instant.now().truncatedTo(ChronoUnit.MILLIS)));
            }
            boolean after = active == null ? above(module, unit).active() : active;
            audit.write(caller, unit.id(), "modules.switch", new Audit.Subject("modules.module", module, name),
                    Map.of("active", before.active()), Map.of("active", after, "follows", active == null));
            transactions.afterCommit(this::look);
        });
    }
}
