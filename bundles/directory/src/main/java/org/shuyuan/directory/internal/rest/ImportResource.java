package org.shuyuan.directory.internal.rest;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
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
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Texts;
import org.shuyuan.directory.internal.ImportData;
import org.shuyuan.directory.internal.ImportJobs;
import org.shuyuan.directory.internal.ImportService;
import org.shuyuan.directory.internal.Privacy;
import org.shuyuan.directory.internal.jpa.JobStore;
import org.shuyuan.directory.internal.roster.Comparison.Line;
import org.shuyuan.directory.internal.roster.Known;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;

/** Rosters on their way in. */
@Component(service = ImportResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=directory)")
@Path("imports")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ImportResource {

    /** @param digest of the preview that was looked at; without it whatever stands there now is confirmed */
    public record Confirmation(@Nullable String digest) {}

    public record Recent(List<ImportView.Summary> items) {}

    private final ImportService service;
    private final ImportJobs jobs;
    private final Workbooks workbooks;
    private final Labels labels;
    private final ImportView view;

    @Activate
    public ImportResource(@Reference ImportService service, @Reference ImportJobs jobs, @Reference Workbooks workbooks, @Reference Texts texts,
            @Reference Privacy privacy) {
        this.service = service;
        this.jobs = jobs;
        this.workbooks = workbooks;
        this.labels = new Labels(texts);
        this.view = new ImportView(labels, privacy);
    }

    /** The unit's newest imports. */
    @GET
    @Needs("directory.import")
    public Recent newest(@BeanParam Call call) {
        return new Recent(service.newest(call.caller(), call.unit()).stream()
                .map(d -> d.open() && jobs.job(call.caller(), d.id()).filter(JobStore.Job::running).isPresent() ? ImportView.summary(d).running() : ImportView.summary(d)).toList());
    }

    /** Reads a roster and shows what it would change; nothing is written yet. The body is the file. */
    @POST
    @Needs("directory.import")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    public Response open(@BeanParam Call call, @QueryParam("name") @Nullable String name, InputStream body) {
        return answer(call, service.open(call.caller(), call.unit(), Transfers.fileName(name), body), 201);
    }

    /** An import with its preview. */
    @GET
    @Needs(value = "directory.import", orAbsent = true)
    @Path("{id}")
    public Response get(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, service.find(call.caller(), id), 200);
    }

    /** Changes how a roster is read, or corrects cells. */
    @PATCH
    @Needs(value = "directory.import", orAbsent = true)
    @Path("{id}")
    public Response adjust(@BeanParam Call call, @PathParam("id") UUID id, ImportService.Adjustment change) {
        return answer(call, service.adjust(call.caller(), id, call.expectedVersion(), change), 200);
    }

    /**
     * The rows of a preview.
     *
     * @param filter {@code all}, {@code added}, {@code changed}, {@code moved}, {@code unchanged}, {@code unclear}, {@code noted}, {@code problem}
     */
    @GET
    @Needs(value = "directory.import", orAbsent = true)
    @Path("{id}/rows")
    public Page<ImportView.RowView> rows(@BeanParam Call call, @PathParam("id") UUID id, @BeanParam ListQuery query, @QueryParam("filter") @DefaultValue("all") String filter) {
        ImportService.Opened opened = open(call, id);
        List<Line> lines = opened.preview().filtered(filter);
        int from = Math.min(lines.size(), query.offset());
        List<Line> page = lines.subList(from, Math.min(lines.size(), from + query.size()));
        Map<UUID, Set<String>> read = view.read(opened, page);
        service.read(call.caller(), opened.data(), read.values().stream().flatMap(Set::stream).collect(Collectors.toSet()), read.size());
        return Page.of(page.stream().map(l -> view.row(opened, l, call.language())).toList(), lines.size(), query);
    }

    /** People of the unit who are not in the file. */
    @GET
    @Needs(value = "directory.import", orAbsent = true)
    @Path("{id}/missing")
    public Page<ImportView.MissingView> missing(@BeanParam Call call, @PathParam("id") UUID id, @BeanParam ListQuery query) {
        ImportService.Opened opened = open(call, id);
        List<Known> missing = opened.preview().missing();
        int from = Math.min(missing.size(), query.offset());
        return Page.of(missing.subList(from, Math.min(missing.size(), from + query.size())).stream().map(k -> view.missing(opened, k)).toList(), missing.size(), query);
    }

    /** The file that was handed over as a workbook, with the cells that need a look coloured and commented. */
    @GET
    @Needs(value = "directory.import", orAbsent = true)
    @Path("{id}/problems")
    @Produces({MediaType.APPLICATION_JSON, Transfers.XLSX})
    public Response problems(@BeanParam Call call, @PathParam("id") UUID id) {
        ImportService.Opened opened = open(call, id);
        String name = labels.text(call.language(), "import.marked-name", Map.of("name", opened.data().fileName().replaceAll("\\.[A-Za-z0-9]{1,5}$", ""))) + ".xlsx";
        return Transfers.download(name, Transfers.XLSX, out -> workbooks.mark(opened.book(), MarkedRoster.marks(opened, view, call.language()),
                labels.text(call.language(), "import.marked-heading"), out));
    }

    private ImportService.Opened open(Call call, UUID id) {
        ImportService.Opened opened = service.find(call.caller(), id);
        if (!opened.data().open()) {
            throw Problem.conflict("directory.import-over");
        }
        return opened;
    }

    /** How far the writing of an import is. */
    @GET
    @Needs(value = "directory.import", orAbsent = true)
    @Path("{id}/job")
    public ImportView.JobView job(@BeanParam Call call, @PathParam("id") UUID id) {
        return jobs.job(call.caller(), id).map(j -> view.job(j, call.language())).orElse(ImportView.NO_JOB);
    }

    /** Stops the writing of an import before it is committed; nothing of it stays. */
    @DELETE
    @Needs(value = "directory.import", orAbsent = true)
    @Path("{id}/job")
    public void cancel(@BeanParam Call call, @PathParam("id") UUID id) {
        jobs.cancel(call.caller(), id);
    }

    /** Begins to write what the preview showed; {@code job} says how far it is. */
    @POST
    @Needs(value = "directory.import", orAbsent = true)
    @Path("{id}/confirm")
    public Response confirm(@BeanParam Call call, @PathParam("id") UUID id, @Nullable Confirmation confirmation) {
        ImportData begun = jobs.start(call.caller(), id, call.expectedVersion(), confirmation == null ? null : confirmation.digest());
        return Versions.tag(Response.status(202).entity(ImportView.summary(begun)), begun.version()).build();
    }

    /** Drops an import that was not confirmed. */
    @DELETE
    @Needs(value = "directory.import", orAbsent = true)
    @Path("{id}")
    public void drop(@BeanParam Call call, @PathParam("id") UUID id) {
        service.drop(call.caller(), id, call.expectedVersion());
    }

    private Response answer(Call call, ImportService.Opened opened, int status) {
        return Versions.tag(Response.status(status).entity(view.of(opened, call.language())), opened.data().version()).build();
    }
}
