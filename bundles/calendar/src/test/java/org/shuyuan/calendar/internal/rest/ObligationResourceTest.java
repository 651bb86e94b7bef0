package org.shuyuan.calendar.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Duties;
import org.shuyuan.calendar.internal.Names;
import org.shuyuan.calendar.internal.Portal;
import org.shuyuan.calendar.internal.Roster;
import org.shuyuan.calendar.internal.rest.ObligationViews.EvidenceItem;
import org.shuyuan.calendar.internal.rest.ObligationViews.ObligationInput;
import org.shuyuan.calendar.internal.rest.ObligationViews.ObligationView;
import org.shuyuan.calendar.internal.rest.ObligationViews.StandingView;
import org.shuyuan.calendar.internal.rest.ObligationViews.WaitingView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.ModuleDatabase;

/** Obligations over REST. Today is 2 January 2026. */
class ObligationResourceTest {

    private final Portal portal = new Portal(ModuleDatabase.of("calendar", Database.H2));
    private final Duties duties = new Duties(portal);
    private final Names known = new Names(portal.people, portal.units, portal.groups);
    private final ViewMaker names = new ViewMaker(portal.kinds, known, portal.service);
    private final ObligationViewMaker views = new ObligationViewMaker(duties.obligations, duties.standing, names, known);
    private final ObligationResource resource = new ObligationResource(duties.obligations, duties.standing, duties.proposals, portal.service, views);
    private final UUID study = portal.kinds.list(portal.organiser, portal.bank.id()).get(0).id();

    @AfterEach
    void close() {
        portal.close();
    }

    private Call call(Caller who, @Nullable Integer version) {
        return Call.of(who, portal.bank.id(), version == null ? null : "\"" + version + "\"");
    }

    private Call call(@Nullable Integer version) {
        return call(portal.organiser, version);
    }

    private ObligationInput input(String every, String from, @Nullable Boolean retired) {
        return new ObligationInput(null, study, 1, every, "unit", null, from, null, null, retired);
    }

    private ObligationView made(String every) {
        Response added = resource.add(call(null), input(every, "2025-01-01", null));
        assertThat(added.getStatus()).isEqualTo(201);
        return (ObligationView) added.getEntity();
    }

    private static Problem refused(int status, Runnable call) {
        Problem[] seen = new Problem[1];
        assertThatThrownBy(call::run).isInstanceOfSatisfying(Problem.class, p -> {
            seen[0] = p;
            assertThat(p.status()).as(p.code()).isEqualTo(status);
        });
        return seen[0];
    }

    @Test
    void aRuleIsCalledAsItsKindIsAndHasTheLeadOfItsPeriodUnlessItSaysOtherwise() {
        ObligationView made = made("quarter");
        assertThat(made.name()).isEqualTo("集中学习");
        assertThat(made.lead()).isEqualTo(21);
        assertThat(made.history()).isTrue();
        assertThat(made.mayChange()).isTrue();
        ObligationView today = (ObligationView) resource.add(call(null), new ObligationInput("班子学习", study, 2, "half-year", "units", List.of(portal.bank.id()), null, "2026-12-31", 5, null))
                .getEntity();
        assertThat(List.<Object>of(today.name(), today.every(), today.lead(), String.valueOf(today.until()))).containsExactly("班子学习", "half-year", 5, "2026-12-31");
        assertThat(today.targets()).extracting(Views.Ref::name).containsExactly("县支行");
        assertThat(resource.list(call(null), ListQuery.of(null, 1, 20, null), null).total()).isEqualTo(2);
        assertThat(resource.list(call(null), ListQuery.of(null, 1, 20, null), "retired").items()).isEmpty();
    }

    @Test
    void theTableHasANumberForEachStateAndEachNumberItsEvents() {
        ObligationView made = made("month");
        var event = portal.service.add(portal.organiser, portal.draft(portal.bank, "第一次学习", "2026-01-01T09:00", "2026-01-01T10:00", null));
        var table = resource.table(call(null), "0", false);
        StandingView row = table.items().get(0);
        assertThat(List.<Object>of(row.state(), row.done(), row.planned(), row.lacking(), row.period(), row.last())).containsExactly("done", 1, 0, 0, "2026-01", "2026-01-31");
        assertThat(List.<Object>of(table.done(), table.missed(), table.more())).containsExactly(1, 0, 0);
        assertThat(row.plan()).as("nothing to plan any more").isNull();
        assertThat(resource.evidence(call(null), made.id(), portal.bank.id(), "2026-01").items()).singleElement().satisfies(e -> {
            assertThat(e.event()).isEqualTo(event.id());
            assertThat(e.title()).isEqualTo("第一次学习");
            assertThat(e.held()).isTrue();
        });
        StandingView before = resource.standing(call(null), made.id(), "-1", true).items().get(0);
        assertThat(List.<Object>of(before.state(), before.period())).containsExactly("missed", "2025-12");
        StandingView next = resource.table(call(null), "1", true).items().get(0);
        assertThat(next.plan()).isEqualTo(portal.bank.id());
        assertThat(resource.proposal(call(null), made.id(), portal.bank.id(), next.period()).day()).isEqualTo("2026-02-27");
    }

