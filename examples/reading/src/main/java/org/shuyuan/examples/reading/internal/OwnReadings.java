package org.shuyuan.examples.reading.internal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.HeldDataSource;

/** What is kept about the caller, for "data about me": every book with what was written about it, and the meetings led. Thread-safe. */
@Component(service = HeldDataSource.class)
public final class OwnReadings implements HeldDataSource {

    private static final int ROWS = 1_000;
    private static final Instant EVER = Given.FIRST.atStartOfDay(ZoneOffset.UTC).toInstant();
    private static final Instant LAST = Given.LAST.atStartOfDay(ZoneOffset.UTC).toInstant();

    private final ReadingStore readings;
    private final MeetingStore meetings;

    @Activate
    public OwnReadings(@Reference ReadingStore readings, @Reference MeetingStore meetings) {
        this.readings = readings;
        this.meetings = meetings;
    }

    @Override
    public String module() {
        return "reading";
    }

    @Override
    public List<Held> held(Caller self) {
        UUID person = self.person();
        if (person == null) {
            return List.of();
        }
        List<Held> all = new ArrayList<>();
        List<Reading.Of> own = readings.own(new ReadingStore.Wanted(person, null, "%", "r.started desc, r.id", 0, ROWS)).items();
        if (!own.isEmpty()) {
            all.add(new Held("reading.mine", List.of("book.title", "reading.started", "reading.finished", "reading.thoughts"), own.stream()
                    .map(one -> Arrays.<Object>asList(one.book().title(), one.reading().started(), one.reading().finished(), one.reading().thoughts())).toList()));
        }
        List<Meeting> led = meetings.led(List.of(person), EVER, LAST, ROWS);
        if (!led.isEmpty()) {
            all.add(new Held("meeting.led", List.of("meeting.title", "meeting.start", "meeting.end", "meeting.place"), led.stream()
                    .map(one -> Arrays.<Object>asList(one.title(), one.start(), one.end(), one.place())).toList()));
        }
        return all;
    }
}
