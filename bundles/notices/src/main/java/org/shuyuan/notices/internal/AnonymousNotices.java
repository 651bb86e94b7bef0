package org.shuyuan.notices.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.Anonymiser;
import org.shuyuan.notices.internal.mail.MailStore;

/** Deletes the letters to a person, the notices to the person's accounts, and those to others that are about the person; in other notices the name is replaced. Thread-safe. */
@Component(service = Anonymiser.class)
public final class AnonymousNotices implements Anonymiser {

    private final NoticeStore store;
    private final MailStore letters;

    @Activate
    public AnonymousNotices(@Reference NoticeStore store, @Reference MailStore letters) {
        this.store = store;
        this.letters = letters;
    }

    @Override
    public String module() {
        return "notices";
    }

    @Override
    public List<Holding> holdings(Caller caller, Leaver who) {
        return Anonymiser.held(List.of(
                new Holding("anonymise.own", who.accounts().stream().mapToLong(account -> store.count(account, false)).sum(), Fate.GOES, null),
                new Holding("anonymise.letters", letters.count(who.person()), Fate.GOES, null),
                new Holding("anonymise.about", store.about(who.person()), Fate.GOES, null),
                new Holding("anonymise.naming", store.naming(who.signedAs(), null), Fate.NAMELESS, "anonymise.naming.why")));
    }

    @Override
    public void anonymise(Caller caller, Leaver who) {
        store.forget(who.person(), who.accounts());
        letters.forget(who.person());
        store.naming(who.signedAs(), who.label());
    }
}
