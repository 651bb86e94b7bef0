package org.shuyuan.directory.internal.rest;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.directory.internal.OutsideData;
import org.shuyuan.directory.internal.OutsideService;
import org.shuyuan.directory.internal.OutsideService.Shown;
import org.shuyuan.directory.internal.PersonView.UnitRef;
import org.shuyuan.directory.internal.UnitTree;
import org.shuyuan.rest.Answers;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;

/** People and institutions from outside. */
@Component(service = OutsideResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=directory)")
@Path("outside")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class OutsideResource {

    /** @param unit whose register it stands in @param reach {@code unit subtree units portal} @param shared ids of units @param personal whether nothing is hidden */
    public record OutsideView(UUID id, String kind, String name, @Nullable String institution, @Nullable String title, List<String> specialities, @Nullable String phone,
            @Nullable String mail, @Nullable String note, @Nullable LocalDate from, @Nullable LocalDate to, UnitRef unit, String reach, List<UUID> shared, List<UnitRef> sharedUnits,
            boolean personal, boolean writable) {}

    /** A hit of the picker's search. */
    public record OutsideHit(UUID id, String name, String kind, @Nullable String institution, @Nullable String title) {}

    public record OutsideHits(List<OutsideHit> items) {}

    private static final Map<String, Comparator<OutsideData>> SORTS = Map.of("name", Comparator.comparing(OutsideData::name), "kind", Comparator.comparing(OutsideData::kind),
            "institution", Comparator.comparing(OutsideData::institution, Comparator.nullsLast(Comparator.naturalOrder())),
            "title", Comparator.comparing(OutsideData::title, Comparator.nullsLast(Comparator.naturalOrder())));

    private final OutsideService service;
    private final UnitTree tree;
    private final Workbooks workbooks;
    private final Labels labels;

    @Activate
    public OutsideResource(@Reference OutsideService service, @Reference UnitTree tree, @Reference Workbooks workbooks, @Reference Texts texts) {
        this.service = service;
        this.tree = tree;
        this.workbooks = workbooks;
        this.labels = new Labels(texts);
    }

    /**
     * Those of the unit's register and those shared with it, also as a workbook.
     *
     * @param kind {@code person}, {@code institution}; both unless given
     * @param valid only those who may be engaged today
     */
    @GET
    @Needs("directory.read")
    @Produces({MediaType.APPLICATION_JSON, Transfers.XLSX})
    @Answers(value = OutsideView.class, page = true)
    public Response list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("kind") @Nullable String kind, @QueryParam("valid") @DefaultValue("false") boolean valid) {
        // the order asked for is checked as everywhere; a register is short enough to be put in order here
        String order = query.orderBy(Map.of("name", "name", "kind", "kind", "institution", "institution", "title", "title"), "name");
        List<Shown> all = service.list(call.caller(), call.unit(), query.q(), kind == null || kind.isBlank() ? null : kind, valid).stream()
                .sorted((a, b) -> order(order).compare(a.outside(), b.outside())).toList();
        if (query.export()) {
            return export(all.stream().map(this::view).toList(), query.columns(), call.language());
        }
        return Response.ok(Page.of(all.stream().skip(query.offset()).limit(query.size()).map(this::view).toList(), all.size(), query), MediaType.APPLICATION_JSON).build();
    }

    /** A few who may be engaged today, for choosing one. */
    @GET
    @Needs("directory.read")
    @Path("search")
    public OutsideHits search(@BeanParam Call call, @BeanParam ListQuery query) {
        return new OutsideHits(service.list(call.caller(), call.unit(), query.q(), null, true).stream().limit(20).map(Shown::outside)
                .map(o -> new OutsideHit(o.id(), o.name(), o.kind(), o.institution(), o.title())).toList());
    }

    /** One person or institution. */
    @GET
    @Needs(value = "directory.read", orAbsent = true)
    @Path("{id}")
    @Answers(OutsideView.class)
    public Response get(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(service.get(call.caller(), call.unit(), id), 200);
    }

    /** Adds a person or an institution to a unit's register. */
    @POST
    @Needs("directory.outside")
    @Answers(OutsideView.class)
    public Response create(@BeanParam Call call, OutsideService.Draft draft) {
        return answer(service.create(call.caller(), draft), 201);
    }

    /** Changes what is known of a person or an institution, and with whom it is shared. */
    @PUT
    @Needs("directory.outside")
    @Path("{id}")
    @Answers(OutsideView.class)
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, OutsideService.Draft draft) {
        return answer(service.change(call.caller(), id, call.expectedVersion(), draft), 200);
    }

    /** Deletes a person or an institution that was entered by mistake and that nothing refers to. */
    @DELETE
    @Needs("directory.outside")
    @Path("{id}")
    public void delete(@BeanParam Call call, @PathParam("id") UUID id) {
        service.delete(call.caller(), id, call.expectedVersion());
    }

    private static Comparator<OutsideData> order(String terms) {
        Comparator<OutsideData> all = (a, b) -> 0;
        for (String term : terms.split(", ")) {
            Comparator<OutsideData> one = SORTS.get(term.replace(" desc", ""));
            all = all.thenComparing(term.endsWith(" desc") ? one.reversed() : one);
        }
        return all.thenComparing(OutsideData::id);
    }

    private Response answer(Shown shown, int status) {
        return Versions.tag(Response.status(status).entity(view(shown)), shown.outside().version()).build();
    }

    private Response export(List<OutsideView> rows, List<String> wanted, Language language) {
        Map<String, Function<OutsideView, @Nullable Object>> all = new LinkedHashMap<>();
        all.put("name", OutsideView::name);
        all.put("kind", r -> labels.text(language, "outside.kind-" + r.kind()));
        all.put("institution", OutsideView::institution);
        all.put("title", OutsideView::title);
        all.put("specialities", r -> String.join(labels.text(language, "place.and"), r.specialities()));
        all.put("phone", OutsideView::phone);
        all.put("mail", OutsideView::mail);
        all.put("unit", r -> r.unit().name());
        all.put("reach", r -> labels.text(language, "outside.reach-" + r.reach()));
        all.put("from", r -> r.from() == null ? null : r.from().toString());
        all.put("to", r -> r.to() == null ? null : r.to().toString());
        all.put("note", OutsideView::note);
        List<String> chosen = wanted.isEmpty() ? List.copyOf(all.keySet()) : wanted.stream().map(c -> c.replace("unit.name", "unit")).filter(all::containsKey).toList();
        if (chosen.isEmpty()) {
            throw Problem.badRequest("rest.bad-request");
        }
        return Transfers.xlsx(workbooks, labels.text(language, "nav.outside"), chosen.stream().map(c -> new Workbooks.Column(labels.text(language, "outside." + c), 18)).toList(),
                sink -> rows.forEach(r -> sink.row(chosen.stream().map(c -> all.get(c).apply(r)).toArray())));
    }

    private OutsideView view(Shown shown) {
        OutsideData o = shown.outside();
        return new OutsideView(o.id(), o.kind(), o.name(), o.institution(), o.title(), o.specialities(), o.phone(), o.mail(), o.note(), o.from(), o.to(), unit(o.unit()), o.reach(),
                List.copyOf(o.shared()), o.shared().stream().map(this::unit).toList(), shown.personal(), shown.writable());
    }

    /** Of a closed unit what it was called last. */
    private UnitRef unit(UUID id) {
        return new UnitRef(id, tree.find(id).map(Unit::name).orElseGet(() -> {
            org.shuyuan.api.directory.@Nullable UnitRecord was = tree.records(List.of(id)).get(id);
            return was == null ? "" : was.name();
        }));
    }
}
