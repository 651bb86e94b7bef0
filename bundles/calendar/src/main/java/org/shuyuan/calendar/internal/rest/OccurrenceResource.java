package org.shuyuan.calendar.internal.rest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
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
import org.shuyuan.api.text.Texts;
import org.shuyuan.calendar.internal.Agenda;
import org.shuyuan.calendar.internal.EventService;
import org.shuyuan.calendar.internal.ExportService;
import org.shuyuan.calendar.internal.Occurrence;
import org.shuyuan.calendar.internal.Others;
import org.shuyuan.calendar.internal.Whose;
import org.shuyuan.calendar.internal.jpa.OccurrenceStore;
import org.shuyuan.calendar.internal.rest.Views.ListedView;
import org.shuyuan.calendar.internal.rest.Views.OccurrenceList;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;

/** Month, week and list; and the same as a file. */
@Component(service = OccurrenceResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("")
public final class OccurrenceResource {

    private static final int MOST = 5_000;
    private static final int EXPORTED = 20_000;
    private static final Map<String, String> SORTS = Map.of("start", "o.starts_at", "title", "o.title", "place", "o.place");

    private final Agenda agenda;
    private final ExportService exports;
    private final EventService events;
    private final ViewMaker views;
    private final DateSheet sheet;
    private final Others others;
    private final OtherViews told;

    @Activate
    public OccurrenceResource(@Reference Agenda agenda, @Reference ExportService exports, @Reference EventService events,
            @Reference ViewMaker views, @Reference DateSheet sheet, @Reference Others others, @Reference Texts texts) {
        this.agenda = agenda;
        this.exports = exports;
        this.events = events;
        this.views = views;
        this.sheet = sheet;
        this.others = others;
        this.told = new OtherViews(texts);
    }

    /**
     * What stands in the unit's calendar in {@code [from, to)}, by start.
     *
     * @param from a day or a time, in the unit's zone unless it has an offset
     * @param view as {@code whose} of {@code dates}
     * @param kind id or word of a kind
     * @param limit at most so many of the calendar's own
     * @param others whether what other modules have in the period is told too: not of a group, and not of one kind only
     */
    @GET
    @Needs("calendar.read")
    @Path("occurrences")
    @Produces("application/json")
    public OccurrenceList list(@BeanParam Call call, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to,
            @QueryParam("view") @Nullable String view, @QueryParam("kind") @Nullable String kind, @QueryParam("limit") @Nullable Integer limit, @QueryParam("others") boolean others) {
        Agenda.Question question = question(call, from, to, view, kind);
        List<Occurrence> found = agenda.answer(call.caller(), question);
        int most = limit == null || limit < 1 ? MOST : Math.min(limit, MOST);
        boolean more = found.size() > most || found.size() == MOST;
        return views.occurrences(found.size() > most ? found.subList(0, most) : found, more,
                others ? told.of(this.others.ask(call.caller(), question, found), events.unit(call.unit()).zone(), call.language()) : null, call.language());
    }

    /** The events that take place in the period, whole with their rules, as iCalendar. */
    @GET
    @Needs("calendar.read")
    @Path("export.ics")
    @Produces("text/calendar")
    public Response export(@BeanParam Call call, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to,
            @QueryParam("view") @Nullable String view, @QueryParam("kind") @Nullable String kind) {
        ExportService.Export export = exports.export(call.caller(), question(call, from, to, view, kind));
        return Transfers.download(export.name() + ".ics", "text/calendar; charset=utf-8", export::write);
    }

    /**
     * The same as a list to search and sort, by pages, or with {@code format=xlsx} whole as a spreadsheet.
     *
     * @param from a day, today when missing
     * @param to a day, inclusive; 366 days later when missing
     * @param whose {@code unit}; {@code mine}: only what concerns the caller; {@code group:<id>}: what is planned for an audience group here, above
     *     and below; {@code person:<id>}: what concerns somebody for whose unit the caller plans
     */
    @GET
    @Needs("calendar.read")
    @Path("dates")
    @Produces({MediaType.APPLICATION_JSON, Transfers.XLSX})
    public Response dates(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to,
            @QueryParam("whose") @Nullable String whose, @QueryParam("kind") @Nullable String kind) {
        LocalDate today = LocalDate.now(events.unit(call.unit()).zone());
        String since = from == null || from.isBlank() ? today.toString() : from;
        String until = to == null || to.isBlank() ? Times.local(since, ZoneOffset.UTC).map(d -> d.toLocalDate().plusDays(366).toString()).orElse(null)
                : Times.local(to, ZoneOffset.UTC).map(d -> d.toLocalDate().plusDays(1).toString()).orElse(to);
        boolean export = query.export();
        OccurrenceStore.Page page = agenda.list(call.caller(), question(call, since, until, whose, kind),
                query.q().isEmpty() ? null : new Agenda.Search(query.q(), query.like()), query.orderBy(SORTS, "o.starts_at, o.id"),
                export ? 0 : query.offset(), export ? EXPORTED : query.size());
        List<ListedView> rows = views.listed(page.items(), call.language());
        return export ? sheet.of(rows, query.columns(), call.language())
                : Response.ok(Page.of(rows, page.total(), query), MediaType.APPLICATION_JSON).build();
    }

    private Agenda.Question question(Call call, @Nullable String from, @Nullable String to, @Nullable String view, @Nullable String kind) {
        ZoneId zone = events.unit(call.unit()).zone();
        return new Agenda.Question(call.unit(), instant("from", from, zone), instant("to", to, zone), Whose.of(view),
                kind == null || kind.isBlank() ? null : kind);
    }

    private static Instant instant(String field, @Nullable String text, ZoneId zone) {
        return Times.local(text, zone).orElseThrow(() -> Problem.invalid(field, "calendar.bad-time")).atZone(zone).toInstant();
    }
}
