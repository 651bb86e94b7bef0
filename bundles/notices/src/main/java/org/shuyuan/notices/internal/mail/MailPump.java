package org.shuyuan.notices.internal.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.mail.MailSecrets;
import org.shuyuan.api.outbox.OutboxConsumer;
import org.shuyuan.api.outbox.OutboxEntry;
import org.shuyuan.api.text.Texts;
import org.shuyuan.notices.internal.mail.MailServer.Failed;
import org.shuyuan.notices.internal.mail.MailStore.Row;
import org.shuyuan.notices.internal.mail.MailStore.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands letters to the mail server, on a thread of its own: a slow server holds up no other consumer of the outbox, which only says that
 * there is something. A letter belongs to the node that has claimed it, and is noted as handed over just before the server takes it: a
 * node that ends before that loses nothing, and one that ends after it sends nothing twice.
 */
@Component(service = {OutboxConsumer.class, MailPump.class}, immediate = true)
public class MailPump implements OutboxConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(MailPump.class);
    private static final int LOOK_SECONDS = 15;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
    /** More than one conversation with a server can take, of which each step has the timeout. */
    private static final int CLAIM_TIMEOUTS = 15;
    private static final int END_SECONDS = 5;

    private final MailStore store;
    private final MailService service;
    private final MailSetup setup;
    private final Texts texts;
    private final Clock clock;
    private final String node = UUID.randomUUID().toString();
    private final List<MailSecrets> secrets = new CopyOnWriteArrayList<>();
    private final @Nullable ScheduledExecutorService thread;
    /** While the server is away, letters wait together. */
    private volatile Instant paused = Instant.EPOCH;
    private boolean away;

    @Activate
    public MailPump(@Reference MailStore store, @Reference MailService service, @Reference MailSetup setup, @Reference Texts texts) {
        this(store, service, setup, texts, Clock.systemUTC(), Executors.newSingleThreadScheduledExecutor(work -> {
            Thread t = new Thread(work, "shuyuan-mail");
            t.setDaemon(true);
            return t;
        }));
    }

    MailPump(MailStore store, MailService service, MailSetup setup, Texts texts, Clock clock, @Nullable ScheduledExecutorService thread) {
        this.store = store;
        this.service = service;
        this.setup = setup;
        this.texts = texts;
        this.clock = clock;
        this.thread = thread;
        if (thread != null) {
            thread.execute(() -> safely(() -> {
                if (setup.settings() != null) {
                    store.hurry(now());
                }
            }));
            thread.scheduleWithFixedDelay(() -> safely(this::round), 1, LOOK_SECONDS, TimeUnit.SECONDS);
            thread.scheduleWithFixedDelay(() -> safely(service::purge), 1, 24, TimeUnit.HOURS);
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSecrets(MailSecrets source) {
        secrets.add(source);
    }

    void removeSecrets(MailSecrets source) {
        secrets.remove(source);
    }

    @Deactivate
    void stop() throws InterruptedException {
        if (thread != null) {
            // the letter that is being sent is sent to its end
            thread.shutdown();
            thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public String name() {
        return "notices.mail";
    }

    @Override
    public Set<String> topics() {
        return Set.of(MailService.TAKEN);
    }

    @Override
    public void accept(OutboxEntry entry) {
        if (thread != null) {
            try {
                thread.execute(() -> safely(this::round));
            } catch (RejectedExecutionException ending) {
                // the next pump finds the letter in the database
            }
        }
    }

    private static void safely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("Mail stands still, tried again in {} s: {}", LOOK_SECONDS, e.toString());
        }
    }

    /** Sends what is due. */
    void round() {
        Instant now = now();
        MailSettings settings = setup.settings();
        store.doubtful(now);
        if (settings == null || now.isBefore(paused)) {
            return;
        }
        Duration claim = settings.timeout().multipliedBy(CLAIM_TIMEOUTS);
        try (MailServer server = new MailServer(settings)) {
            Optional<Row> next;
            while ((thread == null || !thread.isShutdown()) && (next = store.claim(node, now(), now().plus(claim))).isPresent()) {
                if (!send(server, next.get())) {
                    return;
                }
            }
        }
    }

    /** @return false when no further letter need be tried now */
    private boolean send(MailServer server, Row row) {
        if (!row.until().isAfter(now())) {
            store.end(row.id(), State.FAILED, now(), row.reason() == null ? "too-late" : row.reason(), row.detail());
            return true;
        }
        try {
            MailServer.Written letter = write(row);
            if (letter == null) {
                store.end(row.id(), State.DROPPED, now(), null, "");
                return true;
            }
            server.send(letter, () -> store.handing(row.id(), node));
            store.end(row.id(), State.SENT, now(), null, "");
            back();
            return true;
        } catch (Failed failed) {
            return failed(row, failed);
        } catch (RuntimeException e) {
            LOG.warn("Letter {} ({} {}) could not be written", row.id(), row.module(), row.key(), e);
            later(row, "fault", e.getClass().getSimpleName());
            return true;
        }
    }

    private boolean failed(Row row, Failed failed) {
        switch (failed.reach()) {
            case ELSEWHERE -> LOG.debug("Letter {} was taken over by another node", row.id());
            case LETTER -> store.end(row.id(), State.FAILED, now(), failed.reason(), failed.detail());
            case DOUBT -> store.end(row.id(), State.DOUBT, now(), failed.reason(), failed.detail());
            case LETTER_NOW -> later(row, failed.reason(), failed.detail());
            case SERVER -> {
                later(row, failed.reason(), failed.detail());
                paused = now().plus(FIRST_PAUSE);
                if (!away) {
                    LOG.warn("Mail is not taken ({}), tried again: {}", failed.reason(), failed.detail());
                }
                away = true;
                return false;
            }
        }
        return true;
    }

    private void back() {
        if (away) {
            LOG.info("Mail is taken again");
        }
        away = false;
    }

    private void later(Row row, String reason, String detail) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(row.attempts(), 10));
        Instant next = now().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        if (next.isBefore(row.until())) {
            store.later(row.id(), next, reason, detail);
        } else {
            store.end(row.id(), State.FAILED, now(), reason, detail);
        }
    }

    /** @return null when it is not wanted any more @throws Failed while the module that knows its text is away */
    private MailServer.@Nullable Written write(Row row) throws Failed {
        Map<String, String> values = new HashMap<>(row.values());
        String reference = row.reference();
        if (reference != null) {
            MailSecrets source = secrets.stream().filter(one -> one.module().equals(row.module())).findFirst()
                    .orElseThrow(() -> new Failed(MailServer.Reach.LETTER_NOW, "module-away", row.module()));
            Optional<Map<String, String>> more = source.values(row.key(), reference);
            if (more.isEmpty()) {
                return null;
            }
            values.putAll(more.get());
        }
        MailSettings settings = setup.settings();
        values.putIfAbsent("portal", settings == null ? "" : settings.portal());
        String subject = texts.text(row.language(), row.module(), row.key(), values);
        String body = texts.text(row.language(), row.module(), row.key() + ".text", values);
        if (subject.equals(row.key())) {
            throw new Failed(MailServer.Reach.LETTER_NOW, "module-away", row.module());
        }
        return new MailServer.Written(row.id(), row.to(), row.name(), subject, body + "\n\n" + texts.text(row.language(), "notices", "mail.foot", values), row.at());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
