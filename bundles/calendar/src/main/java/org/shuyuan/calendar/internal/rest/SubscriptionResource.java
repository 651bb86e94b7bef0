package org.shuyuan.calendar.internal.rest;

import java.time.Instant;
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
import javax.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.office.QrCodes;
import org.shuyuan.calendar.internal.ExportService;
import org.shuyuan.calendar.internal.Subscription;
import org.shuyuan.calendar.internal.Subscriptions;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Origin;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.Public;
import org.shuyuan.rest.RestResource;

/** One's own calendar in phones and mail clients. */
@Component(service = SubscriptionResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("")
public final class SubscriptionResource {


    /** @param origin how the portal is reached by the device, e.g. {@code https://portal.example:8443}: goes into the address */
    public record Wish(@Nullable String name, @Nullable String origin) {}

    public record SubscriptionView(UUID id, String name, Instant createdAt, @Nullable Instant readAt) {}

    /** @param address shown this once @param qr the same as an image (SVG) */
    public record MadeView(UUID id, String name, String address, String qr) {}

    private final Subscriptions subscriptions;
    private final QrCodes codes;

    @Activate
    public SubscriptionResource(@Reference Subscriptions subscriptions, @Reference QrCodes codes) {
        this.subscriptions = subscriptions;
        this.codes = codes;
    }

    /** The caller's own subscriptions; not their addresses, which nobody knows any more. */
    @GET
    @Needs(Needs.SIGN_IN)
    @Path("subscriptions")
    @Produces(MediaType.APPLICATION_JSON)
    public Page<SubscriptionView> list(@BeanParam Call call) {
        List<SubscriptionView> all = subscriptions.list(call.caller()).stream().map(SubscriptionResource::view).toList();
        return new Page<>(all, all.size(), 1, Math.max(1, all.size()));
    }

    /** A new address; at most ten. */
    @POST
    @Needs(value = Needs.SIGN_IN, browserOnly = true)
    @Path("subscriptions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response make(@BeanParam Call call, @Nullable Wish wish) {
        String origin = Origin.of(wish == null ? null : wish.origin(), "calendar.bad-origin");
        Subscriptions.Made made = subscriptions.make(call.caller(), wish == null ? null : wish.name());
        String address = origin + "/api/calendar/feed/" + made.secret() + ".ics?unit=" + call.unit();
        return Response.status(201).entity(new MadeView(made.subscription().id(), made.subscription().name(), address, codes.svg(address)))
                .header("Cache-Control", "no-store").build();
    }

    /** Ends one: its address answers no more. */
    @DELETE
    @Needs(Needs.SIGN_IN)
    @Path("subscriptions/{id}")
    public void end(@BeanParam Call call, @PathParam("id") UUID id) {
        subscriptions.end(call.caller(), id);
    }

    /** What concerns the person, from a month ago until a year ahead, as iCalendar; whoever knows the address reads it. */
    @GET
    @Public
    @Path("feed/{secret}.ics")
    @Produces("text/calendar")
    public Response feed(@PathParam("secret") String secret) {
        ExportService.Export export = subscriptions.read(secret);
        StreamingOutput body = export::write;
        return Response.ok(body, "text/calendar; charset=utf-8").header("Cache-Control", "private, max-age=300").build();
    }

    private static SubscriptionView view(Subscription one) {
        return new SubscriptionView(one.id(), one.name(), one.createdAt(), one.readAt());
    }
}
