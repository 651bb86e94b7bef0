package org.shuyuan.resources.internal.rest;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.resources.internal.Resource;
import org.shuyuan.resources.internal.ResourceService;
import org.shuyuan.resources.internal.rest.Views.ItemDetail;
import org.shuyuan.resources.internal.rest.Views.ItemView;
import org.shuyuan.rest.Answers;
import org.shuyuan.rest.Body;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;

/** The register of rooms and equipment. */
@Component(service = ItemResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=resources)")
@Path("items")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ItemResource {

    private static final Map<String, Comparator<ItemView>> SORTS = Map.of("name", Comparator.comparing(ItemView::name), "kind", Comparator.comparing(ItemView::kind),
            "place", Comparator.comparing(ItemView::place, Comparator.nullsLast(Comparator.naturalOrder())),
            "seats", Comparator.comparing(ItemView::seats, Comparator.nullsLast(Comparator.naturalOrder())), "unit.name", Comparator.comparing(v -> v.unit().name()));

    private final ResourceService register;
    private final ViewMaker views;
    private final ItemSheet sheet;

    @Activate
    public ItemResource(@Reference ResourceService register, @Reference ViewMaker views, @Reference ItemSheet sheet) {
        this.register = register;
        this.views = views;
        this.sheet = sheet;
    }

    /**
     * The unit's rooms and equipment, those of the units below, and what the units above share; also as a workbook.
     *
     * @param kind {@code room}, {@code station}, {@code equipment}, {@code other}; all unless given
     * @param retired also those that are not in use any more
     */
    @GET
    @Needs("resources.read")
    @Produces({MediaType.APPLICATION_JSON, Transfers.XLSX})
    @Answers(value = ItemView.class, page = true)
    public Response list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("kind") @Nullable String kind, @QueryParam("retired") boolean retired) {
        // what may be sorted by is checked as everywhere; a register is short enough to be put in order here
        String order = query.orderBy(Map.of("name", "name", "kind", "kind", "place", "place", "seats", "seats", "unit.name", "unit.name"), "name");
        List<ItemView> all = register.list(call.caller(), call.unit(), new ResourceService.Query(query.q(), kind == null || kind.isBlank() ? null : kind, retired)).stream()
                .map(r -> views.item(r, call.caller(), call.unit())).sorted(comparator(order)).toList();
        if (query.export()) {
            return sheet.of(all, query.columns(), call.language());
        }
        return Response.ok(Page.of(all.stream().skip(query.offset()).limit(query.size()).toList(), all.size(), query), MediaType.APPLICATION_JSON).build();
    }

    /** A room or a piece of equipment. */
    @GET
    @Needs(value = "resources.read", orAbsent = true)
    @Path("{id}")
    @Answers(ItemDetail.class)
    public Response find(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, register.find(call.caller(), id), 200);
    }

    /** Adds a room or a piece of equipment. */
    @POST
    @Needs("resources.manage")
    @Answers(ItemDetail.class)
    public Response add(@BeanParam Call call, @Nullable ItemInput input) {
        return answer(call, register.add(call.caller(), Body.needed(input).resource(ResourceService.newId(), 0, call.unit())), 201);
    }

    /** Changes a room or a piece of equipment; its unit stays. */
    @PUT
    @Needs("resources.manage")
    @Path("{id}")
    @Answers(ItemDetail.class)
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, @Nullable ItemInput input) {
        int version = call.expectedVersion();
        try {
            return answer(call, register.change(call.caller(), Body.needed(input).resource(id, version, call.unit())), 200);
        } catch (OptimisticLockException stale) {
            throw stale(call, id);
        }
    }

    /** Deletes a room or a piece of equipment that nobody has booked. */
    @DELETE
    @Needs("resources.manage")
    @Path("{id}")
    public Response remove(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        try {
            register.remove(call.caller(), id, version);
            return Response.noContent().build();
        } catch (OptimisticLockException stale) {
            throw stale(call, id);
        }
    }

    private Response answer(Call call, Resource resource, int status) {
        return Versions.tag(Response.status(status).type(MediaType.APPLICATION_JSON).entity(views.detail(resource, call.caller(), call.unit(), register.toCome(resource))),
                resource.version()).build();
    }

    private Problem stale(Call call, UUID id) {
        Resource now = register.find(call.caller(), id);
        Audit.@Nullable Entry last = register.lastChange(id).orElse(null);
        return Versions.changedMeanwhile(views.item(now, call.caller(), call.unit()), now.version(), last == null ? null : last.who(), last == null ? null : last.at());
    }

    private static Comparator<ItemView> comparator(String terms) {
        Comparator<ItemView> all = (a, b) -> 0;
        for (String term : terms.split(", ")) {
            Comparator<ItemView> one = SORTS.get(term.replace(" desc", ""));
            all = all.thenComparing(term.endsWith(" desc") ? one.reversed() : one);
        }
        return all.thenComparing(ItemView::id);
    }
}
