package org.shuyuan.attendance.internal.rest;

import java.util.List;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
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
import org.shuyuan.attendance.internal.rest.Views.CardView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;

/** Cards of a unit's people, for stations. */
@Component(service = CardResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("cards")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class CardResource {

    /** @param number as the reader types it; 4–40 digits and letters */
    public record CardInput(@Nullable UUID person, @Nullable String number) {}

    private final Cards cards;
    private final ViewMaker views;

    @Activate
    public CardResource(@Reference Cards cards, @Reference ViewMaker views) {
        this.cards = cards;
        this.views = views;
    }

    /** Cards of the people of the unit and below, the newest first; never their numbers. */
    @GET
    @Needs("attendance.take")
    public Page<CardView> list(@BeanParam Call call, @BeanParam ListQuery query) {
        Cards.Page page = cards.list(call.caller(), call.unit(), query.q(), query.offset(), query.size());
        return Page.of(views.cards(page.items(), call.language()), page.total(), query);
    }

    /** Registers a card of somebody at the unit or below. */
    @POST
    @Needs(value = "attendance.take", orAbsent = true)
    public Response add(@BeanParam Call call, CardInput input) {
        Card card = cards.add(call.caller(), call.unit(), input.person(), input.number());
        return Response.status(201).entity(views.cards(List.of(card), call.language()).get(0)).build();
    }

    /** The card signs nobody in any more. */
    @DELETE
    @Path("{id}")
    @Needs("attendance.take")
    public Response remove(@BeanParam Call call, @PathParam("id") UUID id) {
        cards.remove(call.caller(), call.unit(), id);
        return Response.noContent().build();
    }
}
