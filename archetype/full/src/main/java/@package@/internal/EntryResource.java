package @package@.internal;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import javax.ws.rs.core.Application;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationBase;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.module.ModuleStarted;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.text.Texts;
import org.shuyuan.rest.Answers;
import org.shuyuan.rest.Body;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestApplication;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;
import @package@.internal.EntryService.Entry;

/** The entries over REST. Its Javadoc is the module's REST description. */
@Component(service = EntryResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=@id@)")
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class EntryResource {

    /** Everything under {@code /api/@id@}. It asks for nothing of ModuleStarted, but comes after the resources and goes before them. */
    @Component(service = Application.class)
    @RestApplication
    @JaxrsName("@id@")
    @JaxrsApplicationBase("/api/@id@")
    public static final class Rest extends Application {

        @Activate
        public Rest(@Reference(target = "(shuyuan.module=@id@)") ModuleStarted afterItsResources) {}
    }

    /** As a form sends it. @param day as 2026-03-02 @param person id of whoever is responsible */
    public record EntryInput(@Nullable String title, @Nullable String day, @Nullable UUID person, @Nullable String note) {}

    public record UnitName(UUID id, String name) {}

    public record EntryView(UUID id, int version, String title, LocalDate day, @Nullable UUID person, @Nullable String personName, UnitName unit, @Nullable String note, boolean mayChange) {}

    /** @param count entries from the first to the last day of the month */
    public record Month(LocalDate from, LocalDate to, long count) {}

    public record Figures(List<Month> months) {}

    private static final Map<String, String> SORTS = Map.of("title", "e.title", "day", "e.day");
    private static final int MOST_EXPORTED = 100_000;

    /** A column of the workbook, by the key that the page has for it. */
    private record Cell(String key, String text, int width, Function<EntryView, @Nullable Object> value) {}

    private static final List<Cell> CELLS = List.of(new Cell("title", "entry.title", 40, EntryView::title), new Cell("day", "entry.day", 12, EntryView::day),
            new Cell("personName", "entry.person", 12, EntryView::personName), new Cell("unit.name", "entry.unit", 24, row -> row.unit().name()),
            new Cell("note", "entry.note", 40, EntryView::note));

    private final EntryService service;
    private final EntryStore store;
    private final Access access;
    private final Units units;
    private final People people;
    private final Workbooks workbooks;
    private final Texts texts;

    @Activate
    public EntryResource(@Reference EntryService service, @Reference EntryStore store, @Reference Access access, @Reference Units units, @Reference People people,
            @Reference Workbooks workbooks, @Reference Texts texts) {
        this.service = service;
        this.store = store;
        this.access = access;
        this.units = units;
        this.people = people;
        this.workbooks = workbooks;
        this.texts = texts;
    }

    /**
     * The entries of the unit and those below it that the caller may read; also as a workbook.
     *
     * @param from the first day, as 2026-03-02
     * @param to the last day
     */
    @GET
    @Path("entries")
    @Needs("@id@.read")
    @Produces({MediaType.APPLICATION_JSON, Transfers.XLSX})
    @Answers(value = EntryView.class, page = true)
    public Response list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        EntryStore.Found found = store.list(new EntryStore.Wanted(access.within(call.caller(), EntryService.READ, call.unit()), day(from, EntryService.FIRST), day(to, EntryService.LAST),
                query.like(), query.orderBy(SORTS, "e.day desc, e.id"), query.export() ? 0 : query.offset(), query.export() ? MOST_EXPORTED : query.size()));
        List<EntryView> rows = views(call, found.items());
        return query.export() ? sheet(call, query.columns(), rows) : Response.ok(Page.of(rows, found.total(), query), MediaType.APPLICATION_JSON).build();
    }

    /** The columns that the page shows, in its order; all unless it says. */
    private Response sheet(Call call, List<String> chosen, List<EntryView> rows) {
        List<Cell> known = chosen.stream().flatMap(key -> CELLS.stream().filter(cell -> cell.key().equals(key))).toList();
        List<Cell> shown = known.isEmpty() ? CELLS : known;
        return Transfers.xlsx(workbooks, text(call, "module.name"), shown.stream().map(cell -> new Workbooks.Column(text(call, cell.text()), cell.width())).toList(),
                sink -> rows.forEach(row -> sink.row(shown.stream().map(cell -> cell.value().apply(row)).toArray())));
    }

    private String text(Call call, String key) {
        return texts.text(call.language(), "@id@", key, Map.of());
    }

    /**
     * How many entries each month of a year has.
     *
     * @param year this year unless given
     */
    @GET
    @Path("figures")
    @Needs("@id@.read")
    public Figures figures(@BeanParam Call call, @QueryParam("year") @Nullable Integer year) {
        int wanted = year == null ? LocalDate.now(units.get(call.unit()).zone()).getYear() : Math.min(Math.max(year, EntryService.FIRST.getYear()), EntryService.LAST.getYear());
        Map<YearMonth, Long> counts = store.days(access.within(call.caller(), EntryService.READ, call.unit()), LocalDate.of(wanted, 1, 1), LocalDate.of(wanted, 12, 31)).stream()
                .collect(Collectors.groupingBy(YearMonth::from, Collectors.counting()));
        return new Figures(IntStream.rangeClosed(1, 12).mapToObj(month -> YearMonth.of(wanted, month))
                .map(month -> new Month(month.atDay(1), month.atEndOfMonth(), counts.getOrDefault(month, 0L))).toList());
    }

    /** An entry. */
    @GET
    @Path("entries/{id}")
    @Needs(value = "@id@.read", orAbsent = true)
    @Answers(EntryView.class)
    public Response find(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, 200, service.find(call.caller(), id));
    }

    /** Adds an entry to the unit. */
    @POST
    @Path("entries")
    @Needs("@id@.write")
    @Answers(EntryView.class)
    public Response add(@BeanParam Call call, @Nullable EntryInput input) {
        EntryInput given = Body.needed(input);
        return answer(call, 201, service.add(call.caller(), call.unit(), given.title(), given.day(), given.person(), given.note()));
    }

    /** Changes an entry; its unit stays. */
    @PUT
    @Path("entries/{id}")
    @Needs("@id@.write")
    @Answers(EntryView.class)
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, @Nullable EntryInput input) {
        EntryInput given = Body.needed(input);
        int version = call.expectedVersion();
        try {
            return answer(call, 200, service.change(call.caller(), id, version, given.title(), given.day(), given.person(), given.note()));
        } catch (OptimisticLockException stale) {
            Entry now = service.find(call.caller(), id);
            throw Versions.changedMeanwhile(view(call, now), now.version(), null, null);
        }
    }

    /** Deletes an entry. */
    @DELETE
    @Path("entries/{id}")
    @Needs("@id@.write")
    public void remove(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        try {
            service.remove(call.caller(), id, version);
        } catch (OptimisticLockException stale) {
            Entry now = service.find(call.caller(), id);
            throw Versions.changedMeanwhile(view(call, now), now.version(), null, null);
        }
    }

    private Response answer(Call call, int status, Entry entry) {
        return Versions.tag(Response.status(status).type(MediaType.APPLICATION_JSON).entity(view(call, entry)), entry.version()).build();
    }

    private EntryView view(Call call, Entry entry) {
        return views(call, List.of(entry)).get(0);
    }

    /** Names are asked for once for all of them. */
    private List<EntryView> views(Call call, List<Entry> entries) {
        Map<UUID, Person> named = people.get(entries.stream().map(Entry::person).filter(Objects::nonNull).distinct().toList());
        Map<UUID, UnitName> names = entries.stream().map(Entry::unit).distinct()
                .collect(Collectors.toMap(Function.identity(), id -> new UnitName(id, units.find(id).map(unit -> unit.name()).orElse(""))));
        return entries.stream().map(entry -> new EntryView(entry.id(), entry.version(), entry.title(), entry.day(), entry.person(),
                entry.person() == null || named.get(entry.person()) == null ? null : named.get(entry.person()).name(), names.get(entry.unit()), entry.note(), service.mayChange(call.caller(), entry))).toList();
    }

    /** What is no day is as if nothing was said: a filter in an address is not a form. */
    private static LocalDate day(@Nullable String text, LocalDate otherwise) {
        try {
            return text == null || text.isBlank() ? otherwise : LocalDate.parse(text.strip());
        } catch (DateTimeParseException noDay) {
            return otherwise;
        }
    }
}
