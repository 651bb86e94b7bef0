package org.shuyuan.calendar.internal.rest;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.calendar.internal.ImportPlan.Action;
import org.shuyuan.calendar.internal.Plan;
import org.shuyuan.calendar.internal.PlanImports;
import org.shuyuan.calendar.internal.PlanItem;
import org.shuyuan.calendar.internal.rest.PlanViews.ImportChoice;
import org.shuyuan.calendar.internal.rest.PlanViews.ImportLine;
import org.shuyuan.calendar.internal.rest.PlanViews.ImportProblem;
import org.shuyuan.calendar.internal.rest.PlanViews.PlanImportView;
import org.shuyuan.calendar.internal.rest.Views.ChangeView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;

/** Plans out of workbooks: read, shown, confirmed. */
@Component(service = PlanImportResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=calendar)")
@Path("plan-imports")
@Produces("application/json")
public final class PlanImportResource {

    private final PlanImports imports;
    private final PlanViewMaker maker;
    private final ViewMaker views;
    private final Texts texts;

    @Activate
    public PlanImportResource(@Reference PlanImports imports, @Reference PlanViewMaker maker, @Reference ViewMaker views, @Reference Texts texts) {
        this.imports = imports;
        this.maker = maker;
        this.views = views;
        this.texts = texts;
    }

    /**
     * Reads a workbook and shows what it would change; nothing of a plan is written yet. The body is the file.
     *
     * @param plan the draft that it is for; when missing found by title and period, else a new one
     */
    @POST
    @Needs("calendar.write")
    @Consumes("application/octet-stream")
    public Response begin(@BeanParam Call call, @QueryParam("name") @Nullable String name, @QueryParam("plan") @Nullable UUID plan, InputStream content) {
        return Response.status(201).entity(view(call, imports.begin(call.caller(), call.unit(), plan, Transfers.fileName(name), content))).build();
    }

    /**
     * An import with its preview.
     *
     * @param title chosen instead of the file's
     * @param period likewise, with {@code year} and {@code number}
     */
    @GET
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("{id}")
    public PlanImportView show(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("title") @Nullable String title, @QueryParam("period") @Nullable String period,
            @QueryParam("year") @Nullable String year, @QueryParam("number") @Nullable String number) {
        return view(call, imports.show(call.caller(), id, choice(new ImportChoice(title, period, whole(year), whole(number)))));
    }

    /** Writes what the preview showed. */
    @POST
    @Needs(value = "calendar.write", orAbsent = true)
    @Path("{id}/confirm")
    @Consumes("application/json")
    public PlanImportView confirm(@BeanParam Call call, @PathParam("id") UUID id, @Nullable ImportChoice choice) {
        return view(call, imports.confirm(call.caller(), id, choice == null ? PlanImports.Choice.NONE : choice(choice)));
    }

    /** Null for what is none: it is refused where it is used. */
    private static @Nullable Integer whole(@Nullable String text) {
        return text == null || !text.matches("\\d{1,4}") ? null : Integer.valueOf(text);
    }

    private static PlanImports.Choice choice(ImportChoice c) {
        Plan.Span span = PlanViews.span(c.period(), c.year(), c.number()).orElse(null);
        return new PlanImports.Choice(c.title(), span);
    }

    private PlanImportView view(Call call, PlanImports.Preview preview) {
        Language language = call.language();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Action action : Action.values()) {
            counts.put(action.name().toLowerCase(Locale.ROOT), preview.count(action));
        }
        Plan.Span span = preview.found().span();
        List<ImportProblem> faults = preview.found().faults().stream()
                .map(f -> new ImportProblem(f.row(), f.column() + f.row(), texts.text(language, "calendar", f.key(), Map.of("what", f.what())), f.refused())).toList();
        return new PlanImportView(preview.upload().id(), preview.upload().name(), views.unit(preview.upload().unit()), preview.draft() == null ? null : preview.draft().id(), preview.title(),
                span.period().name().toLowerCase(Locale.ROOT), span.year(), span.number(), preview.upload().confirmedAt(), preview.found().headings(), counts,
                preview.lines().stream().map(line -> line(line, language)).toList(), faults);
    }

    private ImportLine line(PlanImports.Line line, Language language) {
        PlanItem i = line.item();
        PlanItem before = line.before();
        List<ChangeView> changes = before == null ? List.of() : maker.changes(before, i, i.snapshot().entrySet().stream()
                .filter(e -> !Objects.equals(e.getValue(), before.snapshot().get(e.getKey()))).map(Map.Entry::getKey).toList(), language);
        return new ImportLine(line.row(), i.month(), i.day() == null ? null : i.day().toString(), i.topic(), i.content(), i.form(), i.kind() == null ? null : views.kind(i.kind(), language),
                maker.who(i.host(), language), i.audienceWords(), maker.who(i.responsible(), language), i.note(), line.action().name().toLowerCase(Locale.ROOT), changes);
    }
}
