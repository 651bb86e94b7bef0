package org.shuyuan.access.internal.rest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.access.internal.Around;
import org.shuyuan.access.internal.Giving;
import org.shuyuan.access.internal.Rights;
import org.shuyuan.access.internal.Role;
import org.shuyuan.access.internal.RoleBook;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** Roles and what they permit. */
@Component(service = RolesResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=access)")
@Path("roles")
@Produces("application/json")
@Consumes("application/json")
public class RolesResource {

    /** All permissions the role shall have. */
    public record Wanted(@Nullable List<String> permissions) {}

    /**
     * The roles, every permission there is by module, whether the caller may change what the portal's roles permit, and what the caller
     * could put into a role made at the unit.
     */
    public record RolesAnswer(List<Shown.OneRole> items, List<Shown.PermissionsOf> permissions, boolean mayChange, Set<String> definable) {}

    private final RoleBook book;
    private final Rights rights;
    private final Giving giving;
    private final Mirror mirror;
    private final Around around;

    @Activate
    public RolesResource(@Reference RoleBook book, @Reference Rights rights, @Reference Giving giving, @Reference Mirror mirror, @Reference Around around) {
        this.book = book;
        this.rights = rights;
        this.giving = giving;
        this.mirror = mirror;
        this.around = around;
    }

    /** All roles with what they permit, and every permission there is. */
    @GET
    @Needs({"access.roles", "access.accounts"})
    public RolesAnswer list(@BeanParam Call call) {
        Caller caller = call.caller();
        UUID unit = call.unit();
        List<Shown.OneRole> all = book.list(caller, unit).stream().map(role -> shown(role, caller, unit)).toList();
        return new RolesAnswer(all, permissions(call.language()), rights.everything(caller), new TreeSet<>(giving.definable(caller, unit)));
    }

    /** Sets what a role permits in the whole portal. */
    @PUT
    @Needs(Needs.EVERYTHING)
    @Path("{key}")
    public Response permit(@BeanParam Call call, @PathParam("key") String key, @Nullable Wanted wanted) {
        List<String> permissions = wanted == null ? null : wanted.permissions();
        if (permissions == null) {
            throw Problem.invalid("permissions", "access.no-such-permission");
        }
        Role changed = book.permit(call.caller(), key, permissions, call.expectedVersion());
        UUID unit = call.unitIfAny().orElse(new UUID(0, 0));
        return Versions.ok(shown(changed, call.caller(), unit), (int) changed.version());
    }

    /** Makes a role of the unit's own, out of what its maker may there and in all below. */
    @POST
    @Needs("access.roles")
    public Response create(@BeanParam Call call, RoleBook.@Nullable Draft draft) {
        Role made = book.create(call.caller(), call.unit(), draft == null ? new RoleBook.Draft(null, null, null) : draft);
        return Response.status(201).entity(shown(made, call.caller(), call.unit())).build();
    }

    /** Changes an own role: its texts and all that it permits. */
    @PUT
    @Needs(value = "access.roles", orAbsent = true)
    @Path("own/{key}")
    public Response change(@BeanParam Call call, @PathParam("key") String key, RoleBook.@Nullable Draft draft) {
        Role changed = book.change(call.caller(), key, draft == null ? new RoleBook.Draft(null, null, null) : draft, call.expectedVersion());
        return Versions.ok(shown(changed, call.caller(), call.unit()), (int) changed.version());
    }

    /** Removes an own role that nobody holds. */
    @DELETE
    @Needs(value = "access.roles", orAbsent = true)
    @Path("own/{key}")
    public Response remove(@BeanParam Call call, @PathParam("key") String key) {
        book.remove(call.caller(), key, call.expectedVersion());
        return Response.noContent().build();
    }

    private Shown.OneRole shown(Role role, Caller caller, UUID unit) {
        UUID made = role.unit();
        return new Shown.OneRole(role.key(), role.key(), mirror.name(role, caller.language()), mirror.description(role, caller.language()), role.own(),
                made == null ? null : new Shown.Named(made, mirror.unitName(made)), role.own() ? Mirror.texts(role.names()) : Map.of(),
                role.own() ? Mirror.texts(role.descriptions()) : Map.of(), role.everything(),
                giving.mayGive(caller, role.key(), unit, false, rights.today(unit)), book.mayChange(caller, role),
                new TreeSet<>(rights.permitted(role.key())), new TreeSet<>(role.added()), new TreeSet<>(role.removed()), role.version());
    }

    private List<Shown.PermissionsOf> permissions(Language language) {
        Modules modules = around.modules();
        List<Shown.PermissionsOf> all = new ArrayList<>();
        Map<String, List<ModuleInfo.Permission>> known = modules == null ? Map.of() : modules.permissions();
        known.forEach((module, permissions) -> {
            if (!permissions.isEmpty()) {
                all.add(new Shown.PermissionsOf(module, around.text(language, module, "module.name"), permissions.stream()
                        .map(one -> new Shown.OnePermission(one.id(), around.text(language, module, one.text()))).toList()));
            }
        });
        all.sort(Comparator.comparing(Shown.PermissionsOf::module));
        return all;
    }
}
