package org.shuyuan.access.internal.trail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AuditChainStore;
import org.shuyuan.access.internal.jpa.AuditChainStore.Anchor;
import org.shuyuan.access.internal.jpa.AuditChainStore.Check;
import org.shuyuan.access.internal.jpa.AuditChainStore.Head;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Walks along the chain in the background, one check at a time; how far it is stands in the database, so every node shows it. Thread-safe. */
@Component(service = AuditChecks.class)
public class AuditChecks {

    private static final Logger LOG = LoggerFactory.getLogger(AuditChecks.class);
    private static final int BATCH = 1000;
    private static final int TOLD_EVERY = 20;
    /** A check whose node ended is no longer waited for. */
    private static final Duration DEAD = Duration.ofMinutes(30);

    private final AuditChainStore store;
    private final AuditChain chain;
    private final Audit audit;
    private final Transactions transactions;
    private final AnchorFile file;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule()).disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "access-audit-check");
        thread.setDaemon(true);
        return thread;
    });

    @Activate
    public AuditChecks(@Reference AuditChainStore store, @Reference AuditChain chain, @Reference Audit audit, @Reference Transactions transactions) {
        this(store, chain, audit, transactions, AnchorFile.ofSystem(), Clock.systemUTC());
    }

    AuditChecks(AuditChainStore store, AuditChain chain, Audit audit, Transactions transactions, AnchorFile file, Clock clock) {
        this.store = store;
        this.chain = chain;
        this.audit = audit;
        this.transactions = transactions;
        this.file = file;
        this.clock = clock;
    }

    @Deactivate
    public void stop() {
        worker.shutdownNow();
    }

    /**
     * Begins a check that goes on by itself.
     *
     * @throws Problem 409 {@code access.check-running}
     */
    public Check begin(Caller caller) {
        Check check = transactions.call(() -> {
            store.lockHead();
            if (running()) {
                throw Problem.conflict("access.check-running");
            }
            Check begun = begun(caller.name());
            store.save(begun);
            audit.write(caller, null, "access.verify-audit", new Audit.Subject("access.audit", "", ""), null, null);
            return begun;
        });
        worker.execute(() -> run(check));
        return check;
    }

    private boolean running() {
        return store.checks(1).stream().anyMatch(one -> one.result().equals("running") && one.started().isAfter(now().minus(DEAD)));
    }

    private Check begun(String who) {
        return new Check(Ids.next(), now(), null, who, "running", 0, store.head().number(), null);
    }

    /** Checks on this thread, as the nightly job does. */
    public Check now(String who) {
        Check check = begun(who);
        store.save(check);
        return run(check);
    }

    private Check run(Check begun) {
        Check check = begun;
        try {
            chain.chain();
            Walked walked = walk(check);
            if (walked.walk().broken() != null && !Objects.equals(walked.cut(), store.anchor("cut").orElse(null))) {
                // old entries were deleted meanwhile
                walked = walk(check);
            }
            Verification walk = walked.walk();
            long done = walked.checked();
            long expected = walked.expected();
            AuditReport report = walk.report(store.tail(1000).entries());
            check = with(check, walk.broken() == null ? "ok" : "broken", done, expected, json.writeValueAsString(report), now());
            if (walk.broken() != null) {
                LOG.error("The audit trail is broken at number {} ({}): see the page of the trail and docs/audit.md", report.number(), report.fault());
            }
        } catch (RuntimeException | JsonProcessingException e) {
            LOG.error("The audit trail could not be checked", e);
            check = with(check, "failed", check.checked(), check.expected(), null, now());
        }
        store.save(check);
        return check;
    }

    private record Walked(Verification walk, @Nullable Anchor cut, long checked, long expected) {}

    private Walked walk(Check check) {
        Anchor cut = store.anchor("cut").orElse(null);
        Head head = store.head();
        List<Anchor> noted = new ArrayList<>(file.read());
        noted.addAll(store.anchors(20_000).stream().filter(one -> !one.id().equals("cut")).toList());
        Verification walk = new Verification(cut, noted);
        long last = cut == null ? 0 : cut.number();
        long expected = head.number() - last;
        long done = 0;
        boolean whole = true;
        for (int round = 1; whole; round++) {
            List<AuditRow> some = store.chained(last, head.number(), BATCH);
            if (some.isEmpty()) {
                break;
            }
            for (AuditRow row : some) {
                whole = whole && walk.accept(row);
                done += whole ? 1 : 0;
            }
            Long reached = some.get(some.size() - 1).number();
            last = reached == null ? head.number() : reached;
            if (round % TOLD_EVERY == 0) {
                store.save(with(check, "running", done, expected, null, null));
            }
        }
        walk.end(head);
        return new Walked(walk, cut, done, expected);
    }

    private static Check with(Check check, String result, long checked, long expected, @Nullable String report,
            @Nullable Instant ended) {
        return new Check(check.id(), check.started(), ended, check.who(), result, checked, expected, report);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
