package org.shuyuan.calendar.internal.rest;

import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
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
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.calendar.internal.Material;
import org.shuyuan.calendar.internal.Materials;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;

/** What is read and shown at an event. */
@Component(service = MaterialResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("events/{event}/materials")
@Produces("application/json")
@Consumes("application/json")
public final class MaterialResource {

    /**
     * What stands at an event.
     *
     * @param mayAdd whether the caller may add something to the date that was asked for, without one to the whole event
     * @param mayAddToAll whether the caller may add something to the whole event
     */
    public record MaterialList(List<MaterialView> items, boolean mayAdd, boolean mayAddToAll) {}

    /**
     * A file or an address.
     *
     * @param recurrence the date of a series it is for; null for the whole event
     * @param address null for a file
     * @param type {@code pdf}, {@code docx} …; null for an address
     * @param size in bytes; null for an address
     * @param mayRemove whether the caller may take it away
     */
    public record MaterialView(UUID id, @Nullable String recurrence, String title, @Nullable String address, @Nullable String type, @Nullable Long size, String addedBy, Instant addedAt,
            boolean mayRemove) {}

    /**
     * Where something is.
     *
     * @param title what it is called, 1–200 characters
     * @param address http, https or a path in the portal, at most 500 characters
     * @param recurrence one date of a series; null for the whole event
     */
    public record AddressInput(@Nullable String title, @Nullable String address, @Nullable String recurrence) {}

    private final Materials materials;
    private final EventService events;

    @Activate
    public MaterialResource(@Reference Materials materials, @Reference EventService events) {
        this.materials = materials;
        this.events = events;
    }

    /**
     * All of them, in the order they were added.
     *
     * @param recurrence the date of a series at which something would be added; the whole event when missing
     */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    public MaterialList list(@BeanParam Call call, @PathParam("event") UUID id, @QueryParam("recurrence") @Nullable String recurrence) {
        Event event = events.find(call.caller(), id);
        return new MaterialList(materials.of(event).stream().map(m -> view(m, materials.mayRemove(call.caller(), event, m))).toList(),
                materials.mayAdd(call.caller(), event, date(recurrence)), materials.mayAdd(call.caller(), event, null));
    }

    /**
     * Adds a file: pdf, jpg, png, docx, xlsx, pptx, doc, xls or ppt without macros, at most 50 MB. The body is the file. For who writes the calendar, and who speaks on that date.
     *
     * @param name as it is called
     * @param recurrence one date of a series; the whole event when missing
     */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    @Consumes("application/octet-stream")
    public Response add(@BeanParam Call call, @PathParam("event") UUID event, @QueryParam("name") @Nullable String name, @QueryParam("recurrence") @Nullable String recurrence,
            InputStream content) {
        return Response.status(201).entity(view(materials.add(call.caller(), event, date(recurrence), Transfers.fileName(name), content), true)).build();
    }

    /** Names where something is. For who writes the calendar, and who speaks on that date. */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("addresses")
    public Response link(@BeanParam Call call, @PathParam("event") UUID event, AddressInput input) {
        return Response.status(201).entity(view(materials.link(call.caller(), event, date(input.recurrence()), input.title() == null ? "" : input.title(),
                input.address() == null ? "" : input.address()), true)).build();
    }

    /** A file among them. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    @Path("{id}/file")
    @Produces("application/octet-stream")
    public Response file(@BeanParam Call call, @PathParam("event") UUID event, @PathParam("id") UUID id) {
        Material found = materials.find(call.caller(), event, id);
        Material.Kept file = found.file();
        if (file == null) {
            throw Problem.notFound("calendar.no-such-material");
        }
        return Transfers.download(found.title(), file.type().mime(), out -> {
            try (InputStream in = materials.open(file)) {
                in.transferTo(out);
            }
        });
    }

    /** Takes one away for good. For who writes the calendar, and who speaks on its date and added it. */
    @DELETE
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("{id}")
    public Response remove(@BeanParam Call call, @PathParam("event") UUID event, @PathParam("id") UUID id) {
        materials.remove(call.caller(), event, id);
        return Response.noContent().build();
    }

    private static MaterialView view(Material m, boolean mayRemove) {
        Material.Kept file = m.file();
        return new MaterialView(m.id(), m.recurrence() == null ? null : m.recurrence().toString(), m.title(), m.address(), file == null ? null : file.type().word(),
                file == null ? null : file.size(), m.addedBy(), m.addedAt(), mayRemove);
    }

    private static @Nullable LocalDateTime date(@Nullable String recurrence) {
        return recurrence == null || recurrence.isBlank() ? null : Times.local(recurrence, ZoneId.of("UTC")).orElseThrow(() -> Problem.notFound("calendar.no-such-date"));
    }
}
