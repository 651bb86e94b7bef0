package org.shuyuan.calendar.internal.rest;

import java.io.InputStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
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
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Texts;
import org.shuyuan.calendar.internal.HolidayFile;
import org.shuyuan.calendar.internal.HolidayYear;
import org.shuyuan.calendar.internal.Holidays;
import org.shuyuan.calendar.internal.SpecialDay;
import org.shuyuan.calendar.internal.rest.HolidayViews.DaysView;
import org.shuyuan.calendar.internal.rest.HolidayViews.FaultView;
import org.shuyuan.calendar.internal.rest.HolidayViews.FileView;
import org.shuyuan.calendar.internal.rest.HolidayViews.YearInput;
import org.shuyuan.calendar.internal.rest.HolidayViews.YearLine;
import org.shuyuan.calendar.internal.rest.HolidayViews.YearView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;

/** Holidays and make-up workdays, a year at a time. */
@Component(service = HolidayResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("")
@Produces("application/json")
public final class HolidayResource {

    private static final long LARGEST = 1L << 20;

    private final Holidays holidays;
    private final HolidayFile files;
    private final ViewMaker views;
    private final Texts texts;

    @Activate
    public HolidayResource(@Reference Holidays holidays, @Reference HolidayFile files, @Reference ViewMaker views, @Reference Texts texts) {
        this.holidays = holidays;
        this.files = files;
        this.views = views;
        this.texts = texts;
    }

    /** The years that are published for the unit and by whom, and this year and the next in any case; the latest first. */
    @GET
    @Needs("calendar.read")
    @Path("years")
    public Page<YearLine> years(@BeanParam Call call) {
        List<YearLine> all = holidays.years(call.caller(), call.unit()).stream().map(state -> line(call, state)).toList();
        return new Page<>(all, all.size(), 1, all.size());
    }

    /** What holds at the unit in that year, also when a unit above has published it or nobody. */
    @GET
    @Needs("calendar.read")
    @Path("years/{year}")
    public Response year(@BeanParam Call call, @PathParam("year") int year) {
        return answer(call, holidays.year(call.caller(), call.unit(), year));
    }

    /** Publishes the unit's own year, whole. {@code If-Match: "0"} for the first time. */
    @PUT
    @Needs("calendar.holidays")
    @Path("years/{year}")
    @Consumes("application/json")
    public Response publish(@BeanParam Call call, @PathParam("year") int year, YearInput input) {
        int version = call.expectedVersion();
        try {
            HolidayYear stored = holidays.publish(call.caller(), input.year(call.unit(), year, version));
            return answer(call, new Holidays.State(year, stored));
        } catch (OptimisticLockException stale) {
            throw stale(call, year);
        }
    }

    /** Takes the unit's own year back: what a unit above has published holds again, or nothing. */
    @DELETE
    @Needs("calendar.holidays")
    @Path("years/{year}")
    public Response takeBack(@BeanParam Call call, @PathParam("year") int year) {
        int version = call.expectedVersion();
        try {
            holidays.takeBack(call.caller(), call.unit(), year, version);
            return Response.noContent().build();
        } catch (OptimisticLockException stale) {
            throw stale(call, year);
        }
    }

    /** What a file ({@code .xlsx}, {@code .csv}, {@code .ics}; 1 MiB at most) has of the year; nothing is written. The body is the file. */
    @POST
    @Needs("calendar.holidays")
    @Path("years/{year}/file")
    @Consumes("application/octet-stream")
    public FileView file(@BeanParam Call call, @PathParam("year") int year, @QueryParam("name") @Nullable String name, InputStream content) {
        String known = Transfers.fileName(name);
        HolidayFile.Found found = files.read(call.caller(), call.unit(), year, known, Transfers.bounded(content, LARGEST));
        return new FileView(known, found.days().stream().map(HolidayViews::day).toList(),
                found.faults().stream().map(f -> new FaultView(f.line(), texts.text(call.language(), "calendar", f.key(), Map.of()), f.what())).toList());
    }

    /**
     * What is special about the days of a period, and which of its years nobody has published.
     *
     * @param from a day
     * @param to a day, exclusive; at most 1,100 days later
     */
    @GET
    @Needs("calendar.read")
    @Path("days")
    public DaysView days(@BeanParam Call call, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        Holidays.Period period = holidays.days(call.caller(), call.unit(), day("from", from), day("to", to));
        return new DaysView(period.days().stream().map(HolidayViews::day).toList(), period.unpublished());
    }

    static LocalDate day(String field, @Nullable String text) {
        return Times.local(text, ZoneOffset.UTC).orElseThrow(() -> Problem.invalid(field, "calendar.bad-time")).toLocalDate();
    }

    private Problem stale(Call call, int year) {
        Holidays.State now = holidays.year(call.caller(), call.unit(), year);
        HolidayYear here = now.here();
        return Versions.changedMeanwhile(view(call, now), holidays.ownVersion(call.unit(), now), here == null ? null : here.publishedBy(), here == null ? null : here.publishedAt());
    }

    private Response answer(Call call, Holidays.State state) {
        return Versions.ok(view(call, state), holidays.ownVersion(call.unit(), state));
    }

    private YearView view(Call call, Holidays.State state) {
        YearLine line = line(call, state);
        HolidayYear here = state.here();
        return new YearView(line.year(), line.state(), line.unit(), line.source(), here == null ? List.of() : here.days().stream().map(HolidayViews::day).toList(), line.publishedAt(),
                line.publishedBy());
    }

    private YearLine line(Call call, Holidays.State state) {
        HolidayYear here = state.here();
        return here == null ? new YearLine(state.year(), "none", null, null, 0, 0, null, null)
                : new YearLine(state.year(), here.unit().equals(call.unit()) ? "own" : "above", views.unit(here.unit()), here.source(), here.count(SpecialDay.Kind.HOLIDAY),
                        here.count(SpecialDay.Kind.WORKDAY), here.publishedAt(), here.publishedBy());
    }
}
