package org.shuyuan.attendance.internal.rest;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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
import org.shuyuan.attendance.internal.MakeUpService;
import org.shuyuan.attendance.internal.ObjectionService;
import org.shuyuan.attendance.internal.OwnAttendance;
import org.shuyuan.attendance.internal.jpa.FigureStore;
import org.shuyuan.attendance.internal.rest.Views.EvidenceView;
import org.shuyuan.attendance.internal.rest.Views.OwnView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.RestResource;

/** The caller's own attendance. */
@Component(service = OwnResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("mine")
@Produces("application/json")
public final class OwnResource {

    private final OwnAttendance own;
    private final ObjectionService objections;
    private final MakeUpService makeUps;
    private final Units units;
    private final ViewMaker views;

    @Activate
    public OwnResource(@Reference OwnAttendance own, @Reference ObjectionService objections, @Reference MakeUpService makeUps, @Reference Units units, @Reference ViewMaker views) {
        this.own = own;
        this.objections = objections;
        this.makeUps = makeUps;
        this.units = units;
        this.views = views;
    }

    /**
     * What became of the caller at every gathering of the period, the newest first, by pages; and the rate, which is that of the figures.
     *
     * @param missed {@code true}: only where the caller was absent, late or left early; the rate is of all
     * @param from the first day; the year's when missing
     * @param to the last day; the year's when missing
     */
    @GET
    @Needs(Needs.SIGN_IN)
    public OwnView mine(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to,
            @QueryParam("missed") @Nullable String missed) {
        Periods period = Periods.of(from, to, units.get(call.unit()).zone());
        Set<UUID> still = objections.open(call.caller()).stream().map(ObjectionService.Open::gathering).collect(Collectors.toCollection(LinkedHashSet::new));
        still.addAll(makeUps.missed(call.caller()));
        OwnAttendance.Answer answer = own.of(call.caller(), call.unit(), period.from(), period.to(), "true".equals(missed), still, query.offset(), query.size());
        return new OwnView(call.caller().person() != null, lines(call, answer.page().items()), answer.page().total(), lines(call, answer.still()),
                views.tally(answer.tally(), answer.rules().rules()), answer.minutes(), answer.since(), views.rules(answer.rules()));
    }

    private List<EvidenceView> lines(Call call, List<FigureStore.Line> lines) {
        return views.evidence(lines, unit -> false, call.language());
    }
}
