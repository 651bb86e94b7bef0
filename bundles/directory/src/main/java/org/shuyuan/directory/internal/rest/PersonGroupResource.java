package org.shuyuan.directory.internal.rest;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.directory.internal.GroupService;
import org.shuyuan.directory.internal.jpa.PastStore;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** The audience groups of a person. */
@Component(service = PersonGroupResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=directory)")
@Path("people/{person}/groups")
@Produces(MediaType.APPLICATION_JSON)
public class PersonGroupResource {

    public record GroupRef(UUID id, String name, boolean byRule) {}

    public record GroupRefs(List<GroupRef> items) {}

    private final GroupService service;

    @Activate
    public PersonGroupResource(@Reference GroupService service) {
        this.service = service;
    }

    /**
     * The groups a person is in: the portal's, and those of units that the caller reads.
     *
     * @param on the day; today unless given, and where an age decides and the caller may neither read what is personal nor keep groups there
     */
    @GET
    @Needs(value = "directory.read", orAbsent = true)
    public GroupRefs groups(@BeanParam Call call, @PathParam("person") UUID person, @QueryParam("on") @Nullable String on) {
        LocalDate day = Objects.requireNonNullElseGet(Days.of(on, "on"), PastStore::today);
        return new GroupRefs(service.of(call.caller(), person, day).stream().map(g -> new GroupRef(g.id(), g.names().text(call.language()), g.rule() != null)).toList());
    }
}