    @Test
    void ofATalkHeldWhereTheCallerDoesNotReadItIsOnlyToldThatThereWasOne() {
        ObligationView made = (ObligationView) resource.add(call(null), new ObligationInput(null, study, 1, "year", "people", List.of(portal.organiser.account()), "2026-01-01", null, null, null))
                .getEntity();
        var draft = portal.draft(portal.bank, "党课", "2026-01-05T09:00", "2026-01-05T10:00", null);
        var d = draft.details();
        portal.service.add(portal.organiser, new org.shuyuan.calendar.internal.EventDraft(draft.unit(), new org.shuyuan.calendar.internal.Details(d.kind(), "党课", null, null,
                portal.organiser.account(), null), draft.schedule(), draft.audience()));
        EvidenceItem open = resource.evidence(call(null), made.id(), portal.organiser.account(), "2026").items().get(0);
        assertThat(open.title()).isEqualTo("党课");
        Caller office = org.shuyuan.testing.FakeAccess.person("办公室主任");
        portal.readsOffice(office);
        EvidenceItem closed = resource.evidence(call(office, null), made.id(), portal.organiser.account(), "2026").items().get(0);
        assertThat(closed.title()).isNull();
        assertThat(closed.event()).isNull();
    }

    @Test
    void theSecondWhoChangesItIsToldWhatItIsNow() {
        ObligationView made = made("month");
        refused(428, () -> resource.change(call(null), made.id(), input("month", "2025-01-01", null)));
        assertThat(((ObligationView) resource.change(call(made.version()), made.id(), new ObligationInput("改", study, 1, "month", "unit", null, "2025-01-01", null, 3, null)).getEntity()).lead())
                .isEqualTo(3);
        Problem stale = refused(412, () -> resource.change(call(made.version()), made.id(), input("month", "2025-01-01", true)));
        assertThat(((ObligationView) stale.extra().get("current")).name()).isEqualTo("改");
        refused(412, () -> resource.remove(call(made.version()), made.id()));
        refused(409, () -> resource.remove(call(made.version() + 1), made.id()));
        ObligationView retired = (ObligationView) resource.change(call(made.version() + 1), made.id(), input("month", "2025-01-01", true)).getEntity();
        assertThat(retired.retired()).isNotNull();
    }

    @Test
    void whatCannotBeReadIsToldByField() {
        assertThat(refused(422, () -> resource.add(call(null), new ObligationInput(null, null, 1, "day", "all", null, null, null, null, null))).errors()).extracting(e -> e.field())
                .containsExactly("kind", "every", "over");
        assertThat(refused(422, () -> resource.add(call(null), input("month", "morgen", null))).errors()).extracting(e -> e.field()).containsExactly("from");
        refused(400, () -> resource.table(call(null), "x", false));
        ObligationView made = made("month");
        refused(422, () -> resource.evidence(call(null), made.id(), null, "2026-01"));
        refused(422, () -> resource.evidence(call(null), made.id(), portal.bank.id(), null));
        refused(404, () -> resource.evidence(call(null), made.id(), portal.stranger.account(), "2026-01"));
        refused(404, () -> resource.find(call(portal.stranger, null), made.id()));
    }

    @Test
    void theFirstPageIsToldInTheAnswerThatItAsksForAnyway() {
        made("year");
        Roster roster = new Roster(portal);
        RotaViewMaker turns = new RotaViewMaker(roster.rotas, roster.turns, roster.swaps, roster.groups, names, known);
        MyTurnResource mine = new MyTurnResource(roster.rotas, roster.turns, roster.swaps, turns, duties.standing, views);
        assertThat(mine.mine(call(null)).owed()).singleElement().satisfies(w -> {
            WaitingView waiting = w;
            assertThat(List.<Object>of(waiting.state(), waiting.period(), waiting.lacking(), waiting.count(), waiting.mine())).containsExactly("missed", "2025", 1, 1, false);
            assertThat(waiting.obligation().name()).isEqualTo("集中学习");
        });
        assertThat(mine.mine(call(portal.stranger, null)).owed()).isEmpty();
        assertThat(mine.mine(Call.of(portal.organiser, null, null)).owed()).as("no unit, no speaker").isEmpty();
    }
}
