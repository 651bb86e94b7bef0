package org.shuyuan.directory.internal.rest;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
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
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.UnitRecord;
import org.shuyuan.directory.internal.UnitData;
import org.shuyuan.directory.internal.UnitMerges;
import org.shuyuan.directory.internal.UnitPages;
import org.shuyuan.directory.internal.UnitService;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** The unit tree. */
@Component(service = UnitResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=directory)")
@Path("units")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class UnitResource {

    /**
     * A line of the tree.
     *
     * @param people who belong to it or below it, each once; those who belong to it itself are {@code own}
     */
    public record UnitView(UUID id, String name, String kind, @Nullable UUID parent, List<UUID> path, int order, long people, long own) {}

    public record Units(List<UnitView> items) {}

    public record UnitName(UUID id, String name, @Nullable LocalDate closedOn) {}

    /** @param parent where it hung @param from null: nobody knows since when @param to first day no longer, null: still */
    public record StateView(String name, String kind, @Nullable UnitName parent, @Nullable LocalDate from, @Nullable LocalDate to) {}

    /** @param states the newest first @param absorbed units that were merged into it */
    public record HistoryView(UUID id, String name, @Nullable LocalDate closedOn, @Nullable UnitName mergedInto, List<StateView> states, List<UnitName> absorbed) {}

    /** @param id of the membership */
    public record MemberView(UUID id, PersonRef person, @Nullable String position, @Nullable String since, @Nullable LocalDate from, @Nullable LocalDate to, boolean main) {}

    public record PersonRef(UUID id, String name, @Nullable String number) {}

    private final UnitService service;
    private final UnitPages pages;
    private final UnitMerges merges;

    @Activate
    public UnitResource(@Reference UnitService service, @Reference UnitPages pages, @Reference UnitMerges merges) {
        this.service = service;
        this.pages = pages;
        this.merges = merges;
    }

    /**
     * The unit and all below it, with how many people belong to each.
     *
     * @param on a day: as it was then, without numbers of people
     * @param paths {@code false} leaves {@code path} empty, which makes the answer for large trees a third as long
     */
    @GET
    @Needs("directory.read")
    public Units tree(@BeanParam Call call, @QueryParam("on") @Nullable String on, @QueryParam("paths") @DefaultValue("true") boolean paths) {
        @Nullable LocalDate day = Days.of(on, "on");
        if (day != null) {
            return new Units(pages.subtree(call.caller(), call.unit(), day).stream().map(s -> new UnitView(s.unit(), s.name(), s.kind(), s.parent(), List.of(), 0, 0, 0)).toList());
        }
        List<Unit> subtree = service.subtree(call.caller(), call.unit());
        UnitService.Counts counts = service.counts();
        return new Units(subtree.stream().map(u -> new UnitView(u.id(), u.name(), u.kind(), u.parent(), paths ? u.path() : List.of(), u.order(), counts.all().getOrDefault(u.id(), 0L),
                counts.own().getOrDefault(u.id(), 0L))).toList());
    }

    /** What a unit was called and where it hung, from when to when, and what it was merged into; of closed units too. */
    @GET
    @Needs("directory.read")
    @Path("{id}/history")
    public HistoryView history(@BeanParam Call call, @PathParam("id") UUID id) {
        UnitPages.History h = pages.history(call.caller(), id);
        List<StateView> states = new ArrayList<>(h.states().stream().map(s -> new StateView(s.name(), s.kind(), name(h.named().get(s.parent())), s.from(), s.to())).toList());
        Collections.reverse(states);
        return new HistoryView(h.unit().id(), h.unit().name(), h.unit().closedOn(), name(h.named().get(h.unit().mergedInto())), states,
                h.absorbed().stream().map(u -> new UnitName(u.id(), u.name(), u.closedOn())).toList());
    }

    /**
     * Who belongs to the unit itself, main or not.
     *
     * @param on a day; today unless given
     */
    @GET
    @Needs("directory.read")
    @Path("{id}/members")
    public Page<MemberView> members(@BeanParam Call call, @BeanParam ListQuery query, @PathParam("id") UUID id, @QueryParam("on") @Nullable String on) {
        return pages.members(call.caller(), id, Days.of(on, "on"), query).map(m -> new MemberView(m.membership().id(),
                new PersonRef(m.person(), Anonymous.shown(m.name(), call.language()), m.number()),
                m.membership().position(), m.membership().since(), m.membership().from(), m.membership().to(), m.membership().main()));
    }

    /** One unit. */
    @GET
    @Needs("directory.read")
    @Path("{id}")
    public Response get(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(service.get(call.caller(), id), 200);
    }

    /** Adds a unit below another. */
    @POST
    @Needs("directory.units")
    public Response create(@BeanParam Call call, UnitService.Draft draft) {
        return answer(service.create(call.caller(), draft), 201);
    }

    /** Changes a unit, or moves it. */
    @PUT
    @Needs("directory.units")
    @Path("{id}")
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, UnitService.Draft draft) {
        return answer(service.change(call.caller(), id, call.expectedVersion(), draft), 200);
    }

    /**
     * Closes a unit.
     *
     * @param on its first day no longer; today unless given
     */
    @DELETE
    @Needs("directory.units")
    @Path("{id}")
    public void close(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("on") @Nullable String on) {
        service.close(call.caller(), id, call.expectedVersion(), Days.of(on, "on"));
    }

    /** Merges a unit into another: its people and the units below it go over, it is closed. Answers the other. */
    @POST
    @Needs("directory.units")
    @Path("{id}/merge")
    public Response merge(@BeanParam Call call, @PathParam("id") UUID id, UnitMerges.Draft draft) {
        return answer(merges.merge(call.caller(), id, call.expectedVersion(), draft), 200);
    }

    private static @Nullable UnitName name(@Nullable UnitRecord unit) {
        return unit == null ? null : new UnitName(unit.id(), unit.name(), unit.closedOn());
    }

    private static Response answer(UnitData unit, int status) {
        return Versions.tag(Response.status(status).entity(unit), unit.version()).build();
    }
}
