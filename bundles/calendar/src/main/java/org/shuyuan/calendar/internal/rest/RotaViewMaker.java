package org.shuyuan.calendar.internal.rest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.text.Language;
import org.shuyuan.calendar.internal.Names;
import org.shuyuan.calendar.internal.PlanItem;
import org.shuyuan.calendar.internal.Rota;
import org.shuyuan.calendar.internal.RotaGroups;
import org.shuyuan.calendar.internal.RotaSwap;
import org.shuyuan.calendar.internal.RotaSwaps;
import org.shuyuan.calendar.internal.RotaTurn;
import org.shuyuan.calendar.internal.RotaTurns;
import org.shuyuan.calendar.internal.Rotas;
import org.shuyuan.calendar.internal.jpa.RotaTurnStore;
import org.shuyuan.calendar.internal.rest.RotaViews.ComparedView;
import org.shuyuan.calendar.internal.rest.RotaViews.DateTurnView;
import org.shuyuan.calendar.internal.rest.RotaViews.DeclineView;
import org.shuyuan.calendar.internal.rest.RotaViews.MemberView;
import org.shuyuan.calendar.internal.rest.RotaViews.RotaRow;
import org.shuyuan.calendar.internal.rest.RotaViews.RotaView;
import org.shuyuan.calendar.internal.rest.RotaViews.SwapView;
import org.shuyuan.calendar.internal.rest.RotaViews.TurnView;
import org.shuyuan.calendar.internal.rest.Views.Ref;

/** Turns rotas into what is given; names come from memory. Thread-safe. */
@Component(service = RotaViewMaker.class)
public final class RotaViewMaker {

    private final Rotas rotas;
    private final RotaTurns turns;
    private final RotaSwaps swaps;
    private final RotaGroups groups;
    private final ViewMaker views;
    private final Names names;

    @Activate
    public RotaViewMaker(@Reference Rotas rotas, @Reference RotaTurns turns, @Reference RotaSwaps swaps, @Reference RotaGroups groups, @Reference ViewMaker views, @Reference Names names) {
        this.rotas = rotas;
        this.turns = turns;
        this.swaps = swaps;
        this.groups = groups;
        this.views = views;
        this.names = names;
    }

    List<RotaRow> rows(List<Rota> page, Caller caller) {
        Map<UUID, List<RotaTurn>> all = new LinkedHashMap<>();
        rotas.turns(page.stream().map(Rota::id).toList()).forEach(t -> all.computeIfAbsent(t.rota(), r -> new ArrayList<>()).add(t));
        return page.stream().map(r -> {
            List<RotaTurn> own = all.getOrDefault(r.id(), List.of());
            TurnView next = own.stream().filter(t -> t.state() == RotaTurn.State.PLANNED && rotas.ahead(t)).findFirst().map(t -> turn(r, t, List.of(), caller)).orElse(null);
            return new RotaRow(r.id(), r.version(), views.unit(r.unit()), r.name(), r.over().word(), event(r), r.kind() == null ? null : views.kind(r.kind(), caller.language()), r.running(),
                    r.members().size(), next, (int) own.stream().filter(rotas::unconfirmed).count());
        }).toList();
    }

    private @Nullable Ref event(Rota rota) {
        return rota.event() == null ? null : new Ref(rota.event(), rotas.served(rota));
    }

    RotaView whole(Rota r, Caller caller) {
        Language language = caller.language();
        List<RotaTurn> all = rotas.turns(List.of(r.id()));
        remember(r, all);
        List<MemberView> members = rotas.standing(r).stream().map(s -> new MemberView(s.member().id(), member(r, s.member().id(), language).name(), s.member().level(),
                s.member().joined().toString(), s.credited(), s.planned(), s.stoodIn(), s.declined(), s.last() == null ? null : Times.text(s.last().getEpochSecond(), rotas.unit(r).zone(), false),
                turns.actsFor(caller, r, s.member().id()))).toList();
        return new RotaView(r.id(), r.version(), views.unit(r.unit()), r.name(), r.over().word(), event(r), r.kind() == null ? null : views.kind(r.kind(), language), r.running(),
                r.from().toString(), r.remindDays(), r.ahead(), members, group(r, language), rotas.mayOrganise(caller, r) ? compared(r, language) : null,
                swaps.open(List.of(r.id())).stream().map(s -> swap(r, s, caller)).toList(),
                (int) all.stream().filter(t -> rotas.ahead(t) && t.state() == RotaTurn.State.PLANNED).count(), (int) all.stream().filter(rotas::unconfirmed).count(),
                rotas.mayOrganise(caller, r), Anonymous.shown(r.trace().changedBy(), language), r.trace().changedAt());
    }

