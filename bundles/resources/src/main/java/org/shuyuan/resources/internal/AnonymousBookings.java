package org.shuyuan.resources.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.Anonymiser;
import org.shuyuan.resources.internal.jpa.BookingStore;

/** Bookings stay, since they say what was used when; who made them stands there without a name. Thread-safe. */
@Component(service = Anonymiser.class)
public final class AnonymousBookings implements Anonymiser {

    private final BookingStore store;

    @Activate
    public AnonymousBookings(@Reference BookingStore store) {
        this.store = store;
    }

    @Override
    public String module() {
        return "resources";
    }

    @Override
    public List<Holding> holdings(Caller caller, Leaver who) {
        return Anonymiser.held(List.of(new Holding("anonymise.booked", store.signed(who.accounts(), who.person()), Fate.NAMELESS, "anonymise.booked.why")));
    }

    @Override
    public void anonymise(Caller caller, Leaver who) {
        store.sign(who.accounts(), who.person(), who.label());
    }
}
