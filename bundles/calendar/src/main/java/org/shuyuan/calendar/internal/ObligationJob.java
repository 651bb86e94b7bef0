package org.shuyuan.calendar.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Repeated;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.ObligationBoard.Asked;
import org.shuyuan.calendar.internal.ObligationBoard.Row;
import org.shuyuan.calendar.internal.ObligationBoard.State;
import org.shuyuan.calendar.internal.jpa.JobStore;
import org.shuyuan.calendar.internal.jpa.ObligationStore;
import org.shuyuan.calendar.internal.jpa.ObligationStore.Told;

/**
 * Tells those who plan a unit's events, or the speaker, that something is due; once for each obligation, whom and period. Once enough is held or planned, whoever has not read it has the notice no
 * more. Every node looks every ten minutes; the job's row lets one of them work at a time, and what is told is noted in the same transaction. One thread, ended with the component.
 */
@Component(service = ObligationJob.class, immediate = true)
public final class ObligationJob {

    private static final String NAME = "obligations";

    private record Key(UUID obligation, UUID whom, String period) {}

    private final JobStore jobs;
    private final ObligationStore store;
    private final ObligationBoard board;
    private final Kinds kinds;
    private final Names names;
    private final Accounts accounts;
    private final Notices notices;
    private final Settings settings;
    private final Transactions transactions;
    private final Repeated job;

    @Activate
    public ObligationJob(@Reference JobStore jobs, @Reference ObligationStore store, @Reference ObligationBoard board, @Reference Kinds kinds, @Reference Names names,
            @Reference Accounts accounts, @Reference Notices notices, @Reference Settings settings, @Reference Transactions transactions) {
        this.jobs = jobs;
        this.store = store;
        this.board = board;
        this.kinds = kinds;
        this.names = names;
        this.accounts = accounts;
        this.notices = notices;
        this.settings = settings;
        this.transactions = transactions;
        job = Repeated.every("calendar-obligations", Duration.ofSeconds(210), Duration.ofMinutes(10), this::run);
    }

    @Deactivate
    public void stop() throws InterruptedException {
        job.stop();
    }

    /** @return of how many it was told now */
    int run() {
        Map<Key, Row> rows = new HashMap<>();
        List<Asked> running = store.running().stream().map(o -> board.at(o, 0)).toList();
        board.rows(running, (o, w) -> true).forEach(r -> rows.put(key(r), r));
        settle(rows);
        int told = 0;
        for (Row row : rows.values()) {
            if (row.state() == State.DUE && !Thread.currentThread().isInterrupted() && told(row)) {
                told++;
            }
        }
        return told;
    }

    private static Key key(Row row) {
        return new Key(row.obligation().id(), row.whom().id(), row.period().name());
    }

    /** What is not owed any more as well: somebody left, or the obligation was given up. What was missed stays told. */
    private void settle(Map<Key, Row> rows) {
        List<Told> open = store.told();
        if (open.isEmpty()) {
            return;
        }
        Map<UUID, Obligation> known = store.running().stream().collect(Collectors.toMap(Obligation::id, o -> o));
        for (Told told : open) {
            Row row = rows.get(new Key(told.obligation(), told.whom(), told.period()));
            Obligation o = known.get(told.obligation());
            boolean over = o != null && !board.at(o, 0).period().name().equals(told.period());
            if (!over && (row == null || !row.state().missing())) {
                Instant now = settings.clock().instant();
                transactions.run(() -> {
                    jobs.claim(NAME);
                    if (store.settle(told, now)) {
                        notices.withdraw("calendar", told.link(), told.at());
                    }
                });
            }
        }
    }

    private boolean told(Row row) {
        Obligation o = row.obligation();
        Whom whom = row.whom();
        List<UUID> readers = switch (whom.what()) {
            case UNIT -> accounts.holding(Permissions.WRITE, whom.id());
            case GROUP -> accounts.holding(Permissions.WRITE, o.unit());
            case PERSON -> accounts.ofPeople(List.of(whom.id()));
        };
        if (readers.isEmpty()) {
            // whoever comes to plan there hears of it then
            return false;
        }
        UUID unit = whom.what() == Whom.What.GROUP ? o.unit() : whom.unit();
        String link = "/calendar/obligations/" + o.id() + "?whom=" + whom.id() + "&period=" + row.period().name() + "&unit=" + unit;
        Instant now = settings.clock().instant();
        return transactions.call(() -> {
            jobs.claim(NAME);
            if (!store.tell(new Told(o.id(), whom.id(), row.period().name(), link, now))) {
                return false;
            }
            Map<String, String> values = new HashMap<>();
            values.put("title", title(o));
            values.put("lacking", String.valueOf(row.lacking()));
            values.put("until", row.period().last().toString());
            values.put("who", name(whom));
            notices.send(new Notices.Notice("calendar", whom.what() == Whom.What.PERSON ? "notice.obligation-mine" : "notice.obligation-due", values, link), readers);
            return true;
        });
    }

    private String title(Obligation o) {
        return o.title() != null ? o.title() : kinds.find(o.kind()).map(k -> k.name(Language.ZH_CN)).orElse("—");
    }

    private String name(Whom whom) {
        String name = switch (whom.what()) {
            case UNIT -> whom.name();
            case GROUP -> names.group(whom.id(), Language.ZH_CN);
            case PERSON -> names.person(whom.id(), Language.ZH_CN);
        };
        return Objects.requireNonNullElse(name, "—");
    }
}
