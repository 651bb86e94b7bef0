package org.shuyuan.access.internal;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;

/** What everybody may set about the own account. Thread-safe. */
@Component(service = Self.class)
public class Self {

    private final AccountStore accounts;
    private final Revisions revisions;
    private final Audit audit;
    private final Transactions transactions;

    @Activate
    public Self(@Reference AccountStore accounts, @Reference Revisions revisions, @Reference Audit audit, @Reference Transactions transactions) {
        this.accounts = accounts;
        this.revisions = revisions;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** Remembers the language. @throws Problem 422 {@code access.no-such-language} */
    public void language(Caller caller, @Nullable String tag) {
        if (Arrays.stream(Language.values()).noneMatch(one -> one.tag().equals(tag)) || tag == null) {
            throw Problem.invalid("language", "access.no-such-language");
        }
        transactions.run(() -> {
            Account before = accounts.find(caller.account()).orElseThrow(() -> Problem.notFound("access.no-such-account"));
            accounts.language(caller.account(), tag);
            revisions.changed(Revisions.Kind.SESSIONS);
            audit.write(caller, null, "access.change-language", SignIn.subject(before),
                    Map.of("language", before.language() == null ? "" : before.language()), Map.of("language", tag));
        });
    }
}
