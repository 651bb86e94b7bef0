package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.mail.Mail;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Repeated;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.MakeUpStore;

/**
 * Reminds those who have study to make up: once from the day before it is due, and once when that day has passed, in the portal and by mail. By day only; what was said is
 * noted in the same transaction, so nobody hears it twice, whatever node looks. One thread, ended with the component.
 */
@Component(service = MakeUpReminders.class, immediate = true)
public final class MakeUpReminders {

    static final int SOON = 1;
    static final int LATE = 2;
    /** Nobody is woken at night; in the gathering's zone. */
    private static final LocalTime MORNING = LocalTime.of(8, 0);
    private static final LocalTime EVENING = LocalTime.of(20, 0);
    private static final Duration WORTH = Duration.ofDays(2);
    private static final int AT_ONCE = 1_000;

    private final MakeUpStore store;
    private final Units units;
    private final People people;
    private final Accounts accounts;
    private final Notices notices;
    private final Mail mail;
    private final Watch watch;
    private final Transactions transactions;
    private final Repeated job;

    @Activate
    public MakeUpReminders(@Reference MakeUpStore store, @Reference Units units, @Reference People people, @Reference Accounts accounts, @Reference Notices notices, @Reference Mail mail,
            @Reference Watch watch, @Reference Transactions transactions) {
        this.store = store;
        this.units = units;
        this.people = people;
        this.accounts = accounts;
        this.notices = notices;
        this.mail = mail;
        this.watch = watch;
        this.transactions = transactions;
        this.job = Repeated.every("attendance-reminders", Duration.ofMinutes(3), Duration.ofMinutes(15), this::run);
    }

    @Deactivate
    public void stop() throws InterruptedException {
        job.stop();
    }

    /** Says what is due. @return to how many */
    int run() {
        Instant now = watch.clock().instant();
        // a day more: somewhere it is tomorrow already
        List<MakeUpStore.Line> waiting = store.toRemind(LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(2), AT_ONCE);
        int said = 0;
        for (MakeUpStore.Line line : waiting) {
            if (!Thread.currentThread().isInterrupted() && reminded(line, now)) {
                said++;
            }
        }
        return said;
    }

    private boolean reminded(MakeUpStore.Line line, Instant now) {
        ZonedDateTime local = now.atZone(units.get(line.unit()).zone());
        LocalDate due = line.makeUp().due();
        if (due == null || local.toLocalTime().isBefore(MORNING) || local.toLocalTime().isAfter(EVENING) || local.toLocalDate().isBefore(due.minusDays(1))) {
            return false;
        }
        boolean late = local.toLocalDate().isAfter(due);
        return transactions.call(() -> {
            // another node, or an earlier look, has said it
            if (!store.remind(line.makeUp().id(), late ? LATE : SOON)) {
                return false;
            }
            tell(line, due, late ? "make-up-late" : "make-up-soon");
            return true;
        });
    }

    private void tell(MakeUpStore.Line line, LocalDate due, String key) {
        UUID person = line.makeUp().person();
        Map<String, String> values = new HashMap<>(Map.of("title", line.title(), "due", due.toString()));
        List<UUID> readers = accounts.ofPeople(List.of(person));
        if (!readers.isEmpty()) {
            notices.send(new Notices.Notice("attendance", "notice." + key, values, "/attendance/mine"), readers);
        }
        mail.portal().ifPresent(portal -> people.mailbox(person).filter(box -> !box.shared()).ifPresent(box -> {
            values.put("link", portal + "/attendance/mine");
            String name = people.find(person).map(Person::name).orElse("");
            mail.send(new Mail.Letter("attendance", "mail." + key, values, accounts.languages(List.of(person)).getOrDefault(person, Language.ZH_CN), box.address(), name, person,
                    key + " " + line.makeUp().id(), null, WORTH));
        }));
    }
}
