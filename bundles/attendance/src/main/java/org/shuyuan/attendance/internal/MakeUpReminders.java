package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.directory.Units;
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
    private static final int AT_ONCE = 1_000;

    private final MakeUpStore store;
    private final Units units;
    private final Accounts accounts;
    private final Letters letters;
    private final Watch watch;
    private final Transactions transactions;
    private final Repeated job;

    @Activate
    public MakeUpReminders(@Reference MakeUpStore store, @Reference Units units, @Reference Accounts accounts, @Reference Letters letters, @Reference Watch watch,
            @Reference Transactions transactions) {
        this.store = store;
        this.units = units;
        this.accounts = accounts;
        this.letters = letters;
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
        if (due == null || !Daytime.is(local) || local.toLocalDate().isBefore(due.minusDays(1))) {
            return false;
        }
        boolean late = local.toLocalDate().isAfter(due);
        return transactions.call(() -> {
            // another node, or an earlier look, has said it
            if (!store.remind(line.makeUp().id(), late ? LATE : SOON)) {
                return false;
            }
            List<UUID> person = List.of(line.makeUp().person());
            letters.tell(accounts.ofPeople(person), person, late ? "make-up-late" : "make-up-soon", line.makeUp().id().toString(), Map.of("title", line.title(), "due", due.toString()),
                    "/attendance/mine");
            return true;
        });
    }
}
