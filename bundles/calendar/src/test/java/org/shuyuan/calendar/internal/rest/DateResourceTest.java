package org.shuyuan.calendar.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.LocalDateTime;
import java.util.List;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.calendar.internal.Details;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.Names;
import org.shuyuan.calendar.internal.Portal;
import org.shuyuan.calendar.internal.rest.Views.ChangeView;
import org.shuyuan.calendar.internal.rest.Views.DateDetail;
import org.shuyuan.calendar.internal.rest.Views.DateView;
import org.shuyuan.calendar.internal.rest.Views.OccurrenceView;
import org.shuyuan.office.internal.OfficeWorkbooks;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeTexts;
import org.shuyuan.testing.ModuleDatabase;

/** Single dates over REST: what a page is given and told. */
class DateResourceTest {

    private static final String FIRST_WEDNESDAY = "2027-01-06T09:00";

    private final Portal portal = new Portal(ModuleDatabase.of("calendar", Database.H2));
    private final ViewMaker views = new ViewMaker(portal.kinds, new Names(portal.people, portal.units, portal.groups), portal.service);
    private final HistoryViews history = new HistoryViews(views, new FakeTexts());
    private final DateResource dates = new DateResource(portal.service, portal.dates, portal.gatherings, views, new EventAnswers(portal.service, views));
    private final OccurrenceResource calendar = new OccurrenceResource(portal.agenda, portal.exports, portal.service, views,
            new DateSheet(new OfficeWorkbooks(), new FakeTexts()), portal.others, new FakeTexts());

    private Call call(@Nullable String ifMatch) {
        return Call.of(portal.organiser, portal.bank.id(), ifMatch);
    }

    private Event weekly() {
        return portal.service.add(portal.organiser, portal.draft(portal.bank, "微课堂", FIRST_WEDNESDAY, "2027-01-06T10:00", "FREQ=WEEKLY;COUNT=4"));
    }

    private static DateInput input(String title, String start, String end) {
        return new DateInput(title, null, "三楼会议室", null, null, false, start, end);
    }

    private static String tag(Response response) {
        return "\"" + response.getEntityTag().getValue() + "\"";
    }

    @AfterEach
    void close() {
        portal.close();
    }

    @Test
    void aMovedDateSaysWhenItWasPlannedAndTheOthersSayNothing() {
        Event event = weekly();
        Response changed = dates.change(call("\"" + event.version() + "\""), event.id(), "2027-01-13T09:00",
                input("微课堂", "2027-01-14T15:00", "2027-01-14T16:00"));
        assertThat(changed.getStatus()).isEqualTo(200);

        List<DateView> all = dates.dates(call(null), event.id(), "2027-01-01", null).items();
        assertThat(all).extracting(DateView::state).containsExactly("planned", "moved", "planned", "planned");
        assertThat(all.get(1).start()).isEqualTo("2027-01-14T15:00:00+08:00");
        assertThat(all.get(1).original()).isEqualTo("2027-01-13T09:00:00+08:00");
        assertThat(calendar.list(call(null), "2027-01-01", "2027-02-01", null, null, null, false).items()).extracting(OccurrenceView::original)
                .containsExactly(null, "2027-01-13T09:00:00+08:00", null, null);
    }

    @Test
    void aDateThatLiesBackIsAmongThemWhenItWasOpened() {
        Event event = portal.service.add(portal.organiser, portal.draft(portal.bank, "微课堂", "2025-01-08T09:00", "2025-01-08T10:00", "FREQ=WEEKLY;COUNT=4"));
        List<DateView> all = dates.dates(call(null), event.id(), "2025-01-01", null).items();
        assertThat(dates.dates(call(null), event.id(), null, null).items()).isEmpty();
        assertThat(dates.dates(call(null), event.id(), null, all.get(2).id()).items()).extracting(DateView::recurrence).containsExactly("2025-01-22T09:00", "2025-01-29T09:00");
        assertThat(dates.dates(call(null), event.id(), null, event.id()).items()).as("no date of it").isEmpty();
    }

