package org.shuyuan.attendance.internal.rest;

import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.directory.Units;
import org.shuyuan.attendance.internal.OwnAttendance;
import org.shuyuan.attendance.internal.rest.Views.OwnView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** The caller's own attendance. */
@Component(service = OwnResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("mine")
@Produces("application/json")
public final class OwnResource {

    private final OwnAttendance own;
    private final Units units;
    private final ViewMaker views;

    @Activate
    public OwnResource(@Reference OwnAttendance own, @Reference Units units, @Reference ViewMaker views) {
        this.own = own;
        this.units = units;
        this.views = views;
    }

    /**
     * What became of the caller at every gathering of the period, the newest first, at most 500; and the rate.
     *
     * @param from the first day; the year's when missing
     * @param to the last day; the year's when missing
     */
    @GET
    @Needs(Needs.SIGN_IN)
    public OwnView mine(@BeanParam Call call, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        Periods period = Periods.of(from, to, units.get(call.unit()).zone());
        OwnAttendance.Answer answer = own.of(call.caller(), call.unit(), period.from(), period.to());
        return new OwnView(call.caller().person() != null, views.evidence(answer.lines(), call.language()), views.tally(answer.tally(), answer.rules().rules()), views.rules(answer.rules()));
    }
}
