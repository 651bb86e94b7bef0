package org.shuyuan.examples.reading.internal;

import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.module.ModuleStarted;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.text.Texts;
import org.shuyuan.examples.reading.internal.Views.BookView;
import org.shuyuan.rest.Answers;
import org.shuyuan.rest.Body;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestApplication;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;

/** The shelf over REST. Its Javadoc is the module's REST description. */
@Component(service = BookResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=reading)")
@Path("books")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class BookResource {

    /** Everything under {@code /api/reading}. It asks for nothing of ModuleStarted, but comes after the resources and goes before them. */
    @Component(service = Application.class)
    @RestApplication
    @JaxrsName("reading")
    @JaxrsApplicationBase("/api/reading")
    public static final class Rest extends Application {

        @Activate
        public Rest(@Reference(target = "(shuyuan.module=reading)") ModuleStarted afterItsResources) {}
    }

    /** As a form sends it. */
    public record BookInput(@Nullable String title, @Nullable String author, @Nullable String publisher, @Nullable String why) {

        BookService.Draft draft() {
            return new BookService.Draft(title, author, publisher, why);
        }
    }

    private static final Map<String, String> SORTS = Map.of("title", "b.title", "author", "b.author", "publisher", "b.publisher");
    private static final int MOST_EXPORTED = 100_000;

    private final BookService service;
    private final BookStore store;
    private final Views views;
    private final Shelves shelves;
    private final Workbooks workbooks;
    private final Texts texts;

    @Activate
    public BookResource(@Reference BookService service, @Reference BookStore store, @Reference Views views, @Reference Shelves shelves, @Reference Workbooks workbooks, @Reference Texts texts) {
        this.service = service;
        this.store = store;
        this.views = views;
        this.shelves = shelves;
        this.workbooks = workbooks;
        this.texts = texts;
    }

    /** The books of the unit, and of those below and above it, that the caller may see; also as a workbook. */
    @GET
    @Needs("reading.read")
    @Produces({MediaType.APPLICATION_JSON, Transfers.XLSX})
    @Answers(value = BookView.class, page = true)
    public Response list(@BeanParam Call call, @BeanParam ListQuery query) {
        Found<Book> found = store.list(new BookStore.Wanted(shelves.seen(call.caller(), call.unit()), query.like(), query.orderBy(SORTS, "b.title, b.id"),
                query.export() ? 0 : query.offset(), query.export() ? MOST_EXPORTED : query.size()));
        List<BookView> rows = views.books(call.caller(), found.items());
        return query.export() ? sheet(call, query, rows) : Response.ok(Page.of(rows, found.total(), query), MediaType.APPLICATION_JSON).build();
    }

    private Response sheet(Call call, ListQuery query, List<BookView> rows) {
        return Sheets.xlsx(workbooks, text(call, "book.list"), List.of(
                new Sheets.Column<>("title", text(call, "book.title"), 40, BookView::title), new Sheets.Column<>("author", text(call, "book.author"), 20, BookView::author),
                new Sheets.Column<>("publisher", text(call, "book.publisher"), 24, BookView::publisher), new Sheets.Column<>("unit.name", text(call, "book.unit"), 24, row -> row.unit().name()),
                new Sheets.Column<>("readers", text(call, "book.readers"), 10, BookView::readers), new Sheets.Column<>("finished", text(call, "book.finished"), 10, BookView::finished),
                new Sheets.Column<>("why", text(call, "book.why"), 60, BookView::why)), query, rows);
    }

    private String text(Call call, String key) {
        return texts.text(call.language(), "reading", key, Map.of());
    }

    /** A book. */
    @GET
    @Path("{id}")
    @Needs(value = "reading.read", orAbsent = true)
    @Answers(BookView.class)
    public Response find(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, 200, service.find(call.caller(), id));
    }

    /** Puts a book on the unit's shelf. */
    @POST
    @Needs("reading.write")
    @Answers(BookView.class)
    public Response add(@BeanParam Call call, @Nullable BookInput input) {
        return answer(call, 201, service.add(call.caller(), call.unit(), Body.needed(input).draft()));
    }

    /** Changes a book; its unit stays. */
    @PUT
    @Path("{id}")
    @Needs("reading.write")
    @Answers(BookView.class)
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, @Nullable BookInput input) {
        int version = call.expectedVersion();
        try {
            return answer(call, 200, service.change(call.caller(), id, version, Body.needed(input).draft()));
        } catch (OptimisticLockException stale) {
            throw changed(call, id);
        }
    }

    /** Takes a book that nobody has read off the shelf. */
    @DELETE
    @Path("{id}")
    @Needs("reading.write")
    public void remove(@BeanParam Call call, @PathParam("id") UUID id) {
        int version = call.expectedVersion();
        try {
            service.remove(call.caller(), id, version);
        } catch (OptimisticLockException stale) {
            throw changed(call, id);
        }
    }

    private RuntimeException changed(Call call, UUID id) {
        Book now = service.find(call.caller(), id);
        return Versions.changedMeanwhile(views.books(call.caller(), List.of(now)).get(0), now.version(), null, null);
    }

    private Response answer(Call call, int status, Book book) {
        return Versions.tag(Response.status(status).type(MediaType.APPLICATION_JSON).entity(views.books(call.caller(), List.of(book)).get(0)), book.version()).build();
    }
}