    @Test
    void aDateIsCancelledBroughtBackAndGivenWholeToItsForm() {
        Event event = weekly();
        Response without = dates.leaveOut(call("\"" + event.version() + "\""), event.id(), FIRST_WEDNESDAY);
        assertThat(dates.dates(call(null), event.id(), "2027-01-01", null).items()).extracting(DateView::state)
                .containsExactly("cancelled", "planned", "planned", "planned");
        assertThat(((DateDetail) dates.date(call(null), event.id(), FIRST_WEDNESDAY).getEntity()).cancelled()).isTrue();
        Response back = dates.restore(call(tag(without)), event.id(), FIRST_WEDNESDAY);
        DateDetail form = (DateDetail) dates.date(call(null), event.id(), FIRST_WEDNESDAY).getEntity();
        assertThat(form.series()).isTrue();
        assertThat(form.place()).isEqualTo("三楼会议室");
        assertThat(tag(dates.date(call(null), event.id(), FIRST_WEDNESDAY))).as("the event's").isEqualTo(tag(back));
    }

    @Test
    void theSecondOfTwoEditorsOfADateIsToldWhoWasFirst() {
        Event event = weekly();
        String first = "\"" + event.version() + "\"";
        dates.leaveOut(call(first), event.id(), FIRST_WEDNESDAY);
        assertThatThrownBy(() -> dates.change(call(first), event.id(), FIRST_WEDNESDAY, input("微课堂", "2027-01-07T09:00", "2027-01-07T10:00")))
                .isInstanceOfSatisfying(Problem.class, p -> {
                    assertThat(p.status()).isEqualTo(412);
                    assertThat(p.extra()).containsEntry("changedBy", "组织委员");
                });
        assertThatThrownBy(() -> dates.leaveOut(call(null), event.id(), FIRST_WEDNESDAY)).isInstanceOfSatisfying(Problem.class,
                p -> assertThat(p.status()).isEqualTo(428));
    }

    @Test
    void aDateThatIsNoneAndATimeThatIsNoneAreNamed() {
        Event event = weekly();
        String tag = "\"" + event.version() + "\"";
        assertThatThrownBy(() -> dates.leaveOut(call(tag), event.id(), "明天")).isInstanceOfSatisfying(Problem.class,
                p -> assertThat(p.code()).isEqualTo("calendar.no-such-date"));
        assertThatThrownBy(() -> dates.change(call(tag), event.id(), FIRST_WEDNESDAY, input("微课堂", "上午", "2027-01-07T10:00")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.errors()).extracting(Problem.FieldError::field).containsExactly("start"));
    }

    @Test
    void theHistoryNamesWhatDiffersAndOfADateWhichOne() {
        Event event = weekly();
        Event moved = portal.dates.change(portal.organiser, event.id(), event.version(), LocalDateTime.parse(FIRST_WEDNESDAY),
                input("", "2027-01-07T09:00", "2027-01-07T10:00").time(event),
                new Details(event.details().kind(), "微课堂", null, "一楼", portal.organiser.person(), null));
        List<ChangeView> changes = history.changes(event, moved, Language.ZH_CN);
        assertThat(changes).allMatch(c -> FIRST_WEDNESDAY.equals(c.date()));
        assertThat(changes).extracting(ChangeView::field).containsExactly("start", "end", "place", "host");
        assertThat(changes.get(3).to()).as("a name, no id").isEqualTo("组织委员");
        assertThat(history.changes(event, event, Language.ZH_CN)).isEmpty();
    }

    @Test
    void theListIsGivenByPagesOrWholeAsASpreadsheetOfTheColumnsChosen() throws Exception {
        weekly();
        Response page = calendar.dates(call(null), ListQuery.of("微课", 2, 3, "-start"), "2027-01-01", "2027-01-31", null, null);
        assertThat(((Page<?>) page.getEntity()).total()).isEqualTo(4);
        assertThat(((Page<?>) page.getEntity()).items()).hasSize(1);

        ListQuery export = ListQuery.of(null, 1, 2, null);
        export.setFormat("xlsx");
        export.setColumns("title,start");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((StreamingOutput) calendar.dates(call(null), export, "2027-01-01", "2027-01-31", null, null).getEntity()).write(out);
        Workbooks.Sheet sheet = new OfficeWorkbooks().read(new ByteArrayInputStream(out.toByteArray()), "a.xlsx", Workbooks.Limits.DEFAULT).sheets().get(0);
        assertThat(sheet.rows()).hasSize(5);
        assertThat(sheet.rows().get(0).cells()).hasSize(3);
        assertThat(sheet.rows().get(1).cells().get("B").date()).isEqualTo(LocalDateTime.parse(FIRST_WEDNESDAY));
    }
}
