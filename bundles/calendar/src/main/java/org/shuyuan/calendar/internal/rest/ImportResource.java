package org.shuyuan.calendar.internal.rest;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
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
import org.shuyuan.api.office.Calendars;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.ImportPlan;
import org.shuyuan.calendar.internal.ImportService;
import org.shuyuan.calendar.internal.rest.Views.ChangeView;
import org.shuyuan.calendar.internal.rest.Views.ImportFault;
import org.shuyuan.calendar.internal.rest.Views.ImportItem;
import org.shuyuan.calendar.internal.rest.Views.ImportView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;

/** Calendar files: read, shown, confirmed. */
@Component(service = ImportResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("imports")
@Produces("application/json")
public final class ImportResource {

    /** Kinds picked by a person, by uid. */
    public record Choice(@Nullable Map<String, UUID> kinds) {}

    private final ImportService imports;
    private final ViewMaker views;
    private final HistoryViews historyViews;
    private final Texts texts;

    @Activate
    public ImportResource(@Reference ImportService imports, @Reference ViewMaker views, @Reference HistoryViews historyViews,
            @Reference Texts texts) {
        this.imports = imports;
        this.views = views;
        this.historyViews = historyViews;
        this.texts = texts;
    }

    /** Reads a calendar file and shows what it would change; nothing is written yet. The body is the file. */
    @POST
    @Needs("calendar.import")
    @Consumes("application/octet-stream")
    public Response begin(@BeanParam Call call, @QueryParam("name") @Nullable String name, InputStream content) {
        return Response.status(201).entity(view(call, imports.begin(call.caller(), call.unit(), Transfers.fileName(name), content))).build();
    }

    /** An import with its preview. */
    @GET
    @Needs(value = "calendar.import", orAbsent = true)
    @Path("{id}")
    public ImportView show(@BeanParam Call call, @PathParam("id") UUID id) {
        return view(call, imports.show(call.caller(), id));
    }

    /** Writes what the preview showed. */
    @POST
    @Needs(value = "calendar.import", orAbsent = true)
    @Path("{id}/confirm")
    @Consumes("application/json")
    public ImportView confirm(@BeanParam Call call, @PathParam("id") UUID id, @Nullable Choice choice) {
        return view(call, imports.confirm(call.caller(), id, choice == null || choice.kinds() == null ? Map.of() : choice.kinds()));
    }

    private ImportView view(Call call, ImportService.Preview preview) {
        Language language = call.language();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (ImportPlan.Action action : ImportPlan.Action.values()) {
            counts.put(name(action), preview.plan().count(action));
        }
        List<ImportItem> items = preview.plan().lines().stream().map(l -> item(l, language)).toList();
        List<ImportFault> faults = preview.plan().faults().stream()
                .map(f -> new ImportFault(f.line(), texts.text(language, "office", f.key(), Map.of("what", f.what())))).toList();
        return new ImportView(preview.file().id(), preview.file().name(), views.unit(preview.file().unit()), preview.file().confirmedAt(), counts,
                items, faults);
    }

    private ImportItem item(ImportPlan.Line line, Language language) {
        Calendars.Item item = line.item();
        List<String> notes = line.notes().stream().map(n -> texts.text(language, n.module(), n.key(), n.values())).toList();
        return new ImportItem(item.line(), line.uid(), item.summary(), Times.text(item.start(), item.zone(), item.allDay()),
                Times.text(item.end(), item.zone(), item.allDay()), item.allDay(), item.rule(),
                item.excluded().size(), line.draft() == null ? 0 : line.draft().overrides().size(),
                line.kind() == null ? null : views.kind(line.kind(), language), name(line.action()), changes(line, language), notes);
    }

    private List<ChangeView> changes(ImportPlan.Line line, Language language) {
        Event before = line.before();
        return before == null || line.draft() == null || line.action() != ImportPlan.Action.CHANGED ? List.of()
                : historyViews.changes(before, new Event(before.id(), before.version(), before.uid(), line.draft(), before.madeUntil(), before.trace()), language);
    }

    private static String name(ImportPlan.Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
