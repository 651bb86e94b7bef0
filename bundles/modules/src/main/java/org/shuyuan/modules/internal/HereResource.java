package org.shuyuan.modules.internal;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.rest.Body;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.SwitchedOff;

/** Which modules are on at a unit, and who chose so. */
@Component(service = HereResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=modules)")
@Path("here")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class HereResource {

    /** A unit by name. */
    public record Where(UUID id, String name) {}

    /**
     * One module at the unit.
     *
     * @param active whether it is on there
     * @param why {@code here}, {@code above}, {@code profile} or {@code default}
     * @param where the unit that chose, where one did
     * @param above whether it would be on if the unit had not chosen itself
     * @param others units below with another choice of their own
     */
    public record HereRow(String id, String name, String description, boolean active, String why, @Nullable Where where, @Nullable String by, @Nullable Instant at,
            boolean above, List<Where> others) {}

    /** What there is to choose at a unit. */
    public record Here(List<HereRow> items, int total) {}

    /** @param active null: the unit follows what is above it */
    public record Wish(@Nullable Boolean active) {}

    private final ModuleRegistry registry;
    private final Activation activation;
    private final Access access;
    private final Units units;

    @Activate
    public HereResource(@Reference ModuleRegistry registry, @Reference Activation activation, @Reference Access access, @Reference Units units) {
        this.registry = registry;
        this.activation = activation;
        this.access = access;
        this.units = units;
    }

    /** The modules that a unit may have or not, and how it stands with each. */
    @GET
    @Needs(SwitchedOff.READERS)
    public Here all(@BeanParam Call call) {
        access.require(call.caller(), SwitchedOff.READERS, call.unit());
        Unit unit = units.get(call.unit());
        List<HereRow> rows = registry.entries().stream().filter(entry -> entry.descriptor() != null).map(entry -> entry.descriptor().id()).filter(registry::chosenByUnits)
                .sorted().map(id -> row(id, unit, call)).toList();
        return new Here(rows, rows.size());
    }

    /** Switches a module on or off for the unit and all below it that have not chosen themselves, or lets the unit follow what is above it again. Nothing is deleted. */
    @PUT
    @Needs(SwitchedOff.READERS)
    @Path("{id}")
    public HereRow choose(@BeanParam Call call, @PathParam("id") String id, @Nullable Wish wish) {
        access.require(call.caller(), SwitchedOff.READERS, call.unit());
        Boolean active = Body.needed(wish).active();
        if (!registry.chosenByUnits(id)) {
            throw Problem.notFound("modules.no-such-module").with("module", id);
        }
        Unit unit = units.get(call.unit());
        activation.choose(call.caller(), id, name(id, call), unit, active);
        return row(id, unit, call);
    }

    private HereRow row(String id, Unit unit, Call call) {
        Activation.Standing standing = activation.at(id, unit);
        ActivationStore.Choice choice = standing.choice();
        List<Where> others = new TreeMap<>(activation.below(id, unit)).entrySet().stream().filter(one -> one.getValue().active() != standing.active())
                .map(one -> where(one.getKey())).flatMap(Optional::stream).toList();
        return new HereRow(id, name(id, call), text(id, "description", call), standing.active(), standing.why().name().toLowerCase(Locale.ROOT),
                standing.where() == null ? null : where(standing.where()).orElse(null), choice == null ? null : Anonymous.shown(choice.by(), call.language()),
                choice == null ? null : choice.at(), activation.above(id, unit).active(), others);
    }

    private Optional<Where> where(UUID unit) {
        return units.find(unit).map(found -> new Where(found.id(), found.name()));
    }

    private String name(String id, Call call) {
        return text(id, "name", call);
    }

    private String text(String id, String which, Call call) {
        return registry.entry(id).map(ModuleRegistry.Entry::descriptor).map(d -> d.json().path(which).asText()).filter(key -> !key.isEmpty())
                .map(key -> registry.text(call.language(), id, key)).orElse("");
    }
}
