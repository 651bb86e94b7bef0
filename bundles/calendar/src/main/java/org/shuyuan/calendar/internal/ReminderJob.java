package org.shuyuan.calendar.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.directory.Called;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.tx.Repeated;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.EventStore;
import org.shuyuan.calendar.internal.jpa.JobStore;
import org.shuyuan.calendar.internal.jpa.ReminderStore;
import org.shuyuan.calendar.internal.jpa.ReminderStore.Ahead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reminds of what is ahead, in the portal and by mail as the unit says: those for whom it is, and whoever holds it; where the calendar is off
 * nobody. Every node looks every five minutes; the job's row lets one of them work at
 * a time, and who was told is noted in the same transaction, so nobody hears of the same date at its time twice. Whoever comes to it later is told then: at once after the event was changed,
 * within the hour after a unit or group has got somebody new. What the portal slept through is said late, but not after the date has begun. One thread, ended with the component.
 */
@Component(service = ReminderJob.class, immediate = true)
public final class ReminderJob {

    private static final Logger LOG = LoggerFactory.getLogger(ReminderJob.class);
    private static final String NAME = "reminders";
    /** What has begun is told no more; so much may the clocks of two nodes differ. */
    private static final Duration KEPT = Duration.ofDays(1);
    /** A unit of thousands is not gone through at every look. */
    private static final Duration AGAIN = Duration.ofHours(1);
    /** What is not due yet, or never, comes back at every look: far more than any portal holds in thirty days, so that it hides nothing behind it. */
    private static final int AT_ONCE = 50_000;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final JobStore jobs;
    private final ReminderStore store;
    private final RemindingService rules;
    private final EventStore events;
    private final Units units;
    private final People people;
    private final Groups groups;
    private final Accounts accounts;
    private final Notices notices;
    private final Letters letters;
    private final Settings settings;
    private final Transactions transactions;
    private final Modules modules;
    private final Repeated job;

    @Activate
    public ReminderJob(@Reference JobStore jobs, @Reference ReminderStore store, @Reference RemindingService rules, @Reference EventStore events, @Reference Units units, @Reference People people,
            @Reference Groups groups, @Reference Accounts accounts, @Reference Notices notices, @Reference Letters letters, @Reference Settings settings, @Reference Transactions transactions,
            @Reference Modules modules) {
        this.jobs = jobs;
        this.store = store;
        this.rules = rules;
        this.events = events;
        this.units = units;
        this.people = people;
        this.groups = groups;
        this.accounts = accounts;
        this.notices = notices;
        this.letters = letters;
        this.settings = settings;
        this.transactions = transactions;
        this.modules = modules;
        job = Repeated.every("calendar-reminders", Duration.ofMinutes(2), Duration.ofMinutes(5), this::run);
    }

    @Deactivate
    public void stop() throws InterruptedException {
        job.stop();
    }

    /** Says what is due. @return of how many dates somebody was told, counting audience and host apart */
    int run() {
        Instant now = settings.clock().instant();
        transactions.run(() -> store.forget(now.minus(KEPT)));
        Map<UUID, Reminding> known = new HashMap<>();
        Map<UUID, Boolean> on = new HashMap<>();
        int said = 0;
        for (Ahead ahead : store.ahead(now, now.plus(Duration.ofHours(Reminding.MOST)), now.minus(AGAIN), AT_ONCE)) {
            if (Thread.currentThread().isInterrupted()) {
                return said;
            }
            try {
                if (!on.computeIfAbsent(ahead.unit(), unit -> modules.active(Permissions.MODULE, unit))) {
                    continue;
                }
                Reminding rule = known.computeIfAbsent(ahead.unit(), unit -> rules.at(unit).reminding());
                int hours = ahead.who() == 0 ? rule.audienceHours() : rule.hostHours();
                if (hours > 0 && !ahead.starts().minus(Duration.ofHours(hours)).isAfter(now) && said(ahead, rule, now)) {
                    said++;
                }
            } catch (RuntimeException e) {
                // one date must not stop the others
                LOG.warn("Nobody could be reminded of date {} of event {}; the next try is in five minutes", ahead.occurrence(), ahead.event(), e);
            }
        }
        return said;
    }

    private boolean said(Ahead ahead, Reminding rule, Instant now) {
        return transactions.call(() -> {
            jobs.claim(NAME);
            // another node may have been first, or somebody moved or removed it
            if (!store.ahead(ahead.starts().minusMillis(1), ahead.starts(), now.minus(AGAIN), AT_ONCE).contains(ahead)) {
                return false;
            }
            store.looked(ahead, now);
            Set<UUID> told = store.told(ahead);
            List<UUID> whom = whom(ahead).stream().filter(person -> !told.contains(person)).toList();
            Map<String, String> values = new HashMap<>();
            values.put("title", ahead.title());
            values.put("when", ahead.starts().atZone(ZoneId.of(ahead.zone())).format(ahead.allDay() ? DAY : MINUTE));
            values.put("place", Objects.requireNonNullElse(ahead.place(), "—"));
            String key = (ahead.who() == 0 ? "notice.ahead" : "notice.host-ahead") + (ahead.place() == null ? "" : "-at");
            String link = "/calendar/events/" + ahead.event() + "?occurrence=" + ahead.occurrence() + "&unit=" + ahead.unit();
            List<UUID> readers = whom.isEmpty() ? List.of() : accounts.ofPeople(whom);
            Set<UUID> reached = new HashSet<>(whom);
            reached.retainAll(accounts.people(readers));
            if (!readers.isEmpty()) {
                notices.send(new Notices.Notice("calendar", key, values, link), readers);
            }
            if (rule.byMail() && !whom.isEmpty()) {
                // with the version: moved away and back it is another letter
                reached.addAll(letters.write(whom, ahead.who() == 0 ? "mail.ahead" : "mail.host-ahead", values, link,
                        person -> "ahead " + ahead.occurrence() + " " + ahead.starts().getEpochSecond() + " " + ahead.who() + " " + person + " " + ahead.version(),
                        Duration.between(now, ahead.starts())));
            }
            store.tell(ahead, reached);
            return !reached.isEmpty();
        });
    }

    private List<UUID> whom(Ahead ahead) {
        if (ahead.who() == 1) {
            return List.of(Objects.requireNonNull(ahead.host()));
        }
        LocalDate day = ahead.starts().atZone(ZoneId.of(ahead.zone())).toLocalDate();
        return events.find(ahead.event()).map(Event::audience)
                .map(a -> (List<UUID>) new ArrayList<>(new Called(ahead.unit(), a.units(), a.people(), a.groups()).on(day, units, people, groups).keySet())).orElse(List.of());
    }
}
