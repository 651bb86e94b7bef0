package org.shuyuan.notices.internal.rest;

import java.util.List;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.notices.internal.NoticeService;
import org.shuyuan.notices.internal.NoticeService.Views;
import org.shuyuan.notices.internal.Streams;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.RestResource;

/** One's own notices. */
@Component(service = NoticesResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=notices)")
@Path("")
@Produces("application/json")
@Consumes("application/json")
public class NoticesResource {

    /** Either some or all. */
    public record Read(@Nullable List<UUID> ids, @Nullable Boolean all) {}

    public record Unread(long count) {}

    private final NoticeService notices;
    private final Streams streams;

    @Activate
    public NoticesResource(@Reference NoticeService notices, @Reference Streams streams) {
        this.notices = notices;
        this.streams = streams;
    }

    /** The caller's notices, newest first. */
    @GET
    @Needs(Needs.SIGN_IN)
    public Views list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("unread") boolean unread) {
        return notices.mine(call.caller(), unread, query.page(), query.size());
    }

    /** How many of them are unread. */
    @GET
    @Needs(Needs.SIGN_IN)
    @Path("unread")
    public Unread unread(@BeanParam Call call) {
        return new Unread(notices.unread(call.caller()));
    }

    /** Marks notices as read. */
    @POST
    @Needs(Needs.SIGN_IN)
    @Path("read")
    public Unread read(@BeanParam Call call, @Nullable Read read) {
        if (read == null || read.ids() == null && !Boolean.TRUE.equals(read.all())) {
            throw Problem.invalid("ids", "notices.nothing-named");
        }
        Unread left = new Unread(notices.markRead(call.caller(), read.ids()));
        // the person's other pages
        streams.publishTo(call.caller().account(), "unread", "{\"count\":" + left.count() + "}");
        return left;
    }
}
