package org.shuyuan.calendar.internal.rest;

import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.calendar.internal.RotaSwap;
import org.shuyuan.calendar.internal.RotaSwaps;
import org.shuyuan.calendar.internal.Rotas;
import org.shuyuan.calendar.internal.rest.RotaViews.SwapInput;
import org.shuyuan.calendar.internal.rest.RotaViews.SwapView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** Who changes turns with whom. */
@Component(service = RotaSwapResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("rotas/{id}/swaps")
@Produces("application/json")
@Consumes("application/json")
public final class RotaSwapResource {

    private final Rotas rotas;
    private final RotaSwaps swaps;
    private final RotaViewMaker views;

    @Activate
    public RotaSwapResource(@Reference Rotas rotas, @Reference RotaSwaps swaps, @Reference RotaViewMaker views) {
        this.rotas = rotas;
        this.swaps = swaps;
        this.views = views;
    }

    /** Offers a turn for another's. Whose turn it is may too. */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    public Response ask(@BeanParam Call call, @PathParam("id") UUID id, SwapInput input) {
        RotaSwap swap = swaps.ask(call.caller(), id, input.turn(), input.with(), input.member(), input.message());
        return Response.status(201).entity(swap(call, swap)).build();
    }

    /** Agrees: the turns are changed. Who is asked may too. */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("{swap}/accept")
    public SwapView acceptSwap(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("swap") UUID swap) {
        return swap(call, swaps.accept(call.caller(), id, swap));
    }

    /** Does not agree. Who is asked may too. */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("{swap}/decline")
    public SwapView declineSwap(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("swap") UUID swap) {
        return swap(call, swaps.decline(call.caller(), id, swap));
    }

    /** Takes it back. Who asked may too. */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("{swap}/withdraw")
    public SwapView withdrawSwap(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("swap") UUID swap) {
        return swap(call, swaps.withdraw(call.caller(), id, swap));
    }

    private SwapView swap(Call call, RotaSwap swap) {
        return views.swap(rotas.find(call.caller(), swap.rota()), swap, call.caller());
    }
}
