package org.shuyuan.access.internal.rest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
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
import org.shuyuan.access.internal.Rights;
import org.shuyuan.access.internal.Role;
import org.shuyuan.access.internal.Roles;
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

    /** The roles, every permission there is by module, and whether the caller may change what roles permit. */
    public record RolesAnswer(List<Shown.OneRole> items, List<Shown.PermissionsOf> permissions, boolean mayChange) {}

    private final Roles roles;
    private final Rights rights;
    private final Mirror mirror;
    private final Around around;

    @Activate
    public RolesResource(@Reference Roles roles, @Reference Rights rights, @Reference Mirror mirror, @Reference Around around) {
        this.roles = roles;
        this.rights = rights;
        this.mirror = mirror;
        this.around = around;
    }

    /** All roles with what they permit, and every permission there is. */
    @GET
    @Needs({"access.roles", "access.accounts"})
    public RolesAnswer list(@BeanParam Call call) {
        Caller caller = call.caller();
        UUID unit = call.unit();
        List<Shown.OneRole> all = roles.list(caller, unit).stream().map(role -> shown(role, caller, unit)).toList();
        return new RolesAnswer(all, permissions(call.language()), rights.everything(caller));
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
        Role changed = roles.permit(call.caller(), key, permissions, call.expectedVersion());
        UUID unit = call.unitIfAny().orElse(new UUID(0, 0));
        return Versions.ok(shown(changed, call.caller(), unit), (int) changed.version());
    }

    private Shown.OneRole shown(Role role, Caller caller, UUID unit) {
        return new Shown.OneRole(role.key(), mirror.name(role, caller.language()), role.everything(), rights.mayGive(caller, role.key(), unit),
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
