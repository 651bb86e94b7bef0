package org.shuyuan.access.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.SignInStore;
import org.shuyuan.access.internal.jpa.SignInStore.Try;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.notices.Notices;

/** Who tried to sign in to an account, from where, with what end: for its owner and for who administers it. Thread-safe. */
@Component(service = SignInHistory.class)
public class SignInHistory {

    /** How a try ended, as it is stored. */
    enum Outcome {
        SUCCESS("success"),
        WRONG_PASSWORD("wrong-password"),
        WRONG_CODE("wrong-code"),
        DISABLED("disabled"),
        EXPIRED("expired");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }
    }

    /** So long a network from which somebody signed in counts as known. */
    private static final Duration KNOWN = Duration.ofDays(90);

    private final SignInStore store;
    private final AccountService accounts;
    private final Around around;
    private final Settings settings;
    private final Clock clock;

    @Activate
    public SignInHistory(@Reference SignInStore store, @Reference AccountService accounts, @Reference Around around, @Reference Settings settings) {
        this(store, accounts, around, settings, Clock.systemUTC());
    }

    SignInHistory(SignInStore store, AccountService accounts, Around around, Settings settings, Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.around = around;
        this.settings = settings;
        this.clock = clock;
    }

    /** Joins the caller's transaction. */
    void note(UUID account, Outcome outcome, String method, SignIn.From from, boolean newDevice) {
        store.add(new Try(Ids.next(), account, clock.instant().truncatedTo(ChronoUnit.MICROS), outcome.word, method, Names.cut(from.address(), 45),
                Addresses.network(from.address()), Names.cut(from.agent(), 200), newDevice));
    }

    /** Tells the owner, in the portal, of a sign-in from a browser that is new; joins the caller's transaction. */
    void tell(Account account, SignIn.From from) {
        Notices notices = around.notices();
        if (notices != null) {
            notices.send(new Notices.Notice("access", "notice.new-device", Map.of("device", Devices.words(from.agent()), "address", Names.cut(from.address(), 45)),
                    "/account?tab=sessions"), List.of(account.id()));
        }
    }

    /** Has the account signed in from this network lately? Costs the same for an account that there is not. */
    boolean knows(UUID account, String address) {
        Instant since = clock.instant().minus(KNOWN);
        return store.knows(account, Addresses.network(address), Outcome.SUCCESS.word, since);
    }

    /** One's own, the newest first. */
    public Page<Try> own(Caller caller, int page, int size) {
        return store.list(caller.account(), page, size);
    }

    /** Of an account that the caller administers. @throws org.shuyuan.api.problem.Problem 404 {@code access.no-such-account} */
    public Page<Try> of(Caller caller, UUID account, int page, int size) {
        return store.list(accounts.get(caller, account).id(), page, size);
    }

    /** Removes what is older than is kept. */
    public void purge() {
        store.purge(clock.instant().minus(settings.history()));
    }
}
