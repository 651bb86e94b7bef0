package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.PlanProgress.Status;
import org.shuyuan.calendar.internal.jpa.PlanStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

/** Study plans: written, approved, changed by editions, and what became of their items. Today is 2 January 2026. */
class CalendarPlansTest {

    static final Plan.Span YEAR = new Plan.Span(Plan.Period.YEAR, 2026, 1);
    private static final UUID NEW = new UUID(0, 0);

    private static PlanItem item(int month, String topic) {
        return item(month, null, topic, null);
    }

    private static PlanItem item(int month, @Nullable LocalDate day, String topic, @Nullable UUID host) {
        return new PlanItem(NEW, NEW, month, day, topic, "文件与资料", "集中学习", null, new PlanItem.Who(host, "各科科长轮流"), Audience.NOBODY, "全体党员", new PlanItem.Who(null, "办公室"), null);
    }

    static Plan submitted(Portal portal, Caller caller, Unit unit) {
        Plan plan = portal.plans.add(caller, unit.id(), "计划", YEAR);
        plan = portal.plans.addItem(caller, plan.id(), plan.version(), item(3, "廉政教育"));
        return portal.approval.submit(caller, plan.id(), plan.version());
    }

    /** A plan in force with these items in March, April and so on. */
    static Plan approved(Portal portal, String... topics) {
        Plan plan = portal.plans.add(portal.organiser, portal.bank.id(), "2026年度学习计划", YEAR);
        int month = 3;
        for (String topic : topics) {
            plan = portal.plans.addItem(portal.organiser, plan.id(), plan.version(), item(month++, topic));
        }
        plan = portal.approval.submit(portal.organiser, plan.id(), plan.version());
        return portal.approval.approve(portal.organiser, plan.id(), plan.version());
    }

    private static Caller head(Portal portal) {
        Caller head = FakeAccess.person("行长");
        portal.access.grant(head, Permissions.READ, portal.bank.id()).grant(head, Permissions.APPROVE, portal.bank.id());
        portal.holders.add(head.account());
        return head;
    }

    private static Problem refused(int status, Runnable call) {
        Problem[] seen = new Problem[1];
        assertThatThrownBy(call::run).isInstanceOfSatisfying(Problem.class, p -> {
            seen[0] = p;
            assertThat(p.status()).as(p.code()).isEqualTo(status);
        });
        return seen[0];
    }

    private static List<String> topics(Plan plan) {
        return plan.items().stream().map(PlanItem::topic).toList();
    }

    @BothDatabases
    void aDraftIsWrittenItemByItemAndKeptInTheOrderOfItsMonths(Database database) {
        try (Portal portal = new Portal(database)) {
            UUID host = portal.member.account();
            Plan plan = portal.plans.add(portal.organiser, portal.bank.id(), " 2026年度学习计划 ", YEAR);
            plan = portal.plans.addItem(portal.organiser, plan.id(), plan.version(), item(5, "保密教育"));
            plan = portal.plans.addItem(portal.organiser, plan.id(), plan.version(), item(3, LocalDate.parse("2026-03-12"), "廉政教育", host));
            plan = portal.plans.addItem(portal.organiser, plan.id(), plan.version(), item(5, "反洗钱"));
            assertThat(topics(plan)).containsExactly("廉政教育", "保密教育", "反洗钱");
            assertThat(plan.items().get(0).host()).isEqualTo(new PlanItem.Who(host, null));
            // when two of a month change places, one is changed and one goes
            List<UUID> ids = plan.items().stream().map(PlanItem::id).toList();
            plan = portal.plans.order(portal.organiser, plan.id(), plan.version(), List.of(ids.get(0), ids.get(2), ids.get(1)));
            plan = portal.plans.changeItem(portal.organiser, plan.id(), plan.version(), ids.get(0), item(6, "党纪学习"));
            plan = portal.plans.removeItem(portal.organiser, plan.id(), plan.version(), ids.get(1));
            // then it stands so, under its title
            Plan now = portal.plans.find(portal.organiser, plan.id());
            assertThat(now).isEqualTo(plan);
            assertThat(now.title()).isEqualTo("2026年度学习计划");
            assertThat(topics(now)).containsExactly("反洗钱", "党纪学习");
            assertThat(portal.audit.actions()).containsSubsequence("calendar.add-plan", "calendar.add-plan-item", "calendar.order-plan", "calendar.change-plan-item", "calendar.remove-plan-item");
            assertThat(portal.told.heard()).last().asString().contains("\"type\":\"plan\"");
        }
    }

