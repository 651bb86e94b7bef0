package org.shuyuan.registers.internal.rest;

import java.util.HashMap;
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
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.registers.internal.Entry;
import org.shuyuan.registers.internal.EntryService;
import org.shuyuan.registers.internal.Place;
import org.shuyuan.registers.internal.Wish;
import org.shuyuan.registers.internal.jpa.EntryStore;
import org.shuyuan.rest.Body;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;

/**
 * The entries of a register that a module declares. Who may what is the module's to say in its descriptor, so that the methods ask for a sign-in only and the
 * service for the declared permission.
 */
@Component(service = EntryResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=registers)")
@Path("{module}/{register}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class EntryResource {

    private final EntryService entries;
    private final EntryViews views;
    private final EntrySheet sheet;

    @Activate
    public EntryResource(@Reference EntryService entries, @Reference EntryViews views, @Reference EntrySheet sheet) {
        this.entries = entries;
        this.views = views;
        this.sheet = sheet;
    }

    /**
     * The entries of a register at the unit, the newest first; also as a workbook. Whoever may read the register there may ask. A field of type choice, boolean or
     * person filters by its key, a date or number by its key with .from and .to; below=true shows those of the units below as well.
     *
     * @param module its id
     * @param register its id in the module's descriptor
     */
    @GET
    @Needs(Needs.SIGN_IN)
    @Produces({MediaType.APPLICATION_JSON, Transfers.XLSX})
    public Response list(@BeanParam Call call, @BeanParam ListQuery query, @PathParam("module") String module, @PathParam("register") String register, @Context UriInfo address) {
        Map<String, String> parameters = new HashMap<>();
        address.getQueryParameters().forEach((name, values) -> parameters.put(name, values.get(0)));
        return list(call, query, module, register, parameters);
    }

    Response list(Call call, ListQuery query, String module, String register, Map<String, String> parameters) {
        Place place = entries.open(call.caller(), module, register, call.unit());
        Wish wish = Wish.of(place.register(), query, parameters, entries.folding());
        if (query.export()) {
            return sheet.of(call.caller(), place, wish, query.columns());
        }
        EntryStore.Found found = entries.list(call.caller(), place, wish);
        return Response.ok(Page.of(views.of(found.entries(), place.register(), call.caller()), found.total(), query), MediaType.APPLICATION_JSON).build();
    }

    /**
     * An entry, for whoever may read the register at the unit.
     *
     * @param module its id
     * @param register its id in the module's descriptor
     */
    @GET
    @Needs(Needs.SIGN_IN)
    @Path("{id}")
    public Response find(@BeanParam Call call, @PathParam("module") String module, @PathParam("register") String register, @PathParam("id") UUID id) {
        Place place = entries.open(call.caller(), module, register, call.unit());
        return answer(call, place, entries.find(call.caller(), place, id), 200);
    }

    /**
     * Adds an entry to the unit's register, for whoever may write it.
     *
     * @param module its id
     * @param register its id in the module's descriptor
     */
    @POST
    @Needs(Needs.SIGN_IN)
    public Response add(@BeanParam Call call, @PathParam("module") String module, @PathParam("register") String register, @Nullable Map<String, Object> input) {
        Entry entry = entries.add(call.caller(), module, register, call.unit(), Body.needed(input));
        return answer(call, entries.written(entry, call.unit()), entry, 201);
    }

    /**
     * Changes an entry, for whoever may write the register of its unit. What is not sent holds nothing afterwards.
     *
     * @param module its id
     * @param register its id in the module's descriptor
     */
    @PUT
    @Needs(Needs.SIGN_IN)
    @Path("{id}")
    public Response change(@BeanParam Call call, @PathParam("module") String module, @PathParam("register") String register, @PathParam("id") UUID id,
            @Nullable Map<String, Object> input) {
        int version = call.expectedVersion();
        try {
            Entry entry = entries.change(call.caller(), module, register, call.unit(), id, version, Body.needed(input));
            return answer(call, entries.written(entry, call.unit()), entry, 200);
        } catch (OptimisticLockException stale) {
            throw stale(call, module, register, id);
        }
    }

    /**
     * Removes an entry, for whoever may write the register of its unit.
     *
     * @param module its id
     * @param register its id in the module's descriptor
     */
    @DELETE
    @Needs(Needs.SIGN_IN)
    @Path("{id}")
    public Response remove(@BeanParam Call call, @PathParam("module") String module, @PathParam("register") String register, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        try {
            entries.remove(call.caller(), module, register, call.unit(), id, version);
            return Response.noContent().build();
        } catch (OptimisticLockException stale) {
            throw stale(call, module, register, id);
        }
    }

    private Response answer(Call call, Place place, Entry entry, int status) {
        return Versions.tag(Response.status(status).type(MediaType.APPLICATION_JSON).entity(view(call, place, entry)), entry.version()).build();
    }

    private Map<String, @Nullable Object> view(Call call, Place place, Entry entry) {
        return views.of(List.of(entry), place.register(), call.caller()).get(0);
    }

    private Problem stale(Call call, String module, String register, UUID id) {
        Place place = entries.open(call.caller(), module, register, call.unit());
        Entry now = entries.find(call.caller(), place, id);
        Map<String, @Nullable Object> view = view(call, place, now);
        return Versions.changedMeanwhile(view, now.version(), String.valueOf(view.get("changedBy")), now.changed().at());
    }
}
