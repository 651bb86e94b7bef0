package org.shuyuan.calendar.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.tx.Repeated;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.RotaTurn.State;
import org.shuyuan.calendar.internal.jpa.JobStore;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.calendar.internal.jpa.RotaSwapStore;
import org.shuyuan.calendar.internal.jpa.RotaTurnStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the turns that have come within reach, and reminds speakers to prepare, in the portal and by mail. Every node looks every five minutes; the job's row lets one of them work at a time, and
 * what is said is noted in the same transaction, so nobody hears of the same turn twice. One thread, ended with the component.
 */
@Component(service = RotaJob.class, immediate = true)
public final class RotaJob {

    private static final Logger LOG = LoggerFactory.getLogger(RotaJob.class);
    private static final String NAME = "rotas";

    private final JobStore jobs;
    private final RotaStore rotas;
    private final RotaTurnStore turns;
    private final RotaSwapStore said;
    private final RotaPlanner planner;
    private final Accounts accounts;
    private final Notices notices;
    private final Letters letters;
    private final Settings settings;
    private final Transactions transactions;
    private final Modules modules;
    private final Repeated job;

    @Activate
    public RotaJob(@Reference JobStore jobs, @Reference RotaStore rotas, @Reference RotaTurnStore turns, @Reference RotaSwapStore said, @Reference RotaPlanner planner,
            @Reference Accounts accounts, @Reference Notices notices, @Reference Letters letters, @Reference Settings settings, @Reference Transactions transactions,
            @Reference Modules modules) {
        this.jobs = jobs;
        this.rotas = rotas;
        this.turns = turns;
        this.said = said;
        this.planner = planner;
        this.accounts = accounts;
        this.notices = notices;
        this.letters = letters;
        this.settings = settings;
        this.transactions = transactions;
        this.modules = modules;
        job = Repeated.every("calendar-rotas", Duration.ofSeconds(150), Duration.ofMinutes(5), this::run);
    }

    @Deactivate
    public void stop() throws InterruptedException {
        job.stop();
    }

    /** @return how many speakers were reminded */
    int run() {
        int reminded = 0;
        for (UUID id : rotas.running()) {
            if (Thread.currentThread().isInterrupted()) {
                return reminded;
            }
            try {
                reminded += transactions.call(() -> {
                    jobs.claim(NAME);
                    planner.refresh(id);
                    return rotas.find(id).map(this::remind).orElse(0);
                });
            } catch (RuntimeException e) {
                // one rota must not stop the others
                LOG.warn("Rota {} could not be continued; the next try is in five minutes", id, e);
            }
        }
        return reminded;
    }

    private int remind(Rota rota) {
        if (rota.remindDays() == 0 || !rota.running() || !modules.active(Permissions.MODULE, rota.unit())) {
            return 0;
        }
        Instant now = settings.clock().instant();
        Instant until = now.plus(Duration.ofDays(rota.remindDays()));
        int reminded = 0;
        for (RotaTurn turn : turns.of(List.of(rota.id()))) {
            Optional<UUID> whom = Optional.ofNullable(turn.speaker().person()).or(() -> Optional.ofNullable(turn.due()));
            boolean due = turn.state() == State.PLANNED && turn.ahead(now) && !turn.date().starts().isAfter(until);
            if (due && whom.isPresent() && said.remind(turn.id(), whom.get(), turn.date().starts(), now)) {
                tell(rota, turn, whom.get(), now);
                reminded++;
            }
        }
        return reminded;
    }

    private void tell(Rota rota, RotaTurn turn, UUID whom, Instant now) {
        boolean department = turn.speaker().person() == null && rota.over() == Rota.Over.DEPARTMENTS;
        Map<String, String> values = new HashMap<>();
        values.put("title", turn.date().title());
        values.put("when", RotaTrail.when(turn));
        values.put("rota", rota.name());
        Collection<UUID> readers = new ArrayList<>(department ? accounts.holding(Permissions.WRITE, whom) : accounts.ofPeople(List.of(whom)));
        if (!readers.isEmpty()) {
            notices.send(new Notices.Notice("calendar", department ? "notice.rota-name" : "notice.rota-prepare", values, RotaTrail.link(rota)), readers);
        }
        if (!department) {
            letters.write(List.of(whom), "mail.rota-prepare", values, RotaTrail.link(rota),
                    // with the version: moved away and back it is another letter
                    person -> "rota " + turn.id() + " " + turn.date().starts().getEpochSecond() + " " + person + " " + turn.version(),
                    Duration.between(now, turn.date().starts()));
        }
    }
}
