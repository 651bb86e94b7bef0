package org.shuyuan.resources.internal.rest;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Needs;
import org.shuyuan.resources.internal.BookingService;
import org.shuyuan.resources.internal.BookingService.Shown;
import org.shuyuan.resources.internal.RepeatedBookings;
import org.shuyuan.resources.internal.rest.Views.BookingView;
import org.shuyuan.resources.internal.rest.Views.Bookings;
import org.shuyuan.rest.Body;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Times;
import org.shuyuan.rest.Versions;

/** Bookings. */
@Component(service = BookingResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=resources)")
@Path("bookings")
@Produces("application/json")
@Consumes("application/json")
public final class BookingResource {

    private final BookingService bookings;
    private final RepeatedBookings repeated;
    private final ViewMaker views;

    @Activate
    public BookingResource(@Reference BookingService bookings, @Reference RepeatedBookings repeated, @Reference ViewMaker views) {
        this.bookings = bookings;
        this.repeated = repeated;
        this.views = views;
    }

    /**
     * What is booked in a period of 62 days at most, by time.
     *
     * @param from a day, a local time or a time with offset
     * @param to likewise, exclusive
     * @param resource of this one only; of all that is seen at the unit unless given
     */
    @GET
    @Needs("resources.read")
    public Bookings list(@BeanParam Call call, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to, @QueryParam("resource") @Nullable UUID resource) {
        var zone = views.zone(call.unit());
        List<Shown> all = bookings.list(call.caller(), call.unit(), resource, Times.needed(from, zone, "from", "resources.bad-time"), Times.needed(to, zone, "to", "resources.bad-time"));
        return new Bookings(views.bookings(all, call.caller()), all.size() == BookingService.MOST);
    }

    /**
     * The caller's own bookings.
     *
     * @param past also those that are over
     */
    @GET
    @Needs(Needs.SIGN_IN)
    @Path("mine")
    public Page<BookingView> mine(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("past") boolean past) {
        boolean newestFirst = query.orderBy(Map.of("start", "start"), "").startsWith("start desc");
        BookingService.Page page = bookings.mine(call.caller(), past, query.q().isEmpty() ? null : query.like(), newestFirst, query.offset(), query.size());
        return Page.of(views.bookings(page.items(), call.caller()), page.total(), query);
    }

    /** Books a room or a piece of equipment for the unit, once or on up to 200 dates: all of them or none. */
    @POST
    @Needs("resources.book")
    public Response book(@BeanParam Call call, @Nullable BookingInput input) {
        var zone = views.zone(call.unit());
        BookingInput given = Body.needed(input);
        Shown made = repeated.book(call.caller(), given.wish(call.unit(), zone), given.repeat(zone));
        return Versions.tag(Response.status(201).entity(views.single(made, call.caller())), made.booking().version()).build();
    }

    /** A booking. */
    @GET
    @Needs(value = "resources.read", orAbsent = true)
    @Path("{id}")
    public Response find(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, bookings.find(call.caller(), id));
    }

    /** Moves a booking, of one that repeats this date, to another time or another resource; the unit it is for stays. Whoever made it may, too, until it is over. */
    @PUT
    @Needs("resources.manage")
    @Path("{id}")
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, @Nullable BookingInput input) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> answer(call, bookings.change(call.caller(), id, version, Body.needed(input).wish(call.unit(), views.zone(call.unit())))));
    }

    /**
     * Cancels a booking. Whoever made it may, too, until it is over.
     *
     * @param following of one that repeats, also all dates after this one
     */
    @DELETE
    @Needs("resources.manage")
    @Path("{id}")
    public Response cancel(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("following") boolean following) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> {
            if (following) {
                repeated.cancelFollowing(call.caller(), id, version);
            } else {
                bookings.cancel(call.caller(), id, version);
            }
            return Response.noContent().build();
        });
    }

    private Response answer(Call call, Shown one) {
        return Versions.ok(views.single(one, call.caller()), one.booking().version());
    }

    private Response unlessStale(Call call, UUID id, Supplier<Response> work) {
        try {
            return work.get();
        } catch (OptimisticLockException stale) {
            Shown now = bookings.find(call.caller(), id);
            Audit.@Nullable Entry last = bookings.lastChange(id).orElse(null);
            throw Versions.changedMeanwhile(views.single(now, call.caller()), now.booking().version(), last == null ? null : last.who(), last == null ? null : last.at());
        }
    }
}