    private @Nullable Ref group(Rota rota, Language language) {
        return rota.group() == null ? null : new Ref(rota.group(), names.group(rota.group(), language));
    }

    private @Nullable ComparedView compared(Rota rota, Language language) {
        return groups.compared(rota).map(c -> {
            names.remember(c.came());
            return new ComparedView(c.came().stream().map(p -> views.person(p, language)).toList(), c.left().stream().map(p -> views.person(p, language)).toList());
        }).orElse(null);
    }

    private void remember(Rota rota, Collection<RotaTurn> all) {
        Set<UUID> people = new HashSet<>();
        if (rota.over() == Rota.Over.PEOPLE) {
            rota.members().forEach(m -> people.add(m.id()));
            all.forEach(t -> Stream.of(t.due(), t.instead()).filter(Objects::nonNull).forEach(people::add));
        }
        all.forEach(t -> Stream.of(t.speaker().person(), t.held() == null ? null : t.held().who().person()).filter(Objects::nonNull).forEach(people::add));
        names.remember(people);
    }

    List<TurnView> turns(Rota rota, List<RotaTurn> some, Caller caller) {
        remember(rota, some);
        List<RotaTurnStore.Decline> declines = rotas.declines(rota);
        return some.stream().map(t -> turn(rota, t, declines, caller)).toList();
    }

    TurnView turn(Rota rota, RotaTurn t, List<RotaTurnStore.Decline> declines, Caller caller) {
        Language language = caller.language();
        RotaTurn.Held held = t.held();
        PlanItem.Who spoke = held == null ? PlanItem.Who.NOBODY : held.who();
        boolean organises = rotas.mayOrganise(caller, rota);
        List<DeclineView> refused = declines.stream().filter(d -> d.turn().equals(t.id()))
                .map(d -> new DeclineView(member(rota, d.member(), language), organises || turns.actsFor(caller, rota, d.member()) ? d.reason() : null)).toList();
        return new TurnView(t.id(), t.version(), new Ref(rota.id(), rota.name()), rota.over().word(), rota.unit(), t.date().event(), t.date().recurrence().toString(),
                Times.text(t.date().starts().getEpochSecond(), t.date().zone(), t.date().allDay()), t.date().title(), t.due() == null ? null : member(rota, t.due(), language),
                t.instead() == null ? null : member(rota, t.instead(), language), person(t.speaker().person(), language), t.speaker().words(), t.topic(), t.mark().word(), t.state().word(),
                rotas.ahead(t), person(spoke.person(), language), spoke.words(), held == null || held.member() == null ? null : member(rota, held.member(), language),
                held == null || held.confirmedBy() == null ? null : Anonymous.shown(held.confirmedBy(), language), held == null ? null : held.confirmedAt(), refused, turns.own(caller, rota, t),
                organises);
    }

    List<DateTurnView> dates(List<RotaTurn> some, Map<UUID, Rota> of, Set<UUID> open, Caller caller) {
        return some.stream().filter(t -> of.containsKey(t.rota())).map(t -> {
            TurnView v = turn(Objects.requireNonNull(of.get(t.rota())), t, List.of(), caller);
            return new DateTurnView(v.id(), v.rota(), v.over(), v.recurrence(), v.state(), v.due(), v.speaker(), v.speakerName(), v.topic(), v.spoke(), v.spokeName(), v.creditedTo(),
                    open.contains(t.rota()));
        }).toList();
    }

    SwapView swap(Rota rota, RotaSwap s, Caller caller) {
        return new SwapView(s.id(), new Ref(rota.id(), rota.name()), rota.unit(), member(rota, s.asking(), caller.language()), member(rota, s.asked(), caller.language()), s.turn(), s.with(),
                start(swaps.turn(s.turn())), start(swaps.turn(s.with())), s.message(), s.state().word(), s.askedAt(), turns.actsFor(caller, rota, s.asking()),
                turns.actsFor(caller, rota, s.asked()), rotas.mayOrganise(caller, rota) && !turns.actsFor(caller, rota, s.asked()));
    }

    private static String start(RotaTurn turn) {
        return Times.text(turn.date().starts().getEpochSecond(), turn.date().zone(), turn.date().allDay());
    }

    private Ref member(Rota rota, UUID id, Language language) {
        return rota.over() == Rota.Over.PEOPLE ? views.person(id, language) : views.unit(id);
    }

    private @Nullable Ref person(@Nullable UUID id, Language language) {
        return id == null ? null : views.person(id, language);
    }
}
