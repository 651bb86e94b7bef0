package org.shuyuan.registers.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.Anonymiser;
import org.shuyuan.registers.internal.jpa.EntryStore;

/** Entries stay, since they are the unit's; who entered or changed them stands there without a name. People named in fields are kept by id alone. Thread-safe. */
@Component(service = Anonymiser.class)
public final class AnonymousEntries implements Anonymiser {

    private final EntryStore store;

    @Activate
    public AnonymousEntries(@Reference EntryStore store) {
        this.store = store;
    }

    @Override
    public String module() {
        return "registers";
    }

    @Override
    public List<Holding> holdings(Caller caller, Leaver who) {
        return Anonymiser.held(List.of(new Holding("anonymise.entered", store.signed(who.accounts(), who.person()), Fate.NAMELESS, "anonymise.entered.why")));
    }

    @Override
    public void anonymise(Caller caller, Leaver who) {
        store.sign(who.accounts(), who.person(), who.label());
    }
}
