package org.shuyuan.calendar.internal.rest;

import java.util.Objects;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.calendar.internal.Reminding;
import org.shuyuan.calendar.internal.RemindingService;
import org.shuyuan.calendar.internal.rest.Views.Ref;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** When people are reminded of what is ahead. */
@Component(service = ReminderResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("reminders")
@Produces("application/json")
@Consumes("application/json")
public final class ReminderResource {

    /** @param audienceHours 0–720, 0 for never @param hostHours 0–720 */
    public record ReminderInput(@Nullable Integer audienceHours, @Nullable Integer hostHours, @Nullable Boolean byMail) {}

    /** {@code from}: whose it is, null: the usual one; {@code own}: the unit has its own. */
    public record ReminderView(int version, int audienceHours, int hostHours, boolean byMail, @Nullable Ref from, boolean own) {}

    private final RemindingService reminding;

    @Activate
    public ReminderResource(@Reference RemindingService reminding) {
        this.reminding = reminding;
    }

    /** How the unit reminds, and who said so. */
    @GET
    @Needs("calendar.read")
    public Response get(@BeanParam Call call) {
        return answer(reminding.get(call.caller(), call.unit()));
    }

    /** The unit reminds in its own way. */
    @PUT
    @Needs("calendar.kinds")
    public Response set(@BeanParam Call call, ReminderInput input) {
        int version = call.expectedVersion();
        return put(call, version, new Reminding(Objects.requireNonNullElse(input.audienceHours(), Reminding.USUAL.audienceHours()),
                Objects.requireNonNullElse(input.hostHours(), Reminding.USUAL.hostHours()), Objects.requireNonNullElse(input.byMail(), Reminding.USUAL.byMail())));
    }

    /** The unit reminds as the one above it does. */
    @DELETE
    @Needs("calendar.kinds")
    public Response reset(@BeanParam Call call) {
        int version = call.expectedVersion();
        return put(call, version, null);
    }

    private Response put(Call call, int version, @Nullable Reminding wanted) {
        UUID unit = call.unit();
        try {
            return answer(reminding.set(call.caller(), unit, version, wanted));
        } catch (OptimisticLockException stale) {
            RemindingService.Held now = reminding.get(call.caller(), unit);
            throw Versions.changedMeanwhile(view(now), now.version(), null, null);
        }
    }

    private static Response answer(RemindingService.Held held) {
        return Versions.ok(view(held), held.version());
    }

    private static ReminderView view(RemindingService.Held held) {
        Unit from = held.from();
        Reminding r = held.reminding();
        return new ReminderView(held.version(), r.audienceHours(), r.hostHours(), r.byMail(), from == null ? null : new Ref(from.id(), from.name()), held.version() > 0);
    }
}
