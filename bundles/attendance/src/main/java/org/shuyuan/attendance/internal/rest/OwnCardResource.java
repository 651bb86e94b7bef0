package org.shuyuan.attendance.internal.rest;

import java.util.List;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.attendance.internal.Card;
import org.shuyuan.attendance.internal.Cards;
import org.shuyuan.attendance.internal.rest.Views.OwnCardsView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** By what the caller is known at stations. */
@Component(service = OwnCardResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("own-cards")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class OwnCardResource {

    /** @param pin 4–8 digits */
    public record PinInput(@Nullable String pin) {}

    /** @param number as the reader types it; 4–40 digits and letters */
    public record OwnCardInput(@Nullable String number) {}

    private final Cards cards;
    private final ViewMaker views;

    @Activate
    public OwnCardResource(@Reference Cards cards, @Reference ViewMaker views) {
        this.cards = cards;
        this.views = views;
    }

    /** Whether the caller has a PIN, and the caller's cards. */
    @GET
    @Needs(Needs.SIGN_IN)
    public OwnCardsView own(@BeanParam Call call) {
        Cards.Own own = cards.own(call.caller());
        return new OwnCardsView(own.pinSince() == null ? null : views.moment(own.pinSince()), views.cards(own.cards(), call.language()));
    }

    /** Sets the caller's PIN. */
    @PUT
    @Path("pin")
    @Needs(Needs.SIGN_IN)
    public Response pin(@BeanParam Call call, PinInput input) {
        cards.pin(call.caller(), input.pin());
        return Response.noContent().build();
    }

    /** The caller has no PIN any more. */
    @DELETE
    @Path("pin")
    @Needs(Needs.SIGN_IN)
    public Response removePin(@BeanParam Call call) {
        cards.removePin(call.caller());
        return Response.noContent().build();
    }

    /** Registers a card of the caller's. */
    @POST
    @Needs(Needs.SIGN_IN)
    public Response add(@BeanParam Call call, OwnCardInput input) {
        Card card = cards.add(call.caller(), input.number());
        return Response.status(201).entity(views.cards(List.of(card), call.language()).get(0)).build();
    }

    /** The card signs nobody in any more. */
    @DELETE
    @Path("{id}")
    @Needs(Needs.SIGN_IN)
    public Response remove(@BeanParam Call call, @PathParam("id") UUID id) {
        cards.remove(call.caller(), id);
        return Response.noContent().build();
    }
}
