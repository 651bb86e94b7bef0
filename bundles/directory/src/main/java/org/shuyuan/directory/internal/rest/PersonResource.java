package org.shuyuan.directory.internal.rest;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
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
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Names;
import org.shuyuan.api.text.Texts;
import org.shuyuan.directory.internal.Anonymising;
import org.shuyuan.directory.internal.MembershipData;
import org.shuyuan.directory.internal.PersonRules;
import org.shuyuan.directory.internal.PersonService;
import org.shuyuan.directory.internal.PersonView;
import org.shuyuan.directory.internal.PersonView.UnitRef;
import org.shuyuan.directory.internal.PhotoService;
import org.shuyuan.directory.internal.jpa.PersonStore.Listed;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;

/** People of a unit. */
@Component(service = PersonResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=directory)")
@Path("people")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PersonResource {

    /** A line of the list. @param also the membership by which the person belongs here when the main one, of {@code unit} and {@code position}, lies elsewhere */
    public record Row(UUID id, String name, @Nullable String number, @Nullable String gender, @Nullable String birth, @Nullable String political, @Nullable String joined,
            @Nullable String phone, @Nullable String mail, @Nullable String category, UnitRef unit, @Nullable String position, @Nullable LocalDate to,
            @Nullable Also also) {}

    public record Also(UnitRef unit, @Nullable String position) {}

    /** A hit of the picker's search, with what tells people of one name apart. @param born year of birth, where the caller may see it @param photo of it, if there is one */
    public record Hit(UUID id, String name, @Nullable String number, UnitRef unit, @Nullable String position, @Nullable String born, @Nullable String photo) {}

    public record Hits(List<Hit> items) {}

    /** @param on first day the person no longer belongs, which may lie ahead; today unless given */
    public record Leave(@Nullable LocalDate on) {}

    private final PersonService service;
    private final Workbooks workbooks;
    private final Labels labels;
    private final PhotoService photos;
    private final Anonymising anonymising;

    @Activate
    public PersonResource(@Reference PersonService service, @Reference PhotoService photos, @Reference Anonymising anonymising, @Reference Workbooks workbooks, @Reference Texts texts) {
        this.service = service;
        this.photos = photos;
        this.anonymising = anonymising;
        this.workbooks = workbooks;
        this.labels = new Labels(texts);
    }

    /**
     * The people of a unit, also as a workbook.
     *
     * @param sub with those of the units below; {@code true} unless given
     * @param group an audience group
     * @param political political status
     * @param left {@code true}: those who are gone
     * @param order of names: {@code pinyin} or {@code strokes}; as readers of the language expect unless given
     * @param within a unit below, instead of {@code unit}
     */
    @GET
    @Needs("directory.read")
    @Produces({MediaType.APPLICATION_JSON, Transfers.XLSX})
    public Response list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("sub") @DefaultValue("true") boolean sub, @QueryParam("group") @Nullable String group,
            @QueryParam("political") @Nullable String political, @QueryParam("left") boolean left, @QueryParam("order") @Nullable String order,
            @QueryParam("within") @Nullable UUID within) {
        UUID unit = within == null ? call.unit() : within;
        Page<Listed> page = service.list(call.caller(), unit, sub, blank(group), blank(political), left, order(order, call.language()), query);
        if (query.export()) {
            List<Row> rows = page.items().stream().map(l -> row(l, call.language())).toList();
            return export(rows, query.columns(), call.language(), shown -> service.exported(call.caller(), unit, page.items(), shown));
        }
        return Response.ok(page.map(l -> row(l, call.language())), MediaType.APPLICATION_JSON).build();
    }

    /** A few people by name or number, for choosing one. */
    @GET
    @Needs("directory.read")
    @Path("search")
    public Hits search(@BeanParam Call call, @BeanParam ListQuery query) {
        List<Listed> found = service.search(call.caller(), call.unit(), query.q());
        Map<UUID, String> pictures = photos.of(found.stream().map(l -> l.person().id()).toList());
        return new Hits(found.stream().map(l -> new Hit(l.person().id(), l.person().name(), l.person().number(), unit(l), l.main().position(), born(call, l),
                pictures.get(l.person().id()))).toList());
    }

    /** One person. */
    @GET
    @Needs(value = "directory.read", orAbsent = true)
    @Path("{id}")
    public Response get(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, service.open(call.caller(), id), 200);
    }

    /** Adds a person. */
    @POST
    @Needs("directory.write")
    public Response create(@BeanParam Call call, PersonRules.Draft draft) {
        return answer(call, service.create(call.caller(), draft), 201);
    }

    /** Changes a person. */
    @PUT
    @Needs("directory.write")
    @Path("{id}")
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, PersonRules.Draft draft) {
        return answer(call, service.change(call.caller(), id, call.expectedVersion(), draft), 200);
    }

    /** Notes that a person has left, or from which day on. */
    @POST
    @Needs("directory.write")
    @Path("{id}/leave")
    public Response leave(@BeanParam Call call, @PathParam("id") UUID id, @Nullable Leave leave) {
        return answer(call, service.leave(call.caller(), id, call.expectedVersion(), leave == null ? null : leave.on()), 200);
    }

    /** Takes back that a person leaves on a day that lies ahead. */
    @DELETE
    @Needs("directory.write")
    @Path("{id}/leave")
    public Response stay(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, service.stay(call.caller(), id, call.expectedVersion()), 200);
    }

    private Response answer(Call call, PersonService.Shown shown, int status) {
        @Nullable String photo = photos.of(List.of(shown.person().id())).get(shown.person().id());
        @Nullable MembershipData main = shown.main();
        Set<String> hidden = service.hidden(call.caller(), shown.person().id(), main == null ? null : main.unit());
        PersonView view = PersonView.of(shown, call.language()).with(photo, photos.mayChange(call.caller(), shown), hidden, anonymising.offered(call.caller(), shown));
        return Versions.tag(Response.status(status).entity(view), shown.person().version()).build();
    }

    private @Nullable String born(Call call, Listed l) {
        @Nullable String birth = l.person().birth();
        return birth == null || service.hidden(call.caller(), l.person().id(), l.main().unit()).contains("birth") ? null : birth.substring(0, 4);
    }

    private Response export(List<Row> rows, List<String> wanted, Language language, Consumer<Set<String>> leaves) {
        Map<String, Function<Row, @Nullable Object>> all = new LinkedHashMap<>();
        all.put("number", Row::number);
        all.put("name", Row::name);
        all.put("gender", r -> labels.value(language, "gender", r.gender()));
        all.put("birth", Row::birth);
        all.put("unit", r -> unit(r, language));
        all.put("position", Row::position);
        all.put("category", r -> labels.value(language, "category", r.category()));
        all.put("political", r -> labels.value(language, "political", r.political()));
        all.put("joined", Row::joined);
        all.put("phone", Row::phone);
        all.put("mail", Row::mail);
        List<String> chosen = wanted.isEmpty() ? List.copyOf(all.keySet()) : wanted.stream().map(c -> c.replace("unit.name", "unit")).filter(all::containsKey).toList();
        if (chosen.isEmpty()) {
            throw Problem.badRequest("rest.bad-request");
        }
        leaves.accept(Set.copyOf(chosen));
        return Transfers.xlsx(workbooks, labels.text(language, "nav.people"), chosen.stream().map(c -> new Workbooks.Column(labels.text(language, "field." + c), 16)).toList(),
                sink -> rows.forEach(r -> sink.row(chosen.stream().map(c -> all.get(c).apply(r)).toArray())));
    }

    private static Names.Order order(@Nullable String order, Language language) {
        return "pinyin".equals(order) ? Names.Order.PINYIN : "strokes".equals(order) ? Names.Order.STROKES : Names.Order.of(language);
    }

    private static Row row(Listed l, Language language) {
        return new Row(l.person().id(), Anonymous.shown(l.person().name(), language), l.person().number(), l.person().gender(), l.person().birth(),
                l.person().political(), l.person().joined(), l.person().phone(), l.person().mail(), l.person().category(), unit(l), l.main().position(), l.main().to(),
                l.also() == null ? null : new Also(new UnitRef(l.also().unit(), l.also().unitName()), l.also().position()));
    }

    /** As the page shows it. */
    private String unit(Row row, Language language) {
        @Nullable Also also = row.also();
        return also == null ? row.unit().name() : labels.text(language, "people.unit-also", Map.of("unit", row.unit().name(),
                "also", also.position() == null ? also.unit().name() : also.unit().name() + " " + also.position()));
    }

    private static UnitRef unit(Listed l) {
        return new UnitRef(l.main().unit(), l.main().unitName());
    }

    private static @Nullable String blank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
