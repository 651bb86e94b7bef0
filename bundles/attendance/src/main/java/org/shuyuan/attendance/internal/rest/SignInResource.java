package org.shuyuan.attendance.internal.rest;

import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.CookieParam;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.Doors;
import org.shuyuan.attendance.internal.rest.Views.SignedInView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Public;
import org.shuyuan.rest.RestResource;

/** The phone's side of signing in by a code. */
@Component(service = SignInResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class SignInResource {

    static final String PATH = "/api/attendance";
    private static final String DEVICE = "shuyuan_attendance_device";
    private static final String TICKET = "shuyuan_attendance_ticket";
    private static final int DEVICE_SECONDS = 400 * 86_400;
    private static final int TICKET_SECONDS = 600;

    private final Doors doors;
    private final ViewMaker views;

    @Activate
    public SignInResource(@Reference Doors doors, @Reference ViewMaker views) {
        this.doors = doors;
        this.views = views;
    }

    /** The address in a code: gives the device a ticket and leads to the page where its owner signs in. Wrong or old, it leads to what to do. */
    @GET
    @Public
    @Path("in/{code}")
    @Produces(MediaType.TEXT_HTML)
    public Response enter(@PathParam("code") String code, @CookieParam(DEVICE) @Nullable String known, @Context SecurityContext security) {
        String device = known == null || known.length() < 20 || known.length() > 100 ? Secrets.random() : known;
        try {
            Doors.Entered entered = doors.enter(code, device);
            return to("?scanned=yes&unit=" + entered.unit()).header("Set-Cookie", cookie(DEVICE, device, DEVICE_SECONDS, security.isSecure()))
                    .header("Set-Cookie", cookie(TICKET, entered.ticket(), TICKET_SECONDS, security.isSecure())).header("Cache-Control", "no-store").build();
        } catch (Problem refused) {
            return to("?problem=" + refused.code().substring("attendance.".length())).header("Cache-Control", "no-store").build();
        }
    }

    /** The caller signs in with the ticket that came with the code; a second time says the same. */
    @POST
    @Needs(value = Needs.SIGN_IN, browserOnly = true)
    @Path("sign-in")
    public SignedInView signIn(@BeanParam Call call, @CookieParam(TICKET) @Nullable String ticket, @CookieParam(DEVICE) @Nullable String device) {
        Doors.SignedIn done = doors.signIn(call.caller(), ticket, device);
        return new SignedInView(done.gathering().draft().title(), done.gathering().draft().place(), done.state().word(), views.moment(done.gathering(), done.at()), done.already(), done.left(),
                done.gathering().signOut());
    }

    /** The page of the shell. As a header: JAX-RS makes a location relative to its own address. */
    private static Response.ResponseBuilder to(String query) {
        return Response.status(303).header("Location", "/attendance/in" + query);
    }

    /** HttpOnly: no script reads it; Lax: it comes along when the phone's scanner opens the address. */
    private static String cookie(String name, String value, int seconds, boolean secure) {
        return name + "=" + value + "; Path=" + PATH + "; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
    }
}
