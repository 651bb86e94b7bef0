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
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.Names;
import org.shuyuan.calendar.internal.Portal;
import org.shuyuan.calendar.internal.Roster;
import org.shuyuan.calendar.internal.rest.RotaViews.DateTurnView;
import org.shuyuan.calendar.internal.rest.RotaViews.ExchangeInput;
import org.shuyuan.calendar.internal.rest.RotaViews.MemberView;
import org.shuyuan.calendar.internal.rest.RotaViews.MineView;
import org.shuyuan.calendar.internal.rest.RotaViews.PrepareInput;
import org.shuyuan.calendar.internal.rest.RotaViews.ReasonInput;
import org.shuyuan.calendar.internal.rest.RotaViews.RotaInput;
import org.shuyuan.calendar.internal.rest.RotaViews.RotaRow;
import org.shuyuan.calendar.internal.rest.RotaViews.RotaView;
import org.shuyuan.calendar.internal.rest.RotaViews.SwapInput;
import org.shuyuan.calendar.internal.rest.RotaViews.TurnView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.ModuleDatabase;

/** Rotas over REST. Today is 2 January 2026. */
class RotaResourceTest {

    private final Portal portal = new Portal(ModuleDatabase.of("calendar", Database.H2));
    private final Roster roster = new Roster(portal);
    private final Duties duties = new Duties(portal);
    private final ViewMaker names = new ViewMaker(portal.kinds, new Names(portal.people, portal.units, portal.groups), portal.service);
    private final RotaViewMaker views = new RotaViewMaker(roster.rotas, roster.turns, roster.swaps, roster.groups, names, new Names(portal.people, portal.units, portal.groups));
    private final RotaResource rotas = new RotaResource(roster.rotas, portal.service, views);
    private final RotaTurnResource turns = new RotaTurnResource(roster.rotas, roster.turns, views);
    private final RotaSwapResource swaps = new RotaSwapResource(roster.rotas, roster.swaps, views);
    private final MyTurnResource mine = new MyTurnResource(roster.rotas, roster.turns, roster.swaps, views, duties.standing,
            new ObligationViewMaker(duties.obligations, duties.standing, names, new Names(portal.people, portal.units, portal.groups)));
    private final EventTurnResource dates = new EventTurnResource(roster.rotas, roster.turns, portal.service, views);

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

    private RotaView made(Event event) {
        RotaInput input = new RotaInput("研讨主讲", "people", event.id(), null, "2026-01-02", null, null, List.of(roster.person("甲").account(), roster.person("乙").account()), null);
        Response added = rotas.add(call(null), input);
        assertThat(added.getStatus()).isEqualTo(201);
        return (RotaView) added.getEntity();
    }