    @BothDatabases
    void whatIsNoPlanOrNoItemIsRefusedAndNothingWritten(Database database) {
        try (Portal portal = new Portal(database)) {
            refused(422, () -> portal.plans.add(portal.organiser, portal.bank.id(), " ", YEAR));
            refused(422, () -> portal.plans.add(portal.organiser, portal.bank.id(), "计划", new Plan.Span(Plan.Period.QUARTER, 2026, 5)));
            Plan plan = portal.plans.add(portal.organiser, portal.bank.id(), "第二季度", new Plan.Span(Plan.Period.QUARTER, 2026, 2));
            List<PlanItem> wrong = List.of(item(3, "不在季度"), item(4, " "), item(4, "长".repeat(201)), item(4, LocalDate.parse("2026-05-01"), "日期在别月", null),
                    item(4, null, "查无此人", UUID.randomUUID()));
            wrong.forEach(one -> refused(422, () -> portal.plans.addItem(portal.organiser, plan.id(), plan.version(), one)));
            assertThat(refused(409, () -> portal.approval.submit(portal.organiser, plan.id(), plan.version())).code()).isEqualTo("calendar.plan-empty");
            assertThat(portal.db.count("calendar_plan_item")).isZero();
        }
    }

    @BothDatabases
    void theSecondOfTwoEditorsIsRefused(Database database) {
        try (Portal portal = new Portal(database)) {
            Plan plan = portal.plans.add(portal.organiser, portal.bank.id(), "计划", YEAR);
            portal.plans.addItem(portal.organiser, plan.id(), plan.version(), item(3, "先"));
            assertThatThrownBy(() -> portal.plans.addItem(portal.organiser, plan.id(), plan.version(), item(3, "后"))).isInstanceOf(OptimisticLockException.class);
            assertThatThrownBy(() -> portal.approval.submit(portal.organiser, plan.id(), plan.version())).isInstanceOf(OptimisticLockException.class);
            assertThatThrownBy(() -> portal.plans.remove(portal.organiser, plan.id(), plan.version())).isInstanceOf(OptimisticLockException.class);
        }
    }

    @BothDatabases
    void itIsApprovedByAnotherWhoIsToldAndSentBackWithAReason(Database database) {
        try (Portal portal = new Portal(database)) {
            Caller head = head(portal);
            // given a submitted plan
            Plan plan = submitted(portal, portal.organiser, portal.bank);
            assertThat(portal.told.sent()).extracting(s -> s.notice().key(), s -> s.accounts()).containsExactly(tuple("notice.plan-submitted", List.of(head.account())));
            UUID id = plan.id();
            // then nobody changes it, and who submitted it does not approve it though allowed to approve
            int version = plan.version();
            assertThat(refused(409, () -> portal.plans.addItem(portal.organiser, id, version, item(4, "再加"))).code()).isEqualTo("calendar.plan-not-open");
            assertThat(refused(403, () -> portal.approval.approve(portal.organiser, id, version)).code()).isEqualTo("calendar.own-plan");
            refused(404, () -> portal.approval.approve(portal.member, id, version));
            // when it is sent back, it needs a reason and can be written again
            refused(422, () -> portal.approval.sendBack(head, id, version, " "));
            Plan back = portal.approval.sendBack(head, id, version, "请补充二季度");
            assertThat(back.trace().reason()).isEqualTo("请补充二季度");
            Plan more = portal.plans.addItem(portal.organiser, id, back.version(), item(4, "服务实体经济"));
            Plan again = portal.approval.submit(portal.organiser, id, more.version());
            Plan withdrawn = portal.approval.withdraw(portal.organiser, id, again.version());
            Plan third = portal.approval.submit(portal.organiser, id, withdrawn.version());
            // and then approved
            Plan now = portal.approval.approve(head, id, third.version());
            assertThat(now.state()).isEqualTo(Plan.State.APPROVED);
            assertThat(now.trace().decidedBy()).isEqualTo("行长");
            assertThat(portal.told.sent()).extracting(s -> s.notice().key()).contains("notice.plan-returned", "notice.plan-approved");
            assertThat(portal.audit.actions()).contains("calendar.submit-plan", "calendar.send-back-plan", "calendar.withdraw-plan", "calendar.approve-plan");
            assertThat(refused(409, () -> portal.approval.approve(head, id, now.version())).code()).isEqualTo("calendar.plan-not-submitted");
        }
    }

