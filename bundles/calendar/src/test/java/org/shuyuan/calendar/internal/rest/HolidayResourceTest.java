package org.shuyuan.calendar.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Names;
import org.shuyuan.calendar.internal.Portal;
import org.shuyuan.calendar.internal.rest.HolidayViews.FileView;
import org.shuyuan.calendar.internal.rest.HolidayViews.SpecialDayView;
import org.shuyuan.calendar.internal.rest.HolidayViews.YearInput;
import org.shuyuan.calendar.internal.rest.HolidayViews.YearLine;
import org.shuyuan.calendar.internal.rest.HolidayViews.YearView;
import org.shuyuan.calendar.internal.rest.StudyViews.HandInput;
import org.shuyuan.calendar.internal.rest.StudyViews.MakeInput;
import org.shuyuan.calendar.internal.rest.StudyViews.MoveInput;
import org.shuyuan.calendar.internal.rest.StudyViews.RuleInput;
import org.shuyuan.calendar.internal.rest.StudyViews.RuleView;
import org.shuyuan.calendar.internal.rest.StudyViews.StudyDateView;
import org.shuyuan.rest.Call;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeTexts;
import org.shuyuan.testing.ModuleDatabase;

/** Holidays and study days over REST. The days are invented. */
class HolidayResourceTest {

    private final Portal portal = new Portal(ModuleDatabase.of("calendar", Database.H2));
    private final ViewMaker views = new ViewMaker(portal.kinds, new Names(portal.people, portal.units, portal.groups), portal.service);
    private final HolidayResource holidays = new HolidayResource(portal.holidays, portal.holidayFile, views, new FakeTexts());
    private final StudyResource study = new StudyResource(portal.rules, portal.studyDays, views);

    @AfterEach
    void close() {
        portal.close();
    }

    private Call call(@Nullable String ifMatch) {
        return Call.of(portal.organiser, portal.bank.id(), ifMatch);
    }

    private static YearInput input(String... days) {
        return new YearInput("某通知", List.of(days).stream().map(day -> new SpecialDayView(day, "holiday", "假日")).toList());
    }

    private static String tag(Response response) {
        return "\"" + response.getEntityTag().getValue() + "\"";
    }

    @Test
    void aYearIsPublishedUnderTheTagOfOneThatIsNotThereAndTheSecondIsToldWhatItIs() {
        Response none = holidays.year(call(null), 2026);
        assertThat(((YearView) none.getEntity()).state()).isEqualTo("none");
        assertThat(tag(none)).isEqualTo("\"0\"");
        Response own = holidays.publish(call(tag(none)), 2026, input("2026-05-01"));
        assertThat(((YearView) own.getEntity()).state()).isEqualTo("own");
        assertThatThrownBy(() -> holidays.publish(call(null), 2026, input("2026-05-01"))).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(428));
        assertThatThrownBy(() -> holidays.publish(call("\"0\""), 2026, input("2026-05-02"))).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(412);
            assertThat(((YearView) p.extra().get("current")).days()).extracting(SpecialDayView::day).containsExactly("2026-05-01");
            assertThat(p.extra()).containsEntry("changedBy", "组织委员");
        });
        assertThat(holidays.years(call(null)).items()).extracting(YearLine::state).containsExactly("none", "own");
        assertThat(holidays.days(call(null), "2026-04-01", "2027-02-01").unpublished()).containsExactly(2027);
        assertThat(holidays.takeBack(call(tag(own)), 2026).getStatus()).isEqualTo(204);
        assertThatThrownBy(() -> holidays.takeBack(call("\"0\""), 2026)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("calendar.year-not-here"));
    }

    @Test
    void aDayThatIsNoneIsNamed() {
        assertThatThrownBy(() -> holidays.publish(call("\"0\""), 2026, new YearInput(null, List.of(new SpecialDayView("2026-02-30", "holiday", "春节"), new SpecialDayView("2026-02-01", "half", "春节")))))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.errors()).extracting(Problem.FieldError::code).containsExactly("calendar.bad-day", "calendar.bad-day"));
    }

    @Test
    void aFileIsShownAndWritesNothing() {
        FileView file = holidays.file(call(null), 2026, "放假.csv", new ByteArrayInputStream("日期,类型,名称\n2026-05-01,放假,劳动节\n明天,放假,劳动节\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(file.days()).extracting(SpecialDayView::name).containsExactly("劳动节");
        assertThat(file.faults()).singleElement().satisfies(f -> assertThat(f.line()).isEqualTo(3));
        assertThat(((YearView) holidays.year(call(null), 2026).getEntity()).state()).isEqualTo("none");
    }

    @Test
    void aStudyDayIsFixedItsEventsAreMadeAndMovedForAReason() {
        holidays.publish(call("\"0\""), 2026, input("2026-04-15"));
        RuleInput wish = new RuleInput(portal.kinds.list(portal.organiser, portal.bank.id()).get(0).id(), "党员学习日", "monthly", 15, "14:30", 120, "三楼", "later", true, "2026-01", null);
        Response added = study.add(call(null), wish);
        RuleView rule = (RuleView) added.getEntity();
        assertThat(added.getStatus()).isEqualTo(201);
        assertThat(rule.mayMake()).isTrue();
        assertThat(study.make(call(null), rule.id(), new MakeInput("2026-04", "2026-05", null)).added()).containsExactly("2026-04", "2026-05");
        assertThat(study.hand(call(null), rule.id(), "2026-05", new HandInput("2026-05-20", "与上级会议冲突")).getStatus()).isEqualTo(204);
        List<StudyDateView> dates = study.dates(call(null), rule.id(), "2026-04", "2026-05").items();
        assertThat(dates).extracting(StudyDateView::why).containsExactly("holiday", "planned");
        assertThat(dates).extracting(StudyDateView::state).containsExactly("made", "by-hand");
        assertThat(dates).extracting(StudyDateView::start).containsExactly("2026-04-16T14:30:00+08:00", "2026-05-20T14:30:00+08:00");
        assertThat(study.move(call(null), rule.id(), new MoveInput(List.of("2026-05"))).getStatus()).isEqualTo(204);
        assertThat(study.change(call(tag(added)), rule.id(), wish).getStatus()).isEqualTo(200);
        assertThatThrownBy(() -> study.change(call("\"99\""), rule.id(), wish)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(412));
    }

    @Test
    void aWrongWishNamesEveryField() {
        assertThatThrownBy(() -> study.add(call(null), new RuleInput(null, "学习日", "daily", 1, "25:00", 60, null, "away", false, "2026-13", "never"))).isInstanceOfSatisfying(Problem.class,
                p -> assertThat(p.errors()).extracting(Problem.FieldError::field).containsExactly("kind", "every", "move", "start", "from", "until"));
        assertThatThrownBy(() -> study.dates(call(null), portal.bank.id(), "五月", "2026-12")).isInstanceOfSatisfying(Problem.class,
                p -> assertThat(p.errors()).extracting(Problem.FieldError::code).containsExactly("calendar.bad-month"));
    }
}
