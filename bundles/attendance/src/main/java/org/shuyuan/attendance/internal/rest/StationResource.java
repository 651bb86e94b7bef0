package org.shuyuan.attendance.internal.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
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
import org.shuyuan.attendance.internal.Gathering;
import org.shuyuan.attendance.internal.Station;
import org.shuyuan.attendance.internal.Stations;
import org.shuyuan.attendance.internal.jpa.GatheringStore;
import org.shuyuan.attendance.internal.jpa.StationStore;
import org.shuyuan.attendance.internal.rest.Views.OpenedView;
import org.shuyuan.attendance.internal.rest.Views.StationView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;

/** The organiser's side of stations at the door. */
@Component(service = StationResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("stations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class StationResource {

    private static final int USUAL_GRACE = 5;

    /** @param gathering for this one only; all of today when missing @param name at most 60 characters @param grace minutes after the start for which one is on time, 0–120 */
    public record StationInput(@Nullable UUID gathering, @Nullable String name, @Nullable Integer grace) {}

    private final Stations stations;
    private final GatheringStore gatherings;
    private final ViewMaker views;

    @Activate
    public StationResource(@Reference Stations stations, @Reference GatheringStore gatherings, @Reference ViewMaker views) {
        this.stations = stations;
        this.gatherings = gatherings;
        this.views = views;
    }

    /** The stations that are open at the unit and below, the newest first. */
    @GET
    @Needs("attendance.take")
    public Page<StationView> list(@BeanParam Call call, @BeanParam ListQuery query) {
        StationStore.Page page = stations.list(call.caller(), call.unit(), query.offset(), query.size());
        Map<UUID, Gathering> known = page.items().stream().flatMap(s -> Optional.ofNullable(s.gathering()).stream()).distinct().flatMap(id -> gatherings.find(id).stream())
                .collect(Collectors.toMap(Gathering::id, Function.identity()));
        List<StationView> rows = page.items().stream().map(s -> view(s, s.gathering() == null ? null : known.get(s.gathering()))).toList();
        return Page.of(rows, page.total(), query);
    }

    /** Opens a station. Its secret is said this once: whoever has it can run the station until it is stopped or ends. */
    @POST
    @Needs("attendance.take")
    public Response open(@BeanParam Call call, StationInput input) {
        Stations.Opened opened = stations.open(call.caller(), call.unit(), new Stations.Wish(input.gathering(), input.name(), input.grace() == null ? USUAL_GRACE : input.grace()));
        UUID gathering = opened.station().gathering();
        StationView view = view(opened.station(), gathering == null ? null : gatherings.find(gathering).orElse(null));
        return Response.status(201).entity(new OpenedView(view.id(), opened.secret(), view)).header("Cache-Control", "no-store").build();
    }

    /** Stops a station: its secret is worth nothing any more. */
    @DELETE
    @Path("{id}")
    @Needs("attendance.take")
    public Response close(@BeanParam Call call, @PathParam("id") UUID id) {
        stations.close(call.caller(), id);
        return Response.noContent().build();
    }

    private StationView view(Station s, @Nullable Gathering gathering) {
        return new StationView(s.id(), s.name(), views.ref(s.unit()), s.gathering(), gathering == null ? null : gathering.draft().title(), s.grace(), views.time(s.unit(), s.openedAt()), s.openedBy(),
                views.time(s.unit(), s.ends()));
    }
}
