package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.RecordSource;
import org.shuyuan.calendar.internal.jpa.HostedStore;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.calendar.internal.jpa.RotaTurnStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class HostedRecordsTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    private static Event hosted(Portal portal, UUID host) {
        EventDraft draft = portal.draft(portal.bank, "微课堂", "2026-01-07T09:00", "2026-01-07T10:00", "FREQ=WEEKLY;COUNT=4");
        Details details = new Details(draft.details().kind(), "微课堂", null, null, host, null);
        return portal.service.add(portal.organiser, new EventDraft(draft.unit(), details, draft.schedule(), draft.audience(), draft.overrides()));
    }

    private static List<RecordSource.Item> told(Portal portal, Caller caller, String now) {
        HostedRecords records = new HostedRecords(new HostedStore(portal.db.jpa()), new RotaTurnStore(portal.db.jpa()), new RotaStore(portal.db.jpa()), portal.access,
                Portal.settings(Instant.parse(now)));
        return records.records(new RecordSource.Question(caller, List.of(portal.member.account(), UUID.randomUUID()), FROM, Instant.parse("2026-12-31T00:00:00Z"), 10));
    }

    @BothDatabases
    void whatSomebodyHostedIsToldOnceItHasBegunTheNewestFirst(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = hosted(portal, portal.member.account());
            List<RecordSource.Item> items = told(portal, portal.organiser, "2026-01-15T00:00:00Z");
            assertThat(items).extracting(i -> i.at().toString()).containsExactly("2026-01-14T01:00:00Z", "2026-01-07T01:00:00Z");
            assertThat(items).allSatisfy(i -> {
                assertThat(i.person()).isEqualTo(portal.member.account());
                assertThat(i.link()).isEqualTo("/calendar/events/" + event.id() + "?unit=" + portal.bank.id());
                assertThat(i.values()).containsEntry("title", "微课堂");
            });
        }
    }

    @BothDatabases
    void whoMayNotReadTheCalendarIsToldNothing(Database database) {
        try (Portal portal = new Portal(database)) {
            hosted(portal, portal.member.account());
            assertThat(told(portal, portal.stranger, "2026-02-15T00:00:00Z")).isEmpty();
        }
    }
}
