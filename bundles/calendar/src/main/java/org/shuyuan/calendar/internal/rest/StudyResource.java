package org.shuyuan.calendar.internal.rest;

import java.time.YearMonth;
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
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.StudyDate;
import org.shuyuan.calendar.internal.StudyDay;
import org.shuyuan.calendar.internal.StudyDays;
import org.shuyuan.calendar.internal.StudyRule;
import org.shuyuan.calendar.internal.StudyRules;
import org.shuyuan.calendar.internal.rest.StudyViews.HandInput;
import org.shuyuan.calendar.internal.rest.StudyViews.MadeView;
import org.shuyuan.calendar.internal.rest.StudyViews.MakeInput;
import org.shuyuan.calendar.internal.rest.StudyViews.MoveInput;
import org.shuyuan.calendar.internal.rest.StudyViews.RuleInput;
import org.shuyuan.calendar.internal.rest.StudyViews.RuleView;
import org.shuyuan.calendar.internal.rest.StudyViews.StudyDateView;
import org.shuyuan.calendar.internal.rest.StudyViews.StudyDatesView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** Fixed study days: their rules, their dates, the events made for them. */
@Component(service = StudyResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("study-rules")
@Produces("application/json")
@Consumes("application/json")
public final class StudyResource {

    private static final int MOST_PERIODS = 200;

    private final StudyRules rules;
    private final StudyDays days;
    private final ViewMaker views;

    @Activate
    public StudyResource(@Reference StudyRules rules, @Reference StudyDays days, @Reference ViewMaker views) {
        this.rules = rules;
        this.days = days;
        this.views = views;
    }

    /** The study days of the unit and of the units above it. */
    @GET
    @Needs("calendar.read")
    public Page<RuleView> list(@BeanParam Call call) {
        List<RuleView> all = rules.list(call.caller(), call.unit()).stream().map(rule -> view(call, rule)).toList();
        return new Page<>(all, all.size(), 1, Math.max(1, all.size()));
    }

    /** One rule. */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    @Path("{id}")
    public Response find(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, rules.get(call.caller(), id));
    }

    /** Fixes a study day of the unit; one for each kind of event. */
    @POST
    @Needs("calendar.kinds")
    public Response add(@BeanParam Call call, RuleInput input) {
        StudyRule rule = rules.add(call.caller(), input.rule(Ids.next(), 0, call.unit()));
        return Versions.tag(Response.status(201).entity(view(call, rule)), rule.version()).build();
    }

    /** Changes a rule; events that were made stay where they are. */
    @PUT
    @Needs("calendar.kinds")
    @Path("{id}")
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, RuleInput input) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> answer(call, rules.change(call.caller(), input.rule(id, version, call.unit()))));
    }

    /** Removes a rule; events that were made stay. */
    @DELETE
    @Needs("calendar.kinds")
    @Path("{id}")
    public Response remove(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        return unlessStale(call, id, () -> {
            rules.remove(call.caller(), id, version);
            return Response.noContent().build();
        });
    }

    /**
     * The dates of a rule, each with its reason and its event.
     *
     * @param from a month, {@code 2026-05}
     * @param to a month, inclusive; at most 36 months
     */
    @GET
    @Needs(value = "calendar.read", orAbsent = true, orBelow = true)
    @Path("{id}/dates")
    public StudyDatesView dates(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        List<StudyDays.Line> lines = days.list(call.caller(), id, month("from", from), month("to", to));
        return new StudyDatesView(lines.stream().map(StudyResource::view).toList(), StudyDays.unpublished(lines));
    }

    /** Makes the events of a period that are not made yet. */
    @POST
    @Needs("calendar.write")
    @Path("{id}/events")
    public MadeView make(@BeanParam Call call, @PathParam("id") UUID id, MakeInput input) {
        StudyDays.Made made = days.make(call.caller(), id, month("from", input.from()), month("to", input.to()), periods("again", input.again()));
        return new MadeView(made.added(), made.unpublished());
    }

    /** Moves events to where the rule has them now. */
    @POST
    @Needs("calendar.write")
    @Path("{id}/moves")
    public Response move(@BeanParam Call call, @PathParam("id") UUID id, MoveInput input) {
        return moved(() -> days.moveToRule(call.caller(), id, periods("periods", input.periods())));
    }

    /** Moves one event to another day for a reason, or gives the reason for where it stands. */
    @PUT
    @Needs("calendar.write")
    @Path("{id}/dates/{period}")
    public Response hand(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("period") String period, HandInput input) {
        return moved(() -> days.moveByHand(call.caller(), id, period, HolidayResource.day("day", input.day()), input.reason()));
    }

    private static Response moved(Runnable work) {
        try {
            work.run();
            return Response.noContent().build();
        } catch (OptimisticLockException meanwhile) {
            throw Problem.conflict("calendar.study-changed-meanwhile");
        }
    }

    private static List<String> periods(String field, @Nullable List<String> given) {
        List<String> periods = given == null ? List.of() : given;
        if (periods.size() > MOST_PERIODS) {
            throw new Problem(422, "rest.invalid").field(field, "calendar.too-many", Map.of("max", MOST_PERIODS));
        }
        return periods;
    }

    private static YearMonth month(String field, @Nullable String text) {
        return StudyViews.month(text).filter(m -> m.getYear() >= 1970 && m.getYear() <= 2200).orElseThrow(() -> Problem.invalid(field, "calendar.bad-month"));
    }

    private Response answer(Call call, StudyRule rule) {
        return Versions.ok(view(call, rule), rule.version());
    }

    private Response unlessStale(Call call, UUID id, Supplier<Response> work) {
        try {
            return work.get();
        } catch (OptimisticLockException stale) {
            StudyRule now = rules.get(call.caller(), id);
            throw Versions.changedMeanwhile(view(call, now), now.version(), null, null);
        }
    }

    private RuleView view(Call call, StudyRule r) {
        return new RuleView(r.id(), r.version(), views.unit(r.unit()), views.kind(r.kind(), call.language()), r.title(), StudyViews.word(r.every()), r.day(), r.start().toString(),
                r.minutes(), r.place(), StudyViews.word(r.move()), r.within(), r.from().toString(), r.until() == null ? null : r.until().toString(),
                rules.may(call.caller(), r, true), rules.may(call.caller(), r, false));
    }

    private static StudyDateView view(StudyDays.Line line) {
        StudyDate date = line.date();
        StudyDay made = line.made();
        Event event = line.event();
        return new StudyDateView(date.period(), date.planned().toString(), date.day() == null ? null : date.day().toString(), StudyViews.word(date.why()), date.name(), date.missing(),
                StudyViews.word(line.state()), event == null ? null : event.id(),
                event == null ? null : Times.text(event.schedule().start(), event.schedule().zone(), event.schedule().allDay()),
                made == null ? null : made.reason(), made == null ? null : made.givenBy(), made == null ? null : made.givenAt());
    }
}
