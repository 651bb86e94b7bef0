package org.shuyuan.attendance.internal.rest;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.office.QrCodes;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.Door;
import org.shuyuan.attendance.internal.Doors;
import org.shuyuan.attendance.internal.Gathering;
import org.shuyuan.attendance.internal.GatheringService;
import org.shuyuan.attendance.internal.Unusual;
import org.shuyuan.attendance.internal.rest.Views.CodeView;
import org.shuyuan.attendance.internal.rest.Views.DoorView;
import org.shuyuan.attendance.internal.rest.Views.SignInView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Origin;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;

/** The organiser's side of signing in by a code: the room's screen, and who signed in. */
@Component(service = DoorResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("gatherings/{id}/door")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class DoorResource {

    /** @param grace minutes after the start for which one is on time, 0–120 @param addresses from which people may sign in, empty for anywhere; as last time when missing */
    public record DoorInput(@Nullable Integer grace, @Nullable String addresses) {}


    private final Doors doors;
    private final GatheringService gatherings;
    private final Unusual unusual;
    private final QrCodes codes;
    private final ViewMaker views;

    @Activate
    public DoorResource(@Reference Doors doors, @Reference GatheringService gatherings, @Reference Unusual unusual, @Reference QrCodes codes, @Reference ViewMaker views) {
        this.doors = doors;
        this.gatherings = gatherings;
        this.unusual = unusual;
        this.codes = codes;
        this.views = views;
    }

    /** Whether people can sign in by code, and until when. */
    @GET
    @Needs(value = "attendance.read", orAbsent = true)
    public DoorView door(@BeanParam Call call, @PathParam("id") UUID id) {
        return view(gatherings.find(call.caller(), id), doors.of(call.caller(), id));
    }

    /** From now on people can sign in; codes of before are worth nothing any more. */
    @POST
    @Needs("attendance.take")
    public DoorView open(@BeanParam Call call, @PathParam("id") UUID id, @Nullable DoorInput input) {
        Door door = doors.open(call.caller(), id, input == null ? null : input.grace(), input == null ? null : input.addresses());
        return view(gatherings.find(call.caller(), id), Optional.of(door));
    }

    /** Nobody signs in by code any more. */
    @DELETE
    @Needs("attendance.take")
    public DoorView stop(@BeanParam Call call, @PathParam("id") UUID id) {
        doors.stop(call.caller(), id);
        return view(gatherings.find(call.caller(), id), doors.of(call.caller(), id));
    }

    /**
     * What the room's screen shows now.
     *
     * @param origin how the portal is reached by phones, e.g. {@code http://10.1.2.3:8181}: goes into the address
     */
    @GET
    @Needs("attendance.take")
    @Path("code")
    public Response code(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("origin") @Nullable String origin) {
        Gathering gathering = gatherings.find(call.caller(), id);
        String address = Origin.of(origin, "attendance.bad-origin") + SignInResource.PATH + "/in/" + doors.code(call.caller(), id) + "?unit=" + gathering.unit();
        Door door = doors.of(call.caller(), id).orElseThrow(() -> Problem.conflict("attendance.door-shut"));
        Views.GatheringLine line = views.line(gathering, gatherings.counts(List.of(id)), call.language());
        long millis = Math.max(0, door.codeUntil(Instant.now()).toEpochMilli() - System.currentTimeMillis());
        return Response.ok(new CodeView(address, codes.svg(address), millis, line.expected(), line.tally().present() + line.tally().late() + line.tally().leftEarly()))
                .header("Cache-Control", "no-store").build();
    }

    /** Who signed in by code, in the order they came, and what is unusual about it. */
    @GET
    @Needs(value = "attendance.read", orAbsent = true)
    @Path("sign-ins")
    public Page<SignInView> signIns(@BeanParam Call call, @PathParam("id") UUID id) {
        Gathering gathering = gatherings.find(call.caller(), id);
        List<Unusual.Line> all = unusual.of(call.caller(), id);
        List<Views.PersonView> people = views.people(all.stream().map(l -> l.signIn().person()).toList(), call.language());
        List<SignInView> rows = new java.util.ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Unusual.Line line = all.get(i);
            rows.add(new SignInView(people.get(i), views.moment(gathering, line.signIn().at()), line.signIn().address(), line.signIn().device().substring(0, 4),
                    line.signs().stream().map(s -> s.name().toLowerCase(Locale.ROOT).replace('_', '-')).toList()));
        }
        return new Page<>(rows, rows.size(), 1, Math.max(1, rows.size()));
    }

    private DoorView view(Gathering gathering, Optional<Door> door) {
        boolean open = gathering.closedAt() == null && !gathering.cancelled() && door.filter(d -> d.open(Instant.now())).isPresent();
        return new DoorView(open, door.map(d -> views.moment(gathering, d.closes())).orElse(null),
                door.map(d -> (int) java.time.Duration.between(gathering.draft().start(), d.lateAfter()).toMinutes()).orElse(null), door.map(Door::addresses).orElse(null));
    }
}
