package org.shuyuan.calendar.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Names;
import org.shuyuan.calendar.internal.PlanAttendance;
import org.shuyuan.calendar.internal.Portal;
import org.shuyuan.calendar.internal.rest.PlanViews.ItemInput;
import org.shuyuan.calendar.internal.rest.PlanViews.PlanInput;
import org.shuyuan.calendar.internal.rest.PlanViews.PlanView;
import org.shuyuan.office.internal.OfficeWorkbooks;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeTexts;
import org.shuyuan.testing.ModuleDatabase;

/** Study plans over REST. */
class PlanResourceTest {

    private final Portal portal = new Portal(ModuleDatabase.of("calendar", Database.H2));
    private final Names names = new Names(portal.people, portal.units, portal.groups);
    private final ViewMaker views = new ViewMaker(portal.kinds, names, portal.service);
    private final PlanViewMaker maker = new PlanViewMaker(portal.plans, portal.progress, new PlanAttendance(portal.gathered), views, names);
    private final PlanAnswers answers = new PlanAnswers(portal.plans, maker);
    private final PlanResource plans = new PlanResource(portal.plans, portal.approval, maker, answers, new PlanSheet(new OfficeWorkbooks(), new FakeTexts()));
    private final PlanItemResource items = new PlanItemResource(portal.plans, portal.planEvents, portal.service, answers, views);

    @AfterEach
    void close() {
        portal.close();
    }

    private Call call(@Nullable String ifMatch) {
        return Call.of(portal.organiser, portal.bank.id(), ifMatch);
    }

    private static ItemInput item(int month, String topic) {
        return new ItemInput(month, null, topic, null, null, null, null, "各科科长轮流", "全体党员", null, null, null, null, "办公室", null);
    }

    @Test
    void thePlansVersionIsAskedForAndTheSecondEditorIsToldWhatItIsNow() {
        Response added = plans.add(call(null), new PlanInput("年度计划", "year", 2026, null));
        assertThat(added.getStatus()).isEqualTo(201);
        PlanView plan = (PlanView) added.getEntity();
        String tag = "\"" + added.getEntityTag().getValue() + "\"";
        assertThat(((PlanView) items.add(call(tag), plan.id(), item(3, "廉政教育")).getEntity()).sums().total()).isEqualTo(1);

        assertThatThrownBy(() -> items.add(call(null), plan.id(), item(4, "后加"))).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(428));
        assertThatThrownBy(() -> plans.submit(call(tag), plan.id())).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).isEqualTo(412);
            assertThat(((PlanView) p.extra().get("current")).items()).extracting(PlanViews.ItemView::topic).containsExactly("廉政教育");
            assertThat(p.extra()).containsEntry("changedBy", "组织委员").containsKey("changedAt");
        });
        assertThat(plans.list(call(null), ListQuery.of("年度", 1, 20, "-year"), "2026", "year", "draft").items()).hasSize(1);
        assertThatThrownBy(() -> plans.add(call(null), new PlanInput("计划", "week", 2026, 1))).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(422));
    }
}
