package org.shuyuan.attendance.internal.rest;

import java.util.UUID;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.office.Documents;
import org.shuyuan.attendance.internal.Circulation;
import org.shuyuan.attendance.internal.CirculationService;
import org.shuyuan.attendance.internal.Tally;
import org.shuyuan.attendance.internal.jpa.CirculationStore;
import org.shuyuan.attendance.internal.rest.Views.CirculationLine;
import org.shuyuan.attendance.internal.rest.Views.CirculationView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;

/** Circulations: a period's figures made known to everybody they are of. */
@Component(service = CirculationResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("circulations")
@Produces({MediaType.APPLICATION_JSON, Transfers.XLSX, Documents.TYPE})
@Consumes(MediaType.APPLICATION_JSON)
public final class CirculationResource {

    /**
     * What is to be circulated.
     *
     * @param title at most 200 characters; composed unless given, while it is only shown before
     * @param from the first day
     * @param to the last day, which is over
     * @param kind word of a kind; all unless given
     * @param names whether people under what is expected are named
     * @param remark at most 4,000 characters
     */
    public record CirculationInput(@Nullable String title, @Nullable String from, @Nullable String to, @Nullable String kind, boolean names, @Nullable String remark) {}

    /** @param why at most 500 characters */
    public record ReasonInput(@Nullable String why) {}

    private final CirculationService circulations;
    private final CirculationMaker maker;
    private final Sheets sheets;
    private final Units units;
    private final Access access;

    @Activate
    public CirculationResource(@Reference CirculationService circulations, @Reference CirculationMaker maker, @Reference Sheets sheets, @Reference Units units, @Reference Access access) {
        this.circulations = circulations;
        this.maker = maker;
        this.sheets = sheets;
        this.units = units;
        this.access = access;
    }

    /** What was issued for the unit, by it and by those above; for who may read figures also by those below. The newest first. */
    @GET
    @Needs("attendance.own")
    public Page<CirculationLine> list(@BeanParam Call call, @BeanParam ListQuery query) {
        CirculationStore.Page page = circulations.list(call.caller(), call.unit(), query.offset(), query.size());
        return Page.of(maker.lines(page.items()), page.total(), query);
    }

    /** What would be issued now; nothing is written. */
    @POST
    @Path("preview")
    @Needs("attendance.circulate")
    public CirculationView preview(@BeanParam Call call, CirculationInput input) {
        return maker.view(circulations.preview(call.caller(), call.unit(), wish(call, input)), null, false, false);
    }

    /** Issues it: it is kept as it is, and everybody of the unit and those below hears of it. */
    @POST
    @Needs("attendance.circulate")
    public Response issue(@BeanParam Call call, CirculationInput input) {
        Circulation made = circulations.issue(call.caller(), call.unit(), wish(call, input));
        return Versions.tag(Response.status(201).entity(maker.view(made, null, true, true)), made.version()).build();
    }

    /**
     * One, for everybody whom it is of and who may read the unit's figures.
     *
     * @param format {@code docx} for a document in the layout of GB/T 9704, {@code xlsx} for a workbook
     */
    @GET
    @Path("{id}")
    @Needs(Needs.SIGN_IN)
    public Response get(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("format") @Nullable String format) {
        Circulation found = circulations.find(call.caller(), id);
        @Nullable Tally now = circulations.changedSince(call.caller(), found).orElse(null);
        CirculationView view = maker.view(found, now, true, found.withdrawal() == null && access.can(call.caller(), "attendance.circulate", found.unit()));
        if ("docx".equals(format)) {
            return Transfers.download(view.title() + ".docx", Documents.TYPE, out -> maker.paper(view, out));
        }
        if ("xlsx".equals(format)) {
            return sheets.circulation(view, found.language());
        }
        return Response.fromResponse(Versions.ok(view, found.version())).type(MediaType.APPLICATION_JSON).build();
    }

    /** It holds no more; it stays to be read with the reason. For who may issue at the unit it is of, which need not be the one the caller looks at. */
    @POST
    @Path("{id}/withdraw")
    @Needs(Needs.SIGN_IN)
    public Response withdraw(@BeanParam Call call, @PathParam("id") UUID id, ReasonInput input) {
        int version = call.expectedVersion();
        try {
            Circulation after = circulations.withdraw(call.caller(), id, version, input.why());
            return Versions.ok(maker.view(after, null, true, false), after.version());
        } catch (OptimisticLockException stale) {
            Circulation now = circulations.find(call.caller(), id);
            Circulation.@Nullable Withdrawal by = now.withdrawal();
            throw Versions.changedMeanwhile(maker.view(now, null, true, false), now.version(), by == null ? null : by.by(), by == null ? null : by.at());
        }
    }

    private CirculationService.Wish wish(Call call, CirculationInput input) {
        Periods period = Periods.of(input.from(), input.to(), units.get(call.unit()).zone());
        return new CirculationService.Wish(input.title(), period.from(), period.to(), input.kind() == null || input.kind().isBlank() ? null : input.kind(), input.names(), input.remark());
    }
}