    @BothDatabases
    void whoAloneCanApproveApprovesTheOwnAndTheTrailSaysSo(Database database) {
        try (Portal portal = new Portal(database)) {
            portal.holders.add(portal.organiser.account());
            Plan plan = submitted(portal, portal.organiser, portal.bank);
            assertThat(portal.approval.approve(portal.organiser, plan.id(), plan.version()).state()).isEqualTo(Plan.State.APPROVED);
            assertThat(portal.audit.entries().get(portal.audit.entries().size() - 1).after()).contains("onlyApprover=true");
        }
    }

    @BothDatabases
    void anApprovedPlanStandsUntilItsNextEditionIsApprovedAndTheDifferenceCanBeSeen(Database database) {
        try (Portal portal = new Portal(database)) {
            Plan first = approved(portal, "廉政教育", "服务实体经济");
            refused(409, () -> portal.plans.change(portal.organiser, first.id(), first.version(), "别的", YEAR));
            // given a second edition with one item more, one less and one changed
            Plan second = portal.approval.revise(portal.organiser, first.id(), first.version());
            assertThat(second.edition()).isEqualTo(2);
            assertThat(refused(409, () -> portal.approval.revise(portal.organiser, first.id(), first.version())).code()).isEqualTo("calendar.plan-open-edition");
            second = portal.plans.removeItem(portal.organiser, second.id(), second.version(), second.items().get(0).id());
            second = portal.plans.changeItem(portal.organiser, second.id(), second.version(), second.items().get(0).id(), item(5, "服务实体经济"));
            second = portal.plans.addItem(portal.organiser, second.id(), second.version(), item(7, "党史学习"));
            // then the first still stands
            assertThat(portal.plans.find(portal.organiser, first.id()).state()).isEqualTo(Plan.State.APPROVED);
            assertThat(portal.approval.changes(portal.organiser, second.id())).extracting(c -> c.was() == null ? null : c.was().topic(), c -> c.now() == null ? null : c.now().topic(), c -> c.fields())
                    .containsExactly(tuple("服务实体经济", "服务实体经济", List.of("month")), tuple(null, "党史学习", List.of()), tuple("廉政教育", null, List.of()));
            // until the second is approved
            second = portal.approval.submit(portal.organiser, second.id(), second.version());
            second = portal.approval.approve(portal.organiser, second.id(), second.version());
            assertThat(portal.plans.find(portal.organiser, first.id()).state()).isEqualTo(Plan.State.REPLACED);
            assertThat(portal.plans.editions(portal.organiser, second)).extracting(Plan::edition).containsExactly(2, 1);
            assertThat(list(portal, portal.organiser, portal.bank)).containsExactly(second.id());
        }
    }

    private static List<UUID> list(Portal portal, Caller caller, Unit unit) {
        PlanStore.Page page = portal.plans.list(caller, unit.id(), 2026, Plan.Period.YEAR, null, "%计划%", "p.id", 0, 10);
        assertThat(page.total()).isEqualTo(page.items().size());
        return page.items().stream().map(Plan::id).toList();
    }

