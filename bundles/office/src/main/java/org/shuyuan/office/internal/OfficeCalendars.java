package org.shuyuan.office.internal;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.shuyuan.api.office.Calendars;

/** iCalendar without any state and without any network: zones are the JDK's. */
@Component
public final class OfficeCalendars implements Calendars {

    private final Clock clock;

    @Activate
    public OfficeCalendars() {
        this(Clock.systemUTC());
    }

    OfficeCalendars(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Read read(InputStream content, ZoneId zone) {
        return new IcsReader(zone).read(content);
    }

    @Override
    public void write(String name, List<Item> items, OutputStream out) {
        new IcsWriter(out).write(name, items, clock.instant());
    }

    @Override
    public List<LocalDateTime> occurrences(LocalDateTime start, String rule, List<LocalDateTime> excluded, List<LocalDateTime> added,
            LocalDateTime from, LocalDateTime to, int limit) {
        return Rules.occurrences(start, rule, excluded, added, from, to, limit);
    }

    @Override
    public String check(String rule) {
        return Rules.canonical(rule, Rules.DEFAULT_ZONE);
    }
}
