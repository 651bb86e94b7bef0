package org.shuyuan.notices.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.Anonymiser;

/** Deletes the notices to a person's accounts, and those to others that are about the person; in other notices the name is replaced. Thread-safe. */
@Component(service = Anonymiser.class)
public final class AnonymousNotices implements Anonymiser {

    private final NoticeStore store;

    @Activate
    public AnonymousNotices(@Reference NoticeStore store) {
        this.store = store;
    }

    @Override
    public String module() {
        return "notices";
    }

    @Override
    public List<Holding> holdings(Caller caller, Leaver who) {
        return Anonymiser.held(List.of(
                new Holding("anonymise.own", who.accounts().stream().mapToLong(account -> store.count(account, false)).sum(), Fate.GOES, null),
                new Holding("anonymise.about", store.about(who.person()), Fate.GOES, null),
                new Holding("anonymise.naming", store.naming(who.signedAs(), null), Fate.NAMELESS, "anonymise.naming.why")));
    }

    @Override
    public void anonymise(Caller caller, Leaver who) {
        store.forget(who.person(), who.accounts());
        store.naming(who.signedAs(), who.label());
    }
}
