package org.shuyuan.modules.internal;

import java.time.Instant;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
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
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** The data that a withdrawn module left behind: what it is, and its end. */
@Component(service = PurgeResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=modules)")
@Path("{id}/purge")
@Produces(MediaType.APPLICATION_JSON)
public class PurgeResource {

    /**
     * What there is to lose.
     *
     * @param name to be typed
     * @param tables how many
     * @param rows in all of them
     * @param backup of when the last backup is, null when there never was one
     * @param problem why it cannot be done yet; null when it can
     */
    public record Left(String name, int tables, long rows, Instant withdrawn, @Nullable Instant backup, @Nullable String problem, @Nullable String advice) {}

    /** @param name of the module, typed by whoever wants it */
    public record Typed(@Nullable String name) {}

    private final ModuleRegistry registry;
    private final Overview overview;
    private final Purge purge;
    private final Managers managers;

    @Activate
    public PurgeResource(@Reference ModuleRegistry registry, @Reference Overview overview, @Reference Purge purge, @Reference Managers managers) {
        this.registry = registry;
        this.overview = overview;
        this.purge = purge;
        this.managers = managers;
    }

    /** What a withdrawn module keeps, and whether that may go: only with a backup that is younger than its withdrawal. Needs {@code modules.manage}. */
    @GET
    @Needs("modules.manage")
    public Left left(@BeanParam Call call, @PathParam("id") String id) {
        managers.require(call.caller());
        Purge.Stock stock = purge.stock(id);
        String name = overview.name(id, call.language());
        var why = purge.refusal(id, stock).map(p -> p.with("module", name));
        return new Left(name, stock.rows().size(), stock.sum(), stock.withdrawn(), stock.backup(),
                why.map(p -> registry.sentence(call.language(), p)).orElse(null), why.map(p -> registry.advice(call.language(), p)).orElse(null));
    }

    /** Drops the tables of a withdrawn module for good. Refused without a backup that is younger than the withdrawal, and unless the module's name is typed. */
    @POST
    @Needs("modules.manage")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response purge(@BeanParam Call call, @PathParam("id") String id, @Nullable Typed typed) {
        managers.require(call.caller());
        purge.purge(id, overview.name(id, call.language()), typed == null ? null : typed.name(), call.caller());
        return Response.noContent().build();
    }
}
