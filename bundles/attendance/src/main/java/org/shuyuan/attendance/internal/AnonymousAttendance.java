package org.shuyuan.attendance.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.Anonymiser;
import org.shuyuan.attendance.internal.jpa.LeaverStore;

/**
 * Marks stay and name people by id: the unit's figures count as before. Notes, reasons, leave asked for, objections and what was written of made-up study, times, PIN and cards
 * go, and who marked others stands there no more by name. Thread-safe.
 */
@Component(service = Anonymiser.class)
public final class AnonymousAttendance implements Anonymiser {

    private final LeaverStore store;
    private final LeaveFiles files;

    @Activate
    public AnonymousAttendance(@Reference LeaverStore store, @Reference LeaveFiles files) {
        this.store = store;
        this.files = files;
    }

    @Override
    public String module() {
        return "attendance";
    }

    @Override
    public List<Holding> holdings(Caller caller, Leaver who) {
        return Anonymiser.held(List.of(new Holding("anonymise.marks", store.marks(who.person()), Fate.NAMELESS, "anonymise.marks.why"),
                new Holding("anonymise.circulations", store.circulations(who.person()), Fate.NAMELESS, "anonymise.marks.why"),
                new Holding("anonymise.notes", store.notes(who.person()), Fate.GOES, null),
                new Holding("anonymise.leave", store.leave(who.person()), Fate.GOES, null),
                new Holding("anonymise.make-up", store.makeUps(who.person()), Fate.GOES, null),
                new Holding("anonymise.objections", store.objections(who.person()), Fate.GOES, null),
                new Holding("anonymise.sign-ins", store.signIns(who.person()), Fate.GOES, null),
                new Holding("anonymise.times", store.times(who.person()), Fate.GOES, null),
                new Holding("anonymise.cards", store.cards(who.person()), Fate.GOES, null),
                new Holding("anonymise.signed", store.signed(who.signedAs()), Fate.NAMELESS, "anonymise.signed.why")));
    }

    @Override
    public void anonymise(Caller caller, Leaver who) {
        files.drop(who.person());
        store.forget(who.person());
        store.sign(who.signedAs(), who.label());
    }
}
