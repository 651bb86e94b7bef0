package org.shuyuan.calendar.internal.rest;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.calendar.internal.ObligationStanding;
import org.shuyuan.calendar.internal.Rota;
import org.shuyuan.calendar.internal.RotaSwap;
import org.shuyuan.calendar.internal.RotaSwaps;
import org.shuyuan.calendar.internal.RotaTurn;
import org.shuyuan.calendar.internal.RotaTurns;
import org.shuyuan.calendar.internal.Rotas;
import org.shuyuan.calendar.internal.rest.RotaViews.MineView;
import org.shuyuan.calendar.internal.rest.RotaViews.TurnView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** The caller's own turns. */
@Component(service = MyTurnResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("my-turns")
@Produces("application/json")
@Consumes("application/json")
public final class MyTurnResource {

    private final Rotas rotas;
    private final RotaTurns turns;
    private final RotaSwaps swaps;
    private final RotaViewMaker views;
    private final ObligationStanding standing;
    private final ObligationViewMaker owed;

    @Activate
    public MyTurnResource(@Reference Rotas rotas, @Reference RotaTurns turns, @Reference RotaSwaps swaps, @Reference RotaViewMaker views, @Reference ObligationStanding standing,
            @Reference ObligationViewMaker owed) {
        this.rotas = rotas;
        this.turns = turns;
        this.swaps = swaps;
        this.views = views;
        this.standing = standing;
        this.owed = owed;
    }

    /** The caller's turns to come in all rotas, the swaps that wait for the caller, and what is owed: by the caller as speaker, and at the unit where the caller plans its events. */
    @GET
    @Needs(Needs.SIGN_IN)
    public MineView mine(@BeanParam Call call) {
        List<RotaTurn> mine = turns.mine(call.caller());
        Map<UUID, Rota> known = rotas.of(call.caller(), mine);
        List<TurnView> shown = mine.stream().filter(t -> known.containsKey(t.rota())).map(t -> view(call, Objects.requireNonNull(known.get(t.rota())), t)).toList();
        List<RotaSwap> asked = swaps.asked(call.caller());
        Map<UUID, Rota> theirs = rotas.of(call.caller(), asked.stream().map(s -> swaps.turn(s.turn())).toList());
        return new MineView(shown, asked.stream().filter(s -> theirs.containsKey(s.rota())).map(s -> views.swap(Objects.requireNonNull(theirs.get(s.rota())), s, call.caller())).toList(),
                owed.waiting(standing.waiting(call.caller(), call.unitIfAny().orElse(null)), call.caller()));
    }

    private TurnView view(Call call, Rota rota, RotaTurn turn) {
        return views.turns(rota, List.of(turn), call.caller()).get(0);
    }
}
