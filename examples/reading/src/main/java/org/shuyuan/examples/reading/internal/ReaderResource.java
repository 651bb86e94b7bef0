package org.shuyuan.examples.reading.internal;

import java.util.List;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.examples.reading.internal.Views.ReadingView;
import org.shuyuan.rest.Answers;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** Who reads a book. */
@Component(service = ReaderResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=reading)")
@Path("books/{book}/readings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ReaderResource {

    private final BookService shelf;
    private final ReadingService service;
    private final ReadingStore store;
    private final Views views;

    @Activate
    public ReaderResource(@Reference BookService shelf, @Reference ReadingService service, @Reference ReadingStore store, @Reference Views views) {
        this.shelf = shelf;
        this.service = service;
        this.store = store;
        this.views = views;
    }

    /** Who reads the book or has read it, and what they wrote: those who finished last first. */
    @GET
    @Needs(value = "reading.read", orAbsent = true)
    public Page<ReadingView> list(@BeanParam Call call, @PathParam("book") UUID book, @BeanParam ListQuery query) {
        Book of = shelf.find(call.caller(), book);
        Found<Reading> found = store.ofBook(book, query.offset(), query.size());
        return Page.of(views.readings(call.caller(), found.items().stream().map(reading -> new Reading.Of(reading, of)).toList()), found.total(), query);
    }

    /** The caller reads the book from today on. Who does already is told so: there is one reading of a person and a book. */
    @POST
    @Needs(value = "reading.read", orAbsent = true)
    @Answers(ReadingView.class)
    public Response start(@BeanParam Call call, @PathParam("book") UUID book) {
        Reading reading = service.start(call.caller(), book);
        return Versions.ok(views.readings(call.caller(), List.of(service.find(call.caller(), reading.id()))).get(0), reading.version());
    }
}