    @BothDatabases
    void thoseBelowSeeWhatIsInForceAndNotWhatIsBeingWritten(Database database) {
        try (Portal portal = new Portal(database)) {
            Plan draft = portal.plans.add(portal.organiser, portal.bank.id(), "草拟的计划", YEAR);
            Plan plan = approved(portal, "廉政教育");
            assertThat(list(portal, portal.member, portal.credit)).containsExactly(plan.id());
            assertThat(list(portal, portal.organiser, portal.bank)).containsExactly(draft.id(), plan.id());
            assertThat(portal.plans.find(portal.member, plan.id())).isEqualTo(plan);
            refused(404, () -> portal.plans.find(portal.member, draft.id()));
            Caller reader = FakeAccess.person("刘洋");
            portal.access.grant(reader, Permissions.READ, portal.bank.id());
            assertThat(portal.plans.find(reader, plan.id())).isEqualTo(plan);
            refused(404, () -> portal.plans.find(reader, draft.id()));
            Plan next = portal.approval.revise(portal.organiser, plan.id(), plan.version());
            assertThat(portal.plans.editions(portal.organiser, plan)).extracting(Plan::id).containsExactly(next.id(), plan.id());
            assertThat(portal.plans.editions(reader, plan)).as("an edition that is being written").extracting(Plan::id).containsExactly(plan.id());
            refused(404, () -> portal.plans.find(portal.stranger, plan.id()));
            refused(403, () -> portal.approval.revise(portal.member, plan.id(), plan.version()));
        }
    }

    private static Map<String, Status> statuses(Portal portal, Plan plan, String today) {
        Settings then = Portal.settings(Instant.parse(today + "T00:00:00Z"));
        return portal.progress(then).of(plan).stream().collect(Collectors.toMap(l -> l.item().topic(), PlanProgress.Line::status));
    }

    @BothDatabases
    void itemsBecomeEventsAndPlannedStandsAgainstDone(Database database) {
        try (Portal portal = new Portal(database)) {
            // given a plan for March, April and May
            Plan plan = approved(portal, "廉政教育", "服务实体经济", "保密教育");
            List<PlanItem> items = plan.items();
            // when March's is made an event and April's is one that is there
            Event made = portal.planEvents.make(portal.organiser, plan.id(), plan.version(), items.get(0).id(), portal.draft(portal.bank, "廉政教育", "2026-03-12T14:30", "2026-03-12T16:30", null));
            Event there = portal.service.add(portal.organiser, portal.draft(portal.bank, "讲座", "2026-04-20T14:30", "2026-04-20T16:30", null));
            portal.planEvents.link(portal.organiser, plan.id(), plan.version(), items.get(1).id(), there.id(), null);
            // then the page tells on each day how far they are
            assertThat(statuses(portal, plan, "2026-01-02")).containsEntry("廉政教育", Status.SCHEDULED).containsEntry("服务实体经济", Status.SCHEDULED).containsEntry("保密教育", Status.PLANNED);
            assertThat(statuses(portal, plan, "2026-04-01")).containsEntry("廉政教育", Status.DONE).containsEntry("服务实体经济", Status.SCHEDULED).containsEntry("保密教育", Status.PLANNED);
            assertThat(statuses(portal, plan, "2026-06-01")).containsEntry("服务实体经济", Status.DONE).containsEntry("保密教育", Status.OVERDUE);
            assertThat(PlanProgress.sums(portal.progress(Portal.settings(Instant.parse("2026-06-01T00:00:00Z"))).of(plan)))
                    .isEqualTo(Map.of(Status.PLANNED, 0, Status.SCHEDULED, 0, Status.DONE, 2, Status.OVERDUE, 1));
            assertThat(portal.plans.ofEvent(portal.organiser, made)).containsExactly(plan);
            // and an event that has gone, or is parted from its item, leaves it open
            portal.service.remove(portal.organiser, made.id(), made.version());
            portal.planEvents.unlink(portal.organiser, plan.id(), plan.version(), items.get(1).id());
            assertThat(statuses(portal, plan, "2026-04-01")).containsEntry("廉政教育", Status.OVERDUE).containsEntry("服务实体经济", Status.PLANNED);
            assertThat(portal.service.find(portal.organiser, there.id())).isEqualTo(there);
            assertThat(portal.audit.actions()).contains("calendar.link-plan-event", "calendar.unlink-plan-event");
        }
    }

