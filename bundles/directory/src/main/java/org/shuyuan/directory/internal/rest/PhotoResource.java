package org.shuyuan.directory.internal.rest;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.directory.internal.PhotoService;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;

/** Photos of people. */
@Component(service = PhotoResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=directory)")
@Path("photos")
public class PhotoResource {

    private static final long LIMIT = 8L << 20;

    private final PhotoService service;

    @Activate
    public PhotoResource(@Reference PhotoService service) {
        this.service = service;
    }

    /**
     * A person's photo, square; 204 when there is none.
     *
     * @param size {@code large} for 320 pixels, else 96
     */
    @GET
    @Needs(value = "directory.read", orAbsent = true)
    @Path("{id}")
    @Produces("image/jpeg")
    public Response get(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("size") @Nullable String size) {
        // another photo has another address (its name is in the query), so that the browser asks once
        return service.read(call.caller(), id, "large".equals(size)).map(jpeg -> Response.ok(jpeg, "image/jpeg").header("Cache-Control", "private, max-age=86400"))
                .orElseGet(Response::noContent).build();
    }

    /** Gives a person a photo: a JPEG or PNG, of which the middle square is kept, drawn anew. */
    @PUT
    @Needs("directory.write")
    @Path("{id}")
    @Consumes("application/octet-stream")
    public void put(@BeanParam Call call, @PathParam("id") UUID id, InputStream body) throws IOException {
        service.put(call.caller(), id, Transfers.bounded(body, LIMIT).readAllBytes());
    }

    /** Takes a person's photo away. */
    @DELETE
    @Needs("directory.write")
    @Path("{id}")
    public void remove(@BeanParam Call call, @PathParam("id") UUID id) {
        service.remove(call.caller(), id);
    }
}