    private List<TurnView> turns(Caller who, RotaView rota, String when) {
        return rotas.turns(call(who, null), ListQuery.of(null, 1, 20, null), rota.id(), when, null, null).items();
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
    void aRotaIsListedWithWhoIsNextAndShownWithHowItStandsWithEach() {
        RotaView rota = made(roster.seminar());
        assertThat(rota.remindDays()).isEqualTo(7);
        assertThat(rota.members()).extracting(MemberView::name, MemberView::planned).containsExactly(org.assertj.core.groups.Tuple.tuple("甲", 3), org.assertj.core.groups.Tuple.tuple("乙", 3));
        RotaRow row = rotas.list(call(null), ListQuery.of("研讨", 1, 20, "name"), null).items().get(0);
        assertThat(row.next()).isNotNull();
        assertThat(row.next().due().name()).isEqualTo("甲");
        assertThat(row.next().start()).isEqualTo("2026-01-07T09:00:00+08:00");
        assertThat(((TurnView) rotas.next(call(null), rota.id()).getEntity()).id()).isEqualTo(row.next().id());
        Page<TurnView> behind = rotas.turns(call(null), ListQuery.of(null, 1, 2, null), rota.id(), null, roster.person("乙").account(), "planned");
        assertThat(behind.items()).extracting(t -> t.due().name()).containsExactly("乙", "乙");
        assertThat(behind.total()).isEqualTo(3);
        refused(422, () -> rotas.turns(call(null), ListQuery.of(null, 1, 2, null), rota.id(), null, roster.person("乙").account(), "nothing"));
        refused(422, () -> rotas.add(call(null), new RotaInput("名", "cats", null, null, null, null, null, null, null)));
    }

    @Test
    void theVersionIsAskedForAndTheSecondEditorIsToldWhatItIsNow() {
        RotaView rota = made(roster.seminar());
        TurnView turn = turns(portal.organiser, rota, "ahead").get(0);
        refused(428, () -> turns.accept(call(null), rota.id(), turn.id()));
        refused(428, () -> rotas.change(call(null), rota.id(), new RotaInput("改", null, null, null, null, null, null, null, null)));
        turns.prepare(call(turn.version()), rota.id(), turn.id(), new PrepareInput(null, null, "题目"));
        Problem stale = refused(412, () -> turns.accept(call(turn.version()), rota.id(), turn.id()));
        assertThat(((TurnView) stale.extra().get("current")).topic()).isEqualTo("题目");
        RotaInput renamed = new RotaInput("改", null, null, null, "2026-01-02", 3, 5, List.of(roster.person("乙").account()), null);
        assertThat(((RotaView) rotas.change(call(rota.version()), rota.id(), renamed).getEntity()).name()).isEqualTo("改");
        assertThat(((RotaView) refused(412, () -> rotas.change(call(rota.version()), rota.id(), renamed)).extra().get("current")).remindDays()).isEqualTo(3);
    }

    @Test
    void aReasonIsReadByWhoLooksAfterItAndWhoGaveIt() {
        RotaView rota = made(roster.seminar());
        TurnView turn = turns(portal.organiser, rota, "ahead").get(0);
        turns.decline(call(roster.person("甲"), turn.version()), rota.id(), turn.id(), new ReasonInput("看病"));
        assertThat(turns(portal.organiser, rota, "ahead").get(0).declines().get(0).reason()).isEqualTo("看病");
        assertThat(turns(roster.person("甲"), rota, "ahead").get(0).declines().get(0).reason()).isEqualTo("看病");
        assertThat(turns(roster.person("乙"), rota, "ahead").get(0).declines().get(0).reason()).isNull();
        refused(422, () -> turns.exchange(call(turn.version()), rota.id(), turn.id(), new ExchangeInput(null)));
    }

    @Test
    void onlyWhoLooksAfterItSeesWhoCameToItsGroupAndMayAnswerForOthers() {
        UUID group = portal.groups.add("班子成员", portal.bank, roster.person("甲").account(), roster.person("丙").account()).id();
        RotaInput input = new RotaInput("研讨主讲", "people", roster.seminar().id(), null, "2026-01-02", null, null, List.of(roster.person("甲").account(), roster.person("乙").account()), group);
        RotaView rota = (RotaView) rotas.add(call(null), input).getEntity();
        assertThat(rota.group().name()).isEqualTo("班子成员");
        assertThat(rota.compared().came()).extracting(one -> one.name()).containsExactly("丙");
        assertThat(rota.compared().left()).extracting(one -> one.name()).containsExactly("乙");
        RotaView seen = (RotaView) rotas.find(call(roster.person("甲"), null), rota.id()).getEntity();
        assertThat(seen.group().id()).isEqualTo(group);
        assertThat(seen.compared()).isNull();
        List<TurnView> all = turns(portal.organiser, rota, "ahead");
        swaps.ask(call(roster.person("甲"), null), rota.id(), new SwapInput(all.get(0).id(), all.get(1).id(), null, null));
        assertThat(((RotaView) rotas.find(call(null), rota.id()).getEntity()).swaps().get(0).mayAnswer()).isTrue();
        assertThat(((RotaView) rotas.find(call(roster.person("乙"), null), rota.id()).getEntity()).swaps().get(0)).satisfies(s -> {
            assertThat(s.toDecide()).isTrue();
            assertThat(s.mayAnswer()).as("one's own answer is no other's").isFalse();
        });
    }

    @Test
    void onesOwnTurnsAndWhatWaitsForOneAreTold() {
        RotaView rota = made(roster.seminar());
        List<TurnView> all = turns(portal.organiser, rota, "ahead");
        swaps.ask(call(roster.person("甲"), null), rota.id(), new SwapInput(all.get(0).id(), all.get(1).id(), null, null));
        MineView told = mine.mine(call(roster.person("乙"), null));
        assertThat(told.turns()).extracting(TurnView::id).containsExactly(all.get(1).id(), all.get(3).id(), all.get(5).id());
        assertThat(told.swaps()).singleElement().satisfies(s -> assertThat(s.toDecide()).isTrue());
        assertThat(mine.mine(call(portal.stranger, null)).turns()).isEmpty();
        swaps.acceptSwap(call(roster.person("乙"), null), rota.id(), told.swaps().get(0).id());
        assertThat(mine.mine(call(roster.person("乙"), null)).turns().get(0).id()).isEqualTo(all.get(0).id());
    }

    @Test
    void whoSeesTheEventSeesWhoSpeaksAndOnlyWhoSeesTheRotaOpensIt() {
        Event event = roster.seminar();
        made(event);
        Page<DateTurnView> shown = dates.ofEvent(call(null), event.id());
        assertThat(shown.items()).hasSize(6).allSatisfy(t -> assertThat(t.open()).isTrue());
        assertThat(shown.items().get(0).due().name()).isEqualTo("甲");
        refused(404, () -> dates.ofEvent(call(portal.stranger, null), event.id()));
    }
}
