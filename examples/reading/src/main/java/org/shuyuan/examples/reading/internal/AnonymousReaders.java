package org.shuyuan.examples.reading.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.Anonymiser;

/** What somebody who left wrote goes; that a book was read and who led a meeting stands by the person's id alone, to which the directory gives no name any more. Thread-safe. */
@Component(service = Anonymiser.class)
public final class AnonymousReaders implements Anonymiser {

    private final ReadingStore readings;
    private final MeetingStore meetings;

    @Activate
    public AnonymousReaders(@Reference ReadingStore readings, @Reference MeetingStore meetings) {
        this.readings = readings;
        this.meetings = meetings;
    }

    @Override
    public String module() {
        return "reading";
    }

    @Override
    public List<Holding> holdings(Caller caller, Leaver who) {
        return Anonymiser.held(List.of(new Holding("anonymise.thoughts", readings.count(who.person(), true), Fate.GOES, null),
                new Holding("anonymise.read", readings.count(who.person(), false), Fate.NAMELESS, "anonymise.read.why"),
                new Holding("anonymise.led", meetings.countLed(who.person()), Fate.NAMELESS, "anonymise.led.why")));
    }

    @Override
    public void anonymise(Caller caller, Leaver who) {
        readings.forgetThoughts(who.person());
    }
}