    @BothDatabases
    void anItemIsOneDateOfASeriesAndOpenAgainWhenThatIsLeftOut(Database database) {
        try (Portal portal = new Portal(database)) {
            Plan plan = approved(portal, "廉政教育", "服务实体经济");
            UUID first = plan.items().get(0).id();
            UUID second = plan.items().get(1).id();
            Event series = portal.service.add(portal.organiser, portal.draft(portal.bank, "学习日", "2026-03-10T14:30", "2026-03-10T16:30", "FREQ=MONTHLY;COUNT=3"));
            LocalDateTime april = LocalDateTime.parse("2026-04-10T14:30");
            // an event that repeats needs its date, and one date is one item's
            refused(422, () -> portal.planEvents.link(portal.organiser, plan.id(), plan.version(), first, series.id(), null));
            refused(404, () -> portal.planEvents.link(portal.organiser, plan.id(), plan.version(), first, series.id(), april.plusDays(1)));
            portal.planEvents.link(portal.organiser, plan.id(), plan.version(), second, series.id(), april);
            assertThat(refused(409, () -> portal.planEvents.link(portal.organiser, plan.id(), plan.version(), first, series.id(), april)).code()).isEqualTo("calendar.plan-event-taken");
            assertThat(refused(409, () -> portal.planEvents.link(portal.organiser, plan.id(), plan.version(), second, series.id(), LocalDateTime.parse("2026-03-10T14:30"))).code())
                    .isEqualTo("calendar.plan-item-scheduled");
            portal.planEvents.link(portal.organiser, plan.id(), plan.version(), first, series.id(), LocalDateTime.parse("2026-03-10T14:30"));
            assertThat(statuses(portal, plan, "2026-04-01")).isEqualTo(Map.of("廉政教育", Status.DONE, "服务实体经济", Status.SCHEDULED));
            portal.dates.leaveOut(portal.organiser, series.id(), series.version(), april);
            assertThat(statuses(portal, plan, "2026-04-01")).containsEntry("服务实体经济", Status.PLANNED);
        }
    }

    @BothDatabases
    void anEventOfAnItemThatALaterEditionDroppedIsFreeForAnother(Database database) {
        try (Portal portal = new Portal(database)) {
            Plan plan = approved(portal, "廉政教育", "服务实体经济");
            Event lecture = portal.service.add(portal.organiser, portal.draft(portal.bank, "讲座", "2026-03-20T14:30", "2026-03-20T16:30", null));
            portal.planEvents.link(portal.organiser, plan.id(), plan.version(), plan.items().get(0).id(), lecture.id(), null);
            // given a second edition without the item, still being written
            Plan second = portal.approval.revise(portal.organiser, plan.id(), plan.version());
            second = portal.plans.removeItem(portal.organiser, second.id(), second.version(), second.items().get(0).id());
            assertThat(refused(409, () -> portal.planEvents.link(portal.organiser, plan.id(), plan.version(), plan.items().get(1).id(), lecture.id(), null)).code())
                    .as("the first edition is in force").isEqualTo("calendar.plan-event-taken");
            // when it is approved
            second = portal.approval.submit(portal.organiser, second.id(), second.version());
            Plan inForce = portal.approval.approve(portal.organiser, second.id(), second.version());
            // then the event can be another item's, once
            portal.planEvents.link(portal.organiser, inForce.id(), inForce.version(), inForce.items().get(0).id(), lecture.id(), null);
            assertThat(statuses(portal, inForce, "2026-01-02")).isEqualTo(Map.of("服务实体经济", Status.SCHEDULED));
            assertThat(portal.plans.ofEvent(portal.organiser, lecture)).containsExactly(inForce);
        }
    }

