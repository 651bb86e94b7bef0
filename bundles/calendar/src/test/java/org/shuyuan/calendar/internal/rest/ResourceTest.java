package org.shuyuan.calendar.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Names;
import org.shuyuan.calendar.internal.Portal;
import org.shuyuan.calendar.internal.rest.Views.EventView;
import org.shuyuan.calendar.internal.rest.Views.KindRef;
import org.shuyuan.calendar.internal.rest.Views.OccurrenceList;
import org.shuyuan.calendar.internal.rest.Views.OccurrenceView;
import org.shuyuan.calendar.internal.rest.Views.Ref;
import org.shuyuan.office.internal.OfficeWorkbooks;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeTexts;
import org.shuyuan.testing.ModuleDatabase;

class ResourceTest {

    private static EventInput input(Portal portal, String title, String start, String end, boolean allDay) {
        UUID kind = portal.kinds.list(portal.organiser, portal.bank.id()).get(0).id();
        return new EventInput(null, kind, title, null, "三楼", null, null, allDay, start, end, null, null, null, null, null, null, null);
    }

    private static ViewMaker views(Portal portal) {
        return new ViewMaker(portal.kinds, new Names(portal.people, portal.units, portal.groups), portal.service);
    }

    private static EventResource resource(Portal portal, ViewMaker views) {
        return new EventResource(portal.service, portal.defaults, portal.history, portal.gatherings, portal.exports, views, new HistoryViews(views, new FakeTexts()),
                new EventAnswers(portal.service, views), portal.plans);
    }

    private static DateSheet sheet() {
        return new DateSheet(new OfficeWorkbooks(), new FakeTexts());
    }

    private static Call call(Portal portal, @Nullable String ifMatch) {
        return Call.of(portal.organiser, portal.bank.id(), ifMatch);
    }

    @BothDatabases
    void theSecondEditorIsToldWhatItIsNowWhoChangedItAndWhen(Database database) {
        try (Portal portal = new Portal(ModuleDatabase.of("calendar", database))) {
            ViewMaker views = views(portal);
            EventResource resource = resource(portal, views);
            Response added = resource.add(call(portal, null), input(portal, "学习", "2026-01-05T14:30", "2026-01-05T16:30", false));
            assertThat(added.getStatus()).isEqualTo(201);
            EventView event = (EventView) added.getEntity();
            String tag = "\"" + added.getEntityTag().getValue() + "\"";
            resource.change(call(portal, tag), event.id(), input(portal, "先改", "2026-01-05T14:30", "2026-01-05T16:30", false));

            assertThatThrownBy(() -> resource.change(call(portal, null), event.id(), input(portal, "后改", "2026-01-05T14:30", "2026-01-05T16:30", false)))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(428));
            assertThatThrownBy(() -> resource.change(call(portal, tag), event.id(), input(portal, "后改", "2026-01-05T14:30", "2026-01-05T16:30", false)))
                    .isInstanceOfSatisfying(Problem.class, p -> {
                        assertThat(p.status()).isEqualTo(412);
                        assertThat(((EventView) p.extra().get("current")).title()).isEqualTo("先改");
                        assertThat(p.extra()).containsEntry("changedBy", "组织委员").containsKey("changedAt");
                    });
        }
    }

    @BothDatabases
    void aMonthGivesTimesWithOffsetAndDaysForWholeDays(Database database) {
        try (Portal portal = new Portal(ModuleDatabase.of("calendar", database))) {
            ViewMaker views = views(portal);
            EventResource resource = resource(portal, views);
            resource.add(call(portal, null), input(portal, "学习", "2026-07-05T06:30Z", "2026-07-05T16:30", false));
            resource.add(call(portal, null), input(portal, "七一", "2026-07-01", "2026-07-02", true));
            OccurrenceResource occurrences = new OccurrenceResource(portal.agenda, portal.exports, portal.service, views, sheet(), portal.others, new FakeTexts());
            OccurrenceList month = occurrences.list(call(portal, null), "2026-07-01", "2026-08-01", null, null, null, false);
            List<OccurrenceView> items = month.items();
            assertThat(items).extracting(OccurrenceView::start).containsExactly("2026-07-01", "2026-07-05T14:30:00+08:00");
            assertThat(items).extracting(OccurrenceView::end).containsExactly("2026-07-02", "2026-07-05T16:30:00+08:00");
            assertThat(month.units()).extracting(Ref::name).containsExactly("县支行");
            assertThat(month.kinds()).extracting(KindRef::id).containsOnly(items.get(0).kind());
            assertThatThrownBy(() -> occurrences.list(call(portal, null), "七月", "2026-08-01", null, null, null, false)).isInstanceOf(Problem.class);
        }
    }

    @Test
    void aTimeIsReadAsADayALocalTimeOrATimeWithOffset() {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        assertThat(List.of("2026-05-11", "2026-05-11T14:30", "2026-05-11T06:30:00Z", "2026-05-11T14:30:00+08:00").stream()
                .map(t -> Times.local(t, zone).orElseThrow().toString())).containsExactly("2026-05-11T00:00", "2026-05-11T14:30", "2026-05-11T14:30",
                        "2026-05-11T14:30");
        assertThat(Times.local("2026-13-01", zone)).isEmpty();
        assertThat(Times.local("明天", zone)).isEmpty();
    }

    @Test
    void aYearThatNoCalendarHasIsNoTime() {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        assertThat(Times.local("9998-12-31", zone)).isPresent();
        for (String far : List.of("+999999999-12-31T00:00:00Z", "-999999999-01-01T00:00:00Z", "+10000-01-01T00:00:00", "9999-12-31T23:00:00Z", "0000-01-01")) {
            assertThat(Times.local(far, zone)).as(far).isEmpty();
        }
    }

    @BothDatabases
    void aListFromTheEndOfTimeIsToldThatItIsNoTime(Database database) {
        try (Portal portal = new Portal(ModuleDatabase.of("calendar", database))) {
            OccurrenceResource occurrences = new OccurrenceResource(portal.agenda, portal.exports, portal.service, views(portal), sheet(), portal.others, new FakeTexts());
            assertThatThrownBy(() -> occurrences.dates(call(portal, null), ListQuery.of(null, 1, 20, null), "+999999999-12-31T00:00:00Z", null, null, null))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.errors()).extracting(Problem.FieldError::code).containsExactly("calendar.bad-time"));
            assertThatThrownBy(() -> occurrences.dates(call(portal, null), ListQuery.of(null, 1, 20, null), "2026-01-01", "+999999999-12-31T00:00:00Z", null, null))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.errors()).extracting(Problem.FieldError::field).containsExactly("to"));
        }
    }
}
