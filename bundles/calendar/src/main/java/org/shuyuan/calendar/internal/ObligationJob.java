package org.shuyuan.calendar.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.api.tx.Repeated;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.ObligationBoard.Asked;
import org.shuyuan.calendar.internal.ObligationBoard.Row;
import org.shuyuan.calendar.internal.ObligationBoard.State;
import org.shuyuan.calendar.internal.ObligationLetters.Said;
import org.shuyuan.calendar.internal.jpa.JobStore;
import org.shuyuan.calendar.internal.jpa.ObligationStore;
import org.shuyuan.calendar.internal.jpa.ObligationStore.Told;

/**
 * Tells those who plan a unit's events, or the speaker, that something is due, in the portal and by mail as the unit says; once for each obligation, whom and period. Once enough is held or
 * planned, whoever has not read it has the notice no more; when that is called off and it is due again, it is told again.
 * First of all units that had their profile before it had obligations get those. Every node looks every ten minutes; the job's row lets one of them work at a time, and what is told is noted in
 * the same transaction. One thread, ended with the component.
 */
@Component(service = ObligationJob.class, immediate = true)
public final class ObligationJob {

    private static final String NAME = "obligations";

    /** What one transaction tells: far more than a unit ever owes at a time, few enough that other nodes wait but briefly. */
    private static final int AT_ONCE = 200;

    private record Key(UUID obligation, UUID whom, String period) {}

    private final JobStore jobs;
    private final ObligationStore store;
    private final ObligationBoard board;
    private final KindSeeds seeds;
    private final Kinds kinds;
    private final Names names;
    private final Accounts accounts;
    private final Notices notices;
    private final ObligationLetters letters;
    private final Settings settings;
    private final Transactions transactions;
    private final Modules modules;
    private final Repeated job;

    @Activate
    public ObligationJob(@Reference JobStore jobs, @Reference ObligationStore store, @Reference ObligationBoard board, @Reference KindSeeds seeds, @Reference Kinds kinds,
            @Reference Names names, @Reference Accounts accounts, @Reference Notices notices, @Reference ObligationLetters letters, @Reference Settings settings,
            @Reference Transactions transactions, @Reference Modules modules) {
        this.jobs = jobs;
        this.store = store;
        this.board = board;
        this.seeds = seeds;
        this.kinds = kinds;
        this.names = names;
        this.accounts = accounts;
        this.notices = notices;
        this.letters = letters;
        this.settings = settings;
        this.transactions = transactions;
        this.modules = modules;
        job = Repeated.every("calendar-obligations", Duration.ofSeconds(210), Duration.ofMinutes(10), this::run);
    }

    @Deactivate
    public void stop() throws InterruptedException {
        job.stop();
    }

    /** @return of how many it was told now */
    int run() {
        seeds.late();
        Instant seen = settings.clock().instant();
        Map<Key, Row> rows = new HashMap<>();
        List<Asked> running = store.running().stream().map(o -> board.at(o, 0)).toList();
        board.rows(running, (o, w) -> true).forEach(r -> rows.put(key(r), r));
        settle(rows);
        List<Row> due = rows.values().stream().filter(r -> r.state() == State.DUE).filter(r -> modules.active(Permissions.MODULE, unit(r)))
                .sorted(Comparator.comparing((Row r) -> r.obligation().unit()).thenComparing(r -> r.whom().id())
                .thenComparing(r -> r.obligation().id())).toList();
        Map<UUID, List<UUID>> planners = new HashMap<>();
        int told = 0;
        for (int at = 0; at < due.size() && !Thread.currentThread().isInterrupted(); at += AT_ONCE) {
            told += told(due.subList(at, Math.min(due.size(), at + AT_ONCE)), planners, seen);
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

    /** Those that nobody was told of, in one transaction, so that whoever is told of several by mail has one letter. */
    private int told(List<Row> due, Map<UUID, List<UUID>> planners, Instant seen) {
        return transactions.call(() -> {
            jobs.claim(NAME);
            List<Said> said = new ArrayList<>();
            for (Row row : due) {
                List<UUID> readers = readers(row, planners);
                Said one = said(row, readers);
                // where nobody plans, whoever comes to plan there hears of it then
                if (!readers.isEmpty() && store.tell(new Told(row.obligation().id(), row.whom().id(), row.period().name(), one.link(), settings.clock().instant()), seen)) {
                    notices.send(new Notices.Notice("calendar", one.key(), one.values(), one.link()), readers);
                    said.add(one);
                }
            }
            letters.write(said);
            return said.size();
        });
    }

    private List<UUID> readers(Row row, Map<UUID, List<UUID>> planners) {
        return switch (row.whom().what()) {
            case UNIT -> planners.computeIfAbsent(row.whom().id(), unit -> accounts.holding(Permissions.WRITE, unit));
            case GROUP -> planners.computeIfAbsent(row.obligation().unit(), unit -> accounts.holding(Permissions.WRITE, unit));
            case PERSON -> accounts.ofPeople(List.of(row.whom().id()));
        };
    }

    private Said said(Row row, List<UUID> readers) {
        Obligation o = row.obligation();
        Whom whom = row.whom();
        Map<String, String> values = new HashMap<>();
        values.putAll(title(o));
        values.put("lacking", String.valueOf(row.lacking()));
        values.put("until", row.period().last().toString());
        values.putAll(Texts.each("who", language -> name(whom, language)));
        return new Said(row, whom.what() == Whom.What.PERSON ? "notice.obligation-mine" : "notice.obligation-due", values,
                "/calendar/obligations/" + o.id() + "?whom=" + whom.id() + "&period=" + row.period().name() + "&unit=" + unit(row), readers);
    }

    /** Where it is planned. */
    private static UUID unit(Row row) {
        return row.whom().what() == Whom.What.GROUP ? row.obligation().unit() : row.whom().unit();
    }

    /** As its kind is called in each reader's language, unless it has a name of its own. */
    private Map<String, String> title(Obligation o) {
        String own = o.title();
        return own != null ? Map.of("title", own) : kinds.find(o.kind()).map(k -> Texts.each("title", k::name)).orElse(Map.of("title", "—"));
    }

    private String name(Whom whom, Language language) {
        String name = switch (whom.what()) {
            case UNIT -> whom.name();
            case GROUP -> names.group(whom.id(), language);
            case PERSON -> names.person(whom.id(), language);
        };
        return Objects.requireNonNullElse(name, "—");
    }
}