    private static Map<String, Double> rates(Portal portal, Caller caller, Plan plan, String today) {
        PlanAttendance attendance = new PlanAttendance(portal.gathered);
        List<PlanProgress.Line> lines = portal.progress(Portal.settings(Instant.parse(today + "T00:00:00Z"))).of(plan);
        Map<UUID, String> topics = lines.stream().collect(Collectors.toMap(l -> l.item().id(), l -> l.item().topic()));
        return attendance.of(caller, lines).entrySet().stream().collect(Collectors.toMap(e -> topics.get(e.getKey()), e -> e.getValue().rate()));
    }

    @BothDatabases
    void whatTookPlaceHasItsAttendanceBesideItForWhoMayReadTheRoll(Database database) {
        try (Portal portal = new Portal(database)) {
            // given a single event in March, and the second date of a series in April, each with a roll that was taken
            Plan plan = approved(portal, "廉政教育", "服务实体经济", "保密教育");
            Event single = portal.planEvents.make(portal.organiser, plan.id(), plan.version(), plan.items().get(0).id(),
                    portal.draft(portal.bank, "廉政教育", "2026-03-12T14:30", "2026-03-12T16:30", null));
            Event series = portal.service.add(portal.organiser, portal.draft(portal.bank, "学习日", "2026-03-10T14:30", "2026-03-10T16:30", "FREQ=MONTHLY;COUNT=3"));
            LocalDateTime april = LocalDateTime.parse("2026-04-10T14:30");
            portal.planEvents.link(portal.organiser, plan.id(), plan.version(), plan.items().get(1).id(), series.id(), april);
            portal.gathered.taken(portal.gatherings.attach(portal.organiser, single, LocalDateTime.parse("2026-03-12T14:30")), 92.5, portal.organiser);
            portal.gathered.taken(portal.gatherings.attach(portal.organiser, series, LocalDateTime.parse("2026-03-10T14:30")), 10, portal.organiser);
            portal.gathered.taken(portal.gatherings.attach(portal.organiser, series, april), 80, portal.organiser);
            // then each stands beside its item once its date is past
            assertThat(rates(portal, portal.organiser, plan, "2026-03-01")).isEmpty();
            assertThat(rates(portal, portal.organiser, plan, "2026-04-01")).isEqualTo(Map.of("廉政教育", 92.5));
            int before = portal.gathered.asked();
            assertThat(rates(portal, portal.organiser, plan, "2026-06-01")).isEqualTo(Map.of("廉政教育", 92.5, "服务实体经济", 80.0));
            assertThat(portal.gathered.asked() - before).as("one question for all").isEqualTo(1);
            // and who may not read the roll sees none
            assertThat(rates(portal, portal.member, plan, "2026-06-01")).isEmpty();
        }
    }

    @BothDatabases
    void onlyItemsOfAPlanInForceBecomeEvents(Database database) {
        try (Portal portal = new Portal(database)) {
            Plan plan = submitted(portal, portal.organiser, portal.bank);
            EventDraft draft = portal.draft(portal.bank, "廉政教育", "2026-03-12T14:30", "2026-03-12T16:30", null);
            UUID item = plan.items().get(0).id();
            assertThat(refused(409, () -> portal.planEvents.make(portal.organiser, plan.id(), plan.version(), item, draft)).code()).isEqualTo("calendar.plan-not-approved");
            Plan now = portal.approval.approve(portal.organiser, plan.id(), plan.version());
            refused(403, () -> portal.planEvents.make(portal.member, now.id(), now.version(), item, draft));
            portal.planEvents.make(portal.organiser, now.id(), now.version(), item, draft);
            assertThat(refused(409, () -> portal.planEvents.make(portal.organiser, now.id(), now.version(), item, draft)).code()).isEqualTo("calendar.plan-item-scheduled");
            assertThat(portal.db.count("calendar_event")).as("nothing of what was refused").isEqualTo(1);
            // and what it became stays with the item through editions
            Plan second = portal.approval.revise(portal.organiser, now.id(), now.version());
            assertThat(statuses(portal, second, "2026-01-02")).containsEntry("廉政教育", Status.SCHEDULED);
        }
    }
}
