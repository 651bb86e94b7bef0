package org.shuyuan.directory.internal.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.directory.internal.DataAboutMe;
import org.shuyuan.directory.internal.rest.HeldTables.Table;
import org.shuyuan.directory.internal.rest.RecordResource.ModuleRef;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;

/** What the portal holds about whoever asks. */
@Component(service = AboutMeResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=directory)")
@Path("me")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class AboutMeResource {

    /** @param silent modules that did not answer in time */
    public record Data(List<Table> tables, List<ModuleRef> silent, boolean person) {}

    public record Wish(@Nullable String text) {}

    /** @param told how many people have been told */
    public record Asked(int told) {}

    private final DataAboutMe data;
    private final Workbooks workbooks;
    private final Texts texts;
    private final Labels labels;
    private final HeldTables held;

    @Activate
    public AboutMeResource(@Reference DataAboutMe data, @Reference Workbooks workbooks, @Reference Texts texts) {
        this.data = data;
        this.workbooks = workbooks;
        this.texts = texts;
        this.labels = new Labels(texts);
        this.held = new HeldTables(texts);
    }

    /** Everything the modules hold about the caller, also as a workbook. */
    @GET
    @Needs(Needs.SIGN_IN)
    @Produces({MediaType.APPLICATION_JSON, Transfers.XLSX})
    public Response get(@BeanParam Call call, @BeanParam ListQuery query) {
        Language language = call.language();
        DataAboutMe.Gathered gathered = data.gather(call.caller());
        List<Table> tables = new ArrayList<>(held.of(language, gathered.parts()));
        if (!gathered.records().isEmpty()) {
            tables.add(new Table(held.module(language, "directory"), labels.text(language, "people.records"), List.of(labels.text(language, "me.at"), labels.text(language, "me.what"),
                    labels.text(language, "me.module")), gathered.records().stream().map(s -> List.<@Nullable Object>of(s.item().at(),
                    texts.text(language, s.module(), s.item().key(), s.item().values()), texts.text(language, s.module(), "module.name"))).toList()));
        }
        if (query.export()) {
            return workbook(tables, language);
        }
        Data answer = new Data(tables, gathered.silent().stream().map(m -> held.module(language, m)).toList(), call.caller().person() != null);
        return Response.ok(answer, MediaType.APPLICATION_JSON).header("Cache-Control", "no-store").build();
    }

    /** Asks those who may change the caller's data to put it right. */
    @POST
    @Needs(Needs.SIGN_IN)
    @Path("correction")
    public Asked ask(@BeanParam Call call, Wish wish) {
        return new Asked(data.ask(call.caller(), wish.text()));
    }

    private Response workbook(List<Table> tables, Language language) {
        List<Workbooks.Column> columns = List.of(new Workbooks.Column(labels.text(language, "me.module"), 16), new Workbooks.Column(labels.text(language, "me.table"), 20),
                new Workbooks.Column("1", 24), new Workbooks.Column("2", 24), new Workbooks.Column("3", 20), new Workbooks.Column("4", 20),
                new Workbooks.Column("5", 20), new Workbooks.Column("6", 20));
        return Transfers.xlsx(workbooks, labels.text(language, "me.title"), columns, sink -> tables.forEach(t -> {
            sink.row(line(language, t, new ArrayList<>(t.columns())));
            t.rows().forEach(row -> sink.row(line(language, t, row)));
        }));
    }

    private @Nullable Object[] line(Language language, Table table, List<? extends @Nullable Object> values) {
        return Stream.concat(Stream.of(table.module().name(), table.title()), java.util.stream.IntStream.range(0, 6).mapToObj(i -> i < values.size() ? cell(language, values.get(i)) : ""))
                .toArray();
    }

    private Object cell(Language language, @Nullable Object value) {
        return value == null ? "" : value instanceof Boolean yes ? labels.text(language, yes ? "me.true" : "me.false") : value instanceof Instant at ? at.toString() : value;
    }
}
