package org.shuyuan.access.internal.trail;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AuditChainStore;
import org.shuyuan.access.internal.jpa.AuditChainStore.Anchor;
import org.shuyuan.access.internal.jpa.AuditChainStore.Head;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.settings.UnknownKeys;
import org.shuyuan.api.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once a day: notes the chain's head outside of it, checks the chain, and deletes what is older than the set time. A broken chain is
 * left as it is, so that nothing of what happened goes before somebody has looked. One node of several does it.
 */
@Component(service = AuditKeeping.class, immediate = true, configurationPid = "org.shuyuan.access.audit")
public class AuditKeeping {

    /** {@code etc/org.shuyuan.access.audit.cfg}. */
    public @interface Config {
        /** Days an entry is kept, 180 to 36500. */
        int days() default 1096;

        /** Local time of the machine, HH:MM. */
        String at() default "03:30";
    }

    private static final Logger LOG = LoggerFactory.getLogger(AuditKeeping.class);
    private static final int CHUNK = 5000;

    private final AuditChainStore store;
    private final AuditChain chain;
    private final AuditChecks checks;
    private final Audit audit;
    private final Transactions transactions;
    private final AnchorFile file;
    private final Clock clock;
    private final int days;
    private final LocalTime at;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread t = new Thread(task, "access-audit-keeping");
        t.setDaemon(true);
        return t;
    });

    @Activate
    public AuditKeeping(Config config, Map<String, Object> properties, @Reference AuditChainStore store, @Reference AuditChain chain,
            @Reference AuditChecks checks, @Reference Audit audit, @Reference Transactions transactions) {
        this(config.days(), config.at(), store, chain, checks, audit, transactions, AnchorFile.ofSystem(), Clock.systemDefaultZone());
        Set<String> unknown = UnknownKeys.of(properties, Config.class);
        if (!unknown.isEmpty()) {
            thread.shutdownNow();
            throw new IllegalArgumentException("org.shuyuan.access.audit.cfg has settings that do not exist: " + String.join(", ", unknown)
                    + ". The trail is neither checked nor shortened until the file is right");
        }
        thread.scheduleWithFixedDelay(this::look, 10, 10, TimeUnit.MINUTES);
    }

    AuditKeeping(int days, String at, AuditChainStore store, AuditChain chain, AuditChecks checks, Audit audit, Transactions transactions,
            AnchorFile file, Clock clock) {
        if (days < 180 || days > 36_500) {
            throw new IllegalArgumentException("days in org.shuyuan.access.audit.cfg must be 180 to 36500, not " + days);
        }
        this.days = days;
        this.at = LocalTime.parse(at);
        this.store = store;
        this.chain = chain;
        this.checks = checks;
        this.audit = audit;
        this.transactions = transactions;
        this.file = file;
        this.clock = clock;
    }

    @Deactivate
    public void stop() {
        thread.shutdownNow();
    }

    public int days() {
        return days;
    }

    void look() {
        LocalDateTime now = LocalDateTime.now(clock);
        if (now.toLocalTime().isBefore(at)) {
            return;
        }
        try {
            chain.chain();
            if (!noted(now.toLocalDate().toString())) {
                return;
            }
            if (checks.now("nightly check").result().equals("ok")) {
                cut();
                store.forgetChecks(clock.instant().minus(400, ChronoUnit.DAYS));
            }
        } catch (RuntimeException e) {
            LOG.warn("The trail was not looked after today: {}", e.getMessage(), e);
        }
    }

    /** @return true for the one node that notes this day */
    private boolean noted(String day) {
        Anchor anchor = transactions.call(() -> {
            Head head = store.lockHead();
            if (store.anchor(day).isPresent()) {
                return null;
            }
            Anchor made = new Anchor(day, now(), head.number(), head.hash());
            store.note(made);
            return made;
        });
        if (anchor == null) {
            return false;
        }
        file.add(anchor);
        LOG.info("Audit anchor of {}: number {}, hash {}", day, anchor.number(), anchor.hash());
        return true;
    }

    /** The entry that says so is chained before anything goes. */
    void cut() {
        Instant before = now().minus(days, ChronoUnit.DAYS);
        long first = store.anchor("cut").map(Anchor::number).orElse(0L);
        long last = store.lastBefore(before);
        if (last <= first) {
            return;
        }
        audit.write(Caller.system("nightly check"), null, Verification.CUT, new Audit.Subject("access.audit", "", ""), null,
                Map.of("number", last, "entries", last - first, "before", before));
        chain.chain();
        for (long at = Math.min(first + CHUNK, last); ; at = Math.min(at + CHUNK, last)) {
            long upTo = at;
            transactions.run(() -> store.cut(upTo, now()));
            if (at == last) {
                break;
            }
        }
        LOG.info("{} entries of the audit trail from before {} were deleted, as etc/org.shuyuan.access.audit.cfg says", last - first, before);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
