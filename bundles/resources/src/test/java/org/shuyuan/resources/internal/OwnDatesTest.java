package org.shuyuan.resources.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.agenda.CalendarSource;
import org.shuyuan.api.resources.Bookings;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** What stands in somebody's calendar of what they have booked. */
class OwnDatesTest {

    private static List<CalendarSource.Item> of(Portal p, Caller caller, @Nullable UUID person, String from, String to) {
        Instant since = Portal.at(from);
        return new OwnDates(p.store, p.resources).items(new CalendarSource.Question(caller, p.credit.id(), person, since, Portal.at(to), 100));
    }

    @BothDatabases
    void oneSeesWhatOneHasBookedInThePeriodAndNobodyElseDoes(Database database) {
        try (Portal p = new Portal(database)) {
            Resource room = p.room("三楼会议室");
            p.book(p.wang, room, p.credit, "2026-05-11T14:30", "2026-05-11T16:30", "备课");
            p.book(p.wang, room, p.credit, "2026-06-11T14:30", "2026-06-11T16:30", "下月");
            assertThat(of(p, p.wang, p.wang.person(), "2026-05-01T00:00", "2026-06-01T00:00")).singleElement().satisfies(item -> {
                assertThat(item.values()).containsEntry("title", "备课");
                assertThat(item.place()).isEqualTo("三楼会议室");
                assertThat(item.link()).startsWith("/resources/bookings/");
            });
            assertThat(of(p, p.wang, null, "2026-05-01T00:00", "2026-06-01T00:00")).as("the unit's calendar").isEmpty();
            assertThat(of(p, p.keeper, p.wang.person(), "2026-05-01T00:00", "2026-06-01T00:00")).as("somebody else").isEmpty();
        }
    }

    @BothDatabases
    void whatAModuleBookedStandsThereAsWhatItWasBookedFor(Database database) {
        try (Portal p = new Portal(database)) {
            p.modules.book(p.wang, p.room("三楼会议室").id(), p.credit.id(), Portal.at("2026-05-11T14:30"), Portal.at("2026-05-11T16:30"), "支部大会",
                    new Bookings.Subject("minutes", "m1", "/minutes/m1"));
            assertThat(of(p, p.wang, p.wang.person(), "2026-05-01T00:00", "2026-06-01T00:00")).isEmpty();
        }
    }
}
