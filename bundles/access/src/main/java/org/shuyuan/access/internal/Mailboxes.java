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
 * they must not reset: one that has changed, or was added, counts only some days after its owner, told of it, has signed in. Only one that was
 * there when somebody who administers accounts made the account counts from the first sign-in. Thread-safe.
 */
@Component(service = Mailboxes.class)
public class Mailboxes {

    /** In the place of a hash: the directory had no address. It is remembered too, or one that is added later would count at once. */
    private static final String NONE = "";

    /** From when the address of an account counts whose owner has not signed in yet. */
    private static final Instant NOT_YET = Instant.parse("9999-01-01T00:00:00Z");

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

    /**
     * Notes with which address, or with none, somebody who administers accounts has made one: it counts from the owner's first sign-in. One that is
     * entered afterwards is as good as changed. Joins the caller's transaction.
     */
    void made(Account account) {
        known(account).ifPresent(hash -> store.mailbox(account.id(), new ResetStore.Mailbox(hash, NOT_YET)));
    }

    /** Notes with which address, or with none, the owner has signed in, and tells of one that is new; joins the caller's transaction. */
    void seen(Account account) {
        String hash = known(account).orElse(null);
        ResetStore.Mailbox before = store.mailbox(account.id()).orElse(null);
        if (hash == null || before != null && before.hash().equals(hash) && !before.countsFrom().equals(NOT_YET)) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        // where nothing is known of before (the account is older than these rows), it may have been entered yesterday
        boolean fresh = before == null || !before.hash().equals(hash);
        store.mailbox(account.id(), new ResetStore.Mailbox(hash, fresh ? now.plus(settings.resetMailAge()) : now));
        Notices notices = around.notices();
        if (fresh && !hash.equals(NONE) && notices != null) {
            String address = address(account).map(People.Mailbox::address).orElse("");
            notices.send(new Notices.Notice("access", "notice.new-mailbox", Map.of("address", masked(address), "days", Long.toString(settings.resetMailAge().toDays())),
                    "/directory/me"), List.of(account.id()));
        }
    }

    /** The hash of the person's address, {@link #NONE} without one; empty where there is nobody, or nobody can be asked just now. */
    private Optional<String> known(Account account) {
        return account.person() == null || around.people() == null ? Optional.empty()
                : Optional.of(address(account).map(box -> hash(box.address())).orElse(NONE));
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
