package org.shuyuan.resources.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.resources.Bookings.Period;
import org.shuyuan.office.internal.OfficeCalendars;

/** The hours of a booking that repeats are those of the wall clock. */
class RepeatsTest {

    @Test
    void theHourStaysWhereTheClockIsPutForward() {
        // the European Union puts its clocks forward on the last Sunday of March: 2026-03-29
        List<Period> dates = new Repeats(new OfficeCalendars()).of(Instant.parse("2026-03-24T08:00:00Z"), Instant.parse("2026-03-24T09:00:00Z"),
                new Repeats.Repeat("weekly", LocalDate.parse("2026-03-31"), ZoneId.of("Europe/Berlin")));
        assertThat(dates).containsExactly(new Period(Instant.parse("2026-03-24T08:00:00Z"), Instant.parse("2026-03-24T09:00:00Z")),
                new Period(Instant.parse("2026-03-31T07:00:00Z"), Instant.parse("2026-03-31T08:00:00Z")));
    }
}
