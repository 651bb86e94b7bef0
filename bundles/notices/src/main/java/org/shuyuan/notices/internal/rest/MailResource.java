package org.shuyuan.notices.internal.rest;

import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.notices.internal.mail.MailService;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;

/** Mail, for those who look after the portal: whether it is set up, a test, and what did not go out. */
@Component(service = MailResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=notices)")
@Path("mail")
@Produces("application/json")
@Consumes("application/json")
public class MailResource {

    /** Another address than the caller's own. */
    public record Test(@Nullable String to) {}

    /** The test that was written. */
    public record Written(UUID id) {}

    private final MailService mail;

    @Activate
    public MailResource(@Reference MailService mail) {
        this.mail = mail;
    }

    /** Whether mail is set up, by which server, and how much is waiting. Passwords are never told. */
    @GET
    @Needs(MailService.MANAGE)
    public MailService.Status status(@BeanParam Call call) {
        return mail.status(call.caller());
    }

    /** Letters that did not go out at once: refused, in doubt or still being tried; the newest first. */
    @GET
    @Needs(MailService.MANAGE)
    @Path("troubles")
    public Page<MailService.Trouble> troubles(@BeanParam Call call, @BeanParam ListQuery query) {
        return Page.of(mail.troubles(call.caller(), query.offset(), query.size()), mail.troubles(), query);
    }

    /** Writes a test to the caller's own address, or to another. */
    @POST
    @Needs(MailService.MANAGE)
    @Path("test")
    public Response test(@BeanParam Call call, @Nullable Test test) {
        return Response.accepted(new Written(mail.test(call.caller(), test == null ? null : test.to()))).build();
    }

    /** What has become of one letter. */
    @GET
    @Needs(MailService.MANAGE)
    @Path("{id}")
    public MailService.Trouble one(@BeanParam Call call, @PathParam("id") UUID id) {
        return mail.one(call.caller(), id);
    }

    /** Sends a letter once more that failed or is in doubt. */
    @POST
    @Needs(MailService.MANAGE)
    @Path("{id}/again")
    public Response again(@BeanParam Call call, @PathParam("id") UUID id) {
        mail.again(call.caller(), id);
        return Response.noContent().build();
    }
}
