package org.shuyuan.access.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.ResetStore;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.notices.Notices;

/**
 * Whose mailbox may stand for whom. The directory's addresses are kept by others than their owners, who could so come into accounts that
 * they must not reset: one that has changed counts only some days after its owner, told of it, has signed in. Thread-safe.
 */
@Component(service = Mailboxes.class)
public class Mailboxes {

    private final ResetStore store;
    private final Around around;
    private final Settings settings;
    private final Clock clock;

    @Activate
    public Mailboxes(@Reference ResetStore store, @Reference Around around, @Reference Settings settings) {
        this(store, around, settings, Clock.systemUTC());
    }

    Mailboxes(ResetStore store, Around around, Settings settings, Clock clock) {
        this.store = store;
        this.around = around;
        this.settings = settings;
        this.clock = clock;
    }

    /** Notes with which address the owner has signed in, and tells of one that is new; joins the caller's transaction. */
    void seen(Account account) {
        String address = address(account).map(People.Mailbox::address).orElse(null);
        if (address == null) {
            return;
        }
        String hash = hash(address);
        ResetStore.Mailbox before = store.mailbox(account.id()).orElse(null);
        if (before != null && before.hash().equals(hash)) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        store.mailbox(account.id(), new ResetStore.Mailbox(hash, before == null ? now : now.plus(settings.resetMailAge())));
        Notices notices = around.notices();
        if (before != null && notices != null) {
            notices.send(new Notices.Notice("access", "notice.new-mailbox", Map.of("address", masked(address), "days", Long.toString(settings.resetMailAge().toDays())),
                    "/directory/me"), List.of(account.id()));
        }
    }

    /** The mailbox that nobody but the account's owner reads, as far as can be known. */
    Optional<String> trusted(Account account) {
        Instant now = clock.instant();
        return address(account).filter(box -> !box.shared()).map(People.Mailbox::address)
                .filter(address -> store.mailbox(account.id()).filter(seen -> seen.hash().equals(hash(address)) && !seen.countsFrom().isAfter(now)).isPresent());
    }

    private Optional<People.Mailbox> address(Account account) {
        UUID person = account.person();
        @Nullable People people = person == null ? null : around.people();
        return person == null || people == null ? Optional.empty() : people.mailbox(person);
    }

    private static String hash(String address) {
        return Secrets.hash(Names.cut(address.strip().toLowerCase(Locale.ROOT), 200));
    }

    private static String masked(String address) {
        return address.replaceAll("^(.).*@", "$1***@");
    }
}
