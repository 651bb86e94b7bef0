package org.shuyuan.attendance.internal.rest;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
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
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.Arrivals;
import org.shuyuan.attendance.internal.Gathering;
import org.shuyuan.attendance.internal.GatheringService;
import org.shuyuan.attendance.internal.MakeUpService;
import org.shuyuan.attendance.internal.Mark;
import org.shuyuan.attendance.internal.RollClosing;
import org.shuyuan.attendance.internal.RollPeople;
import org.shuyuan.attendance.internal.RollService;
import org.shuyuan.attendance.internal.Roster;
import org.shuyuan.attendance.internal.Rules;
import org.shuyuan.attendance.internal.RulesService;
import org.shuyuan.attendance.internal.State;
import org.shuyuan.attendance.internal.jpa.GatheringStore;
import org.shuyuan.attendance.internal.rest.Views.DifferenceView;
import org.shuyuan.attendance.internal.rest.Views.GatheringLine;
import org.shuyuan.attendance.internal.rest.Views.MarkView;
import org.shuyuan.attendance.internal.rest.Views.Named;
import org.shuyuan.attendance.internal.rest.Views.RollView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Times;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;

/** Gatherings and their rolls. */
@Component(service = GatheringResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("gatherings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class GatheringResource {

    /** @param state null: nothing is known any more @param was the state that was seen */
    public record MarkInput(@Nullable UUID person, @Nullable String state, @Nullable String was, @Nullable String reason, @Nullable String note, @Nullable Integer minutes) {}

    public record MarksInput(@Nullable List<MarkInput> marks) {}

    /** @param observers they are there without being expected */
    public record PeopleInput(@Nullable List<UUID> people, boolean observers) {}

    /** @param reason at most 200 characters */
    public record ReopenInput(@Nullable String reason) {}

    public record SignOutInput(boolean on) {}

    /** @param came a local time or one with offset; from the start when missing @param left likewise; not known when missing */
    public record TimesInput(@Nullable UUID person, @Nullable String came, @Nullable String left) {}

    public record Kinds(List<Named> items) {}

    private static final Map<String, String> SORTS = Map.of("start", "g.starts", "title", "g.title");
    private static final int EXPORTED = 20_000;

    private final GatheringService gatherings;
    private final RollService rolls;
    private final RollPeople onRoll;
    private final RollClosing closing;
    private final MakeUpService makeUps;
    private final Arrivals arrivals;
    private final RulesService rules;
    private final Units units;
    private final ViewMaker views;
    private final Sheets sheets;

    @Activate
    public GatheringResource(@Reference GatheringService gatherings, @Reference RollService rolls, @Reference RollPeople onRoll, @Reference RollClosing closing,
            @Reference MakeUpService makeUps, @Reference Arrivals arrivals, @Reference RulesService rules, @Reference Units units, @Reference ViewMaker views, @Reference Sheets sheets) {
        this.gatherings = gatherings;
        this.rolls = rolls;
        this.onRoll = onRoll;
        this.closing = closing;
        this.makeUps = makeUps;
        this.arrivals = arrivals;
        this.rules = rules;
        this.units = units;
        this.views = views;
        this.sheets = sheets;
    }

    /**
     * Gatherings of the unit and of those below it, also as a workbook.
     *
     * @param from the first day; the year's when missing
     * @param to the last day; the year's when missing
     * @param kind word of a kind
     * @param state how far its roll is: {@code planned}, {@code untaken} (over, and nobody took it), {@code open}, {@code closed} or {@code cancelled}; all when missing
     */
    @GET
    @Needs("attendance.read")
    @Produces({MediaType.APPLICATION_JSON, Transfers.XLSX})
    public Response list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to,
            @QueryParam("kind") @Nullable String kind, @QueryParam("state") @Nullable String state) {
        ZoneId zone = units.get(call.unit()).zone();
        Periods period = Periods.of(from, to, zone);
        GatheringStore.Page page = gatherings.list(call.caller(), call.unit(), new GatheringStore.Query(period.from().atStartOfDay(zone).toInstant(),
                period.to().plusDays(1).atStartOfDay(zone).toInstant(), query.q().isEmpty() ? null : query.like(), kind == null || kind.isBlank() ? null : kind, progress(state), views.now(),
                query.orderBy(SORTS, "g.starts desc, g.id"), query.export() ? 0 : query.offset(), query.export() ? EXPORTED : query.size()));
        List<GatheringLine> lines = views.lines(page.items(), gatherings.counts(page.items().stream().map(Gathering::id).toList()), rules.at(page.items().stream().map(Gathering::unit).toList()),
                call.language());
        return query.export() ? sheets.gatherings(lines, query.columns(), call.language()) : Response.ok(Page.of(lines, page.total(), query), MediaType.APPLICATION_JSON).build();
    }

    private static Gathering.@Nullable Progress progress(@Nullable String word) {
        return word == null || word.isBlank() ? null : Arrays.stream(Gathering.Progress.values()).filter(p -> p.word().equals(word)).findFirst()
                .orElseThrow(() -> Problem.invalid("state", "attendance.no-such-progress"));
    }

    /** The kinds that gatherings there have. */
    @GET
    @Needs("attendance.read")
    @Path("kinds")
    public Kinds kinds(@BeanParam Call call) {
        return new Kinds(gatherings.kinds(call.caller(), call.unit()).entrySet().stream()
                .map(k -> new Named(k.getKey(), k.getValue().getOrDefault(call.language().tag(), k.getKey()))).toList());
    }

    /** One gathering. */
    @GET
    @Needs(value = "attendance.read", orAbsent = true)
    @Path("{id}")
    public Response get(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, gatherings.find(call.caller(), id));
    }

    /** Everybody on the roll, also as a workbook. */
    @GET
    @Needs(value = "attendance.read", orAbsent = true)
    @Path("{id}/roll")
    @Produces({MediaType.APPLICATION_JSON, Transfers.XLSX})
    public Response roll(@BeanParam Call call, @BeanParam ListQuery query, @PathParam("id") UUID id) {
        Gathering gathering = gatherings.find(call.caller(), id);
        List<MarkView> roll = views.roll(gathering, rolls.roll(call.caller(), id), makeUps.at(id), arrivals.of(id), call.language());
        return query.export() ? sheets.roll(gathering, roll, rolls.reasons(gathering), call.language()) : Response.ok(new RollView(roll), MediaType.APPLICATION_JSON).build();
    }

    /** Marks people, all or none; answers their rows as they are now. */
    @PUT
    @Needs("attendance.take")
    @Path("{id}/marks")
    public RollView mark(@BeanParam Call call, @PathParam("id") UUID id, MarksInput input) {
        List<RollService.Marking> wanted = (input.marks() == null ? List.<MarkInput>of() : input.marks()).stream().map(GatheringResource::marking).toList();
        List<Mark> now = rolls.mark(call.caller(), id, wanted, Mark.Way.ROLL);
        return new RollView(views.roll(gatherings.find(call.caller(), id), now, makeUps.at(id), arrivals.of(id), call.language()));
    }

    /** Whether people sign out there too, and their minutes count. */
    @PUT
    @Needs("attendance.take")
    @Path("{id}/sign-out")
    public Response signOut(@BeanParam Call call, @PathParam("id") UUID id, SignOutInput input) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> rolls.signOut(call.caller(), id, version, input.on()));
    }

    /** Says when somebody who was there came and left; answers the row as it is now. */
    @PUT
    @Needs("attendance.take")
    @Path("{id}/times")
    public RollView times(@BeanParam Call call, @PathParam("id") UUID id, TimesInput input) {
        if (input.person() == null) {
            throw Problem.invalid("person", "attendance.no-such-person");
        }
        Gathering gathering = gatherings.find(call.caller(), id);
        ZoneId zone = views.zone(gathering.unit());
        Mark now = rolls.times(call.caller(), id, input.person(), text(input.came()) == null ? null : Times.needed(input.came(), zone, "came", "attendance.bad-times"),
                text(input.left()) == null ? null : Times.needed(input.left(), zone, "left", "attendance.bad-times"));
        return new RollView(views.roll(gathering, List.of(now), makeUps.at(id), arrivals.of(id), call.language()));
    }

    /** Puts people onto the roll. */
    @POST
    @Needs("attendance.take")
    @Path("{id}/people")
    public Response add(@BeanParam Call call, @PathParam("id") UUID id, PeopleInput input) {
        onRoll.add(call.caller(), id, input.people() == null ? List.of() : input.people(), input.observers());
        return answer(call, gatherings.find(call.caller(), id));
    }

    /** Takes somebody off the roll. */
    @DELETE
    @Needs("attendance.take")
    @Path("{id}/people/{person}")
    public Response leaveOut(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("person") UUID person) {
        onRoll.leaveOut(call.caller(), id, person);
        return Response.noContent().build();
    }

    /** Reads the audience again: who belongs to it now is expected. */
    @POST
    @Needs("attendance.take")
    @Path("{id}/refresh")
    public DifferenceView refresh(@BeanParam Call call, @PathParam("id") UUID id) {
        Roster.Differences found = onRoll.refresh(call.caller(), id);
        return new DifferenceView(views.people(found.came(), call.language()), views.people(found.went(), call.language()));
    }

    /** Closes the roll: of whom nothing was said is absent. */
    @POST
    @Needs("attendance.take")
    @Path("{id}/close")
    public Response close(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> closing.close(call.caller(), id, version));
    }

    /** Opens the roll again, for a reason. */
    @POST
    @Needs("attendance.take")
    @Path("{id}/reopen")
    public Response reopen(@BeanParam Call call, @PathParam("id") UUID id, ReopenInput input) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> closing.reopen(call.caller(), id, version, input.reason()));
    }

    private Response unlessStale(Call call, UUID id, Supplier<Gathering> work) {
        try {
            return answer(call, work.get());
        } catch (OptimisticLockException stale) {
            Gathering now = gatherings.find(call.caller(), id);
            throw Versions.changedMeanwhile(view(call, now), now.version(), now.closedBy(), now.closedAt());
        }
    }

    private Response answer(Call call, Gathering gathering) {
        return Versions.ok(view(call, gathering), gathering.version());
    }

    private Views.GatheringView view(Call call, Gathering g) {
        Rules counted = rules.at(g.unit()).rules();
        return views.gathering(g, gatherings.counts(List.of(g.id())), counted, gatherings.subjects(g.id()), rolls.reasons(g), gatherings.mayTake(call.caller(), g), call.language());
    }

    private static RollService.Marking marking(MarkInput input) {
        if (input.person() == null) {
            throw Problem.invalid("person", "attendance.no-such-person");
        }
        return new RollService.Marking(input.person(), state("state", input.state()), state("was", input.was()), text(input.reason()), text(input.note()), input.minutes());
    }

    private static @Nullable State state(String field, @Nullable String word) {
        return word == null || word.isBlank() ? null : State.of(word).orElseThrow(() -> Problem.invalid(field, "attendance.bad-state"));
    }

    private static @Nullable String text(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
