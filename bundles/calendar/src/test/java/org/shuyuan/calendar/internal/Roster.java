package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.calendar.internal.jpa.RotaSwapStore;
import org.shuyuan.calendar.internal.jpa.RotaTurnStore;
import org.shuyuan.testing.FakeAccess;

/** Rotas beside a portal, as they are at a moment: a seminar on Wednesdays at nine, and people who take turns. */
public final class Roster {

    public final Rotas rotas;
    public final RotaTurns turns;
    public final RotaSwaps swaps;
    public final RotaGroups groups;
    final RotaSwapStore swapStore;
    final RotaTurnStore turnStore;
    private final Portal portal;
    private final Instant now;

    public Roster(Portal portal) {
        this(portal, Portal.NOW);
    }

    Roster(Portal portal, Instant now) {
        this.portal = portal;
        this.now = now;
        Settings settings = Portal.settings(now);
        RotaStore store = new RotaStore(portal.db.jpa());
        turnStore = new RotaTurnStore(portal.db.jpa());
        swapStore = new RotaSwapStore(portal.db.jpa());
        RotaPlanner planner = portal.planner(settings);
        RotaTrail trail = new RotaTrail(portal.audit, portal.told, portal.told, portal.accounts, new Names(portal.people, portal.units, portal.groups), portal.db.transactions());
        groups = new RotaGroups(portal.groups, portal.units, settings);
        rotas = new Rotas(store, turnStore, planner, trail, portal.events, portal.kinds, portal.units, portal.people, groups, portal.access, portal.db.transactions(), settings);
        turns = new RotaTurns(rotas, store, turnStore, swapStore, planner, trail, portal.people, portal.access, portal.db.transactions(), settings);
        swaps = new RotaSwaps(turns, turnStore, swapStore, trail, portal.access, portal.db.transactions(), settings);
    }

    Roster at(String moment) {
        return new Roster(portal, Instant.parse(moment));
    }

    RotaJob job() {
        return new RotaJob(portal.jobs, new RotaStore(portal.db.jpa()), turnStore, swapStore, portal.planner(Portal.settings(now)), portal.accounts, portal.told,
                new Letters(portal.letters, portal.people, portal.accounts), Portal.settings(now), portal.db.transactions(), portal.modules);
    }

    /** Somebody of the office whom the directory knows. */
    public Caller person(String name) {
        Caller caller = FakeAccess.person(name);
        if (portal.people.find(caller.account()).isEmpty()) {
            portal.people.add(caller.account(), name, name, portal.office);
        }
        return caller;
    }

    /** Six Wednesdays from the seventh of January. */
    public Event seminar() {
        return portal.service.add(portal.organiser, portal.draft(portal.bank, "双周研讨", "2026-01-07T09:00", "2026-01-07T10:00", "FREQ=WEEKLY;COUNT=6"));
    }

    Rota wanted(Event event, Rota.Over over, List<UUID> members) {
        return new Rota(Ids.next(), 0, portal.bank.id(), "研讨主讲", over, event.id(), null, true, LocalDate.ofInstant(Portal.NOW, ZoneOffset.UTC), 7, 12,
                members.stream().map(m -> new Rota.Member(m, 0, LocalDate.EPOCH)).toList(), new Rota.Trace("", Instant.EPOCH));
    }

    /** Over people by name, in this order. */
    public Rota rota(Event event, String... names) {
        return rotas.add(portal.organiser, wanted(event, Rota.Over.PEOPLE, Arrays.stream(names).map(n -> person(n).account()).toList()));
    }

    List<RotaTurn> all(Rota rota) {
        return rotas.turns(List.of(rota.id()));
    }

    /** The turn of a day of January or February. */
    RotaTurn on(Rota rota, String day) {
        return all(rota).stream().filter(t -> t.date().starts().atZone(Portal.SHANGHAI).toLocalDate().toString().endsWith(day)).findFirst().orElseThrow();
    }

    /** {@code 甲 乙 -}: who is due, by date; what does not take place in brackets. */
    String order(Rota rota) {
        List<String> names = new ArrayList<>();
        for (RotaTurn t : all(rota)) {
            String name = t.due() == null ? "-" : portal.people.find(t.due()).map(p -> p.name()).orElseGet(() -> portal.units.get(t.due()).name());
            names.add(t.state() == RotaTurn.State.CANCELLED ? "(" + name + ")" : name);
        }
        return names.stream().collect(Collectors.joining(" "));
    }
}
