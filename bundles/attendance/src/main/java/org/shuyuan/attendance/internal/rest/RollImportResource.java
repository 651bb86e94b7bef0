package org.shuyuan.attendance.internal.rest;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.text.Texts;
import org.shuyuan.attendance.internal.RollImports;
import org.shuyuan.attendance.internal.rest.Views.PersonView;
import org.shuyuan.attendance.internal.rest.Views.RollFault;
import org.shuyuan.attendance.internal.rest.Views.RollImportView;
import org.shuyuan.attendance.internal.rest.Views.RollLine;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;

/** A workbook for a roll. */
@Component(service = RollImportResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("gatherings/{id}/roll-file")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_OCTET_STREAM)
public final class RollImportResource {

    private static final int MOST_LINES = 2_000;

    private final RollImports imports;
    private final Texts texts;
    private final ViewMaker views;

    @Activate
    public RollImportResource(@Reference RollImports imports, @Reference Texts texts, @Reference ViewMaker views) {
        this.imports = imports;
        this.texts = texts;
        this.views = views;
    }

    /** What a workbook would change of the roll, and every problem by row and cell; writes nothing. The body is the file. */
    @POST
    @Needs("attendance.take")
    public RollImportView preview(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("name") @Nullable String name, InputStream content) {
        return view(call, imports.preview(call.caller(), id, Transfers.fileName(name), content));
    }

    /**
     * Writes what was shown. The body is the file again.
     *
     * @param seal of the preview: another file, or a roll that was changed meanwhile, is refused
     */
    @POST
    @Needs("attendance.take")
    @Path("confirm")
    public RollImportView confirm(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("name") @Nullable String name, @QueryParam("seal") @Nullable String seal, InputStream content) {
        return view(call, imports.confirm(call.caller(), id, Transfers.fileName(name), content, seal));
    }

    private RollImportView view(Call call, RollImports.Preview preview) {
        List<RollImports.Line> shown = preview.lines().stream().limit(MOST_LINES).toList();
        List<PersonView> people = views.people(shown.stream().map(l -> l.was().person()).toList(), call.language());
        List<RollLine> lines = new java.util.ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            RollImports.Line l = shown.get(i);
            lines.add(new RollLine(l.row(), people.get(i), l.was().state() == null ? null : l.was().state().word(), l.state().word(), l.reason(), l.note(), l.minutes(),
                    l.came() == null ? null : views.moment(preview.gathering(), l.came()), l.changed()));
        }
        List<RollFault> faults = preview.faults().stream()
                .map(f -> new RollFault(f.row(), f.column() == null ? String.valueOf(f.row()) : f.column() + f.row(),
                        texts.text(call.language(), "attendance", f.key(), Map.of("what", f.what())))).toList();
        return new RollImportView(preview.headings(), (int) preview.changed(), preview.lines().size() - (int) preview.changed(), lines, faults, preview.seal());
    }
}
