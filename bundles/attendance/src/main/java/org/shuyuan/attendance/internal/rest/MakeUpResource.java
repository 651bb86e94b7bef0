package org.shuyuan.attendance.internal.rest;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
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
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.MakeUp;
import org.shuyuan.attendance.internal.MakeUpService;
import org.shuyuan.attendance.internal.jpa.MakeUpStore;
import org.shuyuan.attendance.internal.rest.Views.AssignedView;
import org.shuyuan.attendance.internal.rest.Views.MakeUpPage;
import org.shuyuan.attendance.internal.rest.Views.MakeUpView;
import org.shuyuan.attendance.internal.rest.Views.OwnMakeUpView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;

/** Make-up study: assigning it, handing it in, checking it. */
@Component(service = MakeUpResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("make-up")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class MakeUpResource {

    /**
     * What is to be made up for.
     *
     * @param person who missed it; of {@code all} nobody is named
     * @param task what is to be done, at most 500 characters
     * @param due a day, from today to a year ahead
     */
    public record AssignInput(@Nullable UUID gathering, @Nullable UUID person, @Nullable String task, @Nullable String due) {}

    /**
     * What was done.
     *
     * @param gathering that is made up for, where nobody assigned it
     * @param day on which, not after today
     * @param minutes 1–1440
     * @param note what was learnt, at most 2000 characters
     */
    public record DoneInput(@Nullable UUID gathering, @Nullable String day, @Nullable Integer minutes, @Nullable String note) {}

    /** @param answer at most 500 characters; needed when it is sent back */
    public record CheckInput(boolean accepted, @Nullable String answer) {}

    /** @param answer why, at most 500 characters */
    public record DropInput(@Nullable String answer) {}

    private static final Map<String, String> SORTS = Map.of("due", "coalesce(u.due, date '2999-12-31')", "start", "g.starts", "title", "g.title");
    private static final String USUAL = "case when u.state = 'handed-in' then 0 when u.state in ('assigned', 'sent-back') then 1 else 2 end, coalesce(u.due, date '2999-12-31'), g.starts desc, u.id";
    private static final int EXPORTED = 20_000;

    private final MakeUpService makeUps;
    private final ViewMaker views;
    private final Sheets sheets;

    @Activate
    public MakeUpResource(@Reference MakeUpService makeUps, @Reference ViewMaker views, @Reference Sheets sheets) {
        this.makeUps = makeUps;
        this.views = views;
        this.sheets = sheets;
    }

    /**
     * At gatherings of the unit and below whose rolls the caller takes; what waits to be checked first, then by due day. Also as a workbook.
     *
     * @param state {@code assigned}, {@code handed-in}, {@code accepted}, {@code sent-back}, {@code dropped} or {@code overdue}; all unless given
     */
    @GET
    @Needs("attendance.take")
    @Produces({MediaType.APPLICATION_JSON, Transfers.XLSX})
    public Response list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("state") @Nullable String state) {
        boolean overdue = "overdue".equals(state);
        MakeUpStore.Page page = makeUps.list(call.caller(), call.unit(), new MakeUpStore.Query(overdue ? null : status(state), overdue, query.q().isEmpty() ? null : query.like(),
                makeUps.today(call.unit()), query.orderBy(SORTS, USUAL), query.export() ? 0 : query.offset(), query.export() ? EXPORTED : query.size()));
        List<MakeUpView> rows = views.makeUps(page.items(), call.language());
        return query.export() ? sheets.makeUps(rows, query.columns(), call.language())
                : Response.ok(new MakeUpPage(rows, page.total(), query.page(), query.size(), page.counts()), MediaType.APPLICATION_JSON).build();
    }

    /** The caller's own, what waits for them first, at most 200; and what they may offer to make up for. */
    @GET
    @Path("mine")
    @Needs(Needs.SIGN_IN)
    public OwnMakeUpView mine(@BeanParam Call call) {
        return new OwnMakeUpView(views.makeUps(makeUps.mine(call.caller()), call.language()), makeUps.missed(call.caller()));
    }

    /** One person is to make up for a gathering. */
    @POST
    @Needs(value = "attendance.take", orAbsent = true)
    public Response assign(@BeanParam Call call, AssignInput input) {
        return made(call, makeUps.assign(call.caller(), gathering(input.gathering()), input.person(), input.task(), day("due", input.due())));
    }

    /** All who missed a gathering are to make it up, but for those who do already. */
    @POST
    @Path("all")
    @Needs(value = "attendance.take", orAbsent = true)
    public AssignedView assignAll(@BeanParam Call call, AssignInput input) {
        return new AssignedView(makeUps.assignAll(call.caller(), gathering(input.gathering()), input.task(), day("due", input.due())));
    }

    /** The caller makes up for a gathering that they missed and nobody told them to make up for. */
    @POST
    @Path("offers")
    @Needs(Needs.SIGN_IN)
    public Response offer(@BeanParam Call call, DoneInput input) {
        return made(call, makeUps.offer(call.caller(), gathering(input.gathering()), done(input)));
    }

    /** The caller has done what was assigned to them, or does it again after it was sent back. */
    @POST
    @Path("{id}/hand-in")
    @Needs(Needs.SIGN_IN)
    public Response handIn(@BeanParam Call call, @PathParam("id") UUID id, DoneInput input) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> makeUps.handIn(call.caller(), id, version, done(input)));
    }

    /** Accepts what was handed in, or sends it back. */
    @POST
    @Path("{id}/check")
    @Needs("attendance.take")
    public Response check(@BeanParam Call call, @PathParam("id") UUID id, CheckInput input) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> makeUps.check(call.caller(), id, version, input.accepted(), input.answer()));
    }

    /** It is not needed any more. */
    @POST
    @Path("{id}/drop")
    @Needs("attendance.take")
    public Response drop(@BeanParam Call call, @PathParam("id") UUID id, DropInput input) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> makeUps.drop(call.caller(), id, version, input.answer()));
    }

    private static UUID gathering(@Nullable UUID id) {
        if (id == null) {
            throw Problem.invalid("gathering", "attendance.no-such-gathering");
        }
        return id;
    }

    private static MakeUpService.Done done(DoneInput input) {
        return new MakeUpService.Done(day("day", input.day()), input.minutes(), input.note());
    }

    /** @return null where there is none: the service says what is needed */
    private static @Nullable LocalDate day(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException none) {
            throw Problem.invalid(field, "attendance.bad-day");
        }
    }

    private static MakeUp.@Nullable Status status(@Nullable String word) {
        if (word == null || word.isEmpty()) {
            return null;
        }
        for (MakeUp.Status one : MakeUp.Status.values()) {
            if (one.word().equals(word)) {
                return one;
            }
        }
        throw Problem.invalid("state", "attendance.bad-state");
    }

    private MakeUpView view(Call call, MakeUpStore.Line line) {
        return views.makeUps(List.of(line), call.language()).get(0);
    }

    private Response made(Call call, MakeUpStore.Line line) {
        return Versions.tag(Response.status(201).entity(view(call, line)), line.makeUp().version()).build();
    }

    private Response unlessStale(Call call, UUID id, Supplier<MakeUpStore.Line> work) {
        try {
            MakeUpStore.Line now = work.get();
            return Versions.ok(view(call, now), now.makeUp().version());
        } catch (OptimisticLockException stale) {
            MakeUpStore.Line now = makeUps.find(call.caller(), id);
            throw Versions.changedMeanwhile(view(call, now), now.makeUp().version(), now.makeUp().decidedBy(), now.makeUp().decidedAt());
        }
    }
}
