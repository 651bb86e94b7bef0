package org.shuyuan.directory.internal.rest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
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
import org.shuyuan.api.records.RecordSource;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.directory.internal.DataAboutMe;
import org.shuyuan.directory.internal.MembershipData;
import org.shuyuan.directory.internal.PersonService;
import org.shuyuan.directory.internal.Records;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** What other modules say about a person. */
@Component(service = RecordResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=directory)")
@Path("records")
@Produces(MediaType.APPLICATION_JSON)
public class RecordResource {

    private static final int MOST = 100;

    public record ModuleRef(String id, String name) {}

    /** @param link path in the portal that opens it */
    public record Entry(ModuleRef module, Instant at, String text, String link) {}

    /** @param silent modules that did not answer in time */
    public record Told(List<Entry> items, List<ModuleRef> silent, LocalDate from, LocalDate to) {}

    /** @param silent modules that did not answer in time */
    public record HeldView(List<HeldTables.Table> tables, List<ModuleRef> silent) {}

    private final PersonService persons;
    private final Records records;
    private final Texts texts;
    private final DataAboutMe data;
    private final HeldTables held;

    @Activate
    public RecordResource(@Reference PersonService persons, @Reference Records records, @Reference DataAboutMe data, @Reference Texts texts) {
        this.persons = persons;
        this.records = records;
        this.texts = texts;
        this.data = data;
        this.held = new HeldTables(texts);
    }

    /**
     * What a person has done, as the modules tell it; the newest 100.
     *
     * @param from first day; a year ago unless given
     * @param to last day; today unless given
     */
    @GET
    @Needs(value = "directory.read", orAbsent = true)
    @Path("{id}")
    public Told of(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        PersonService.Shown shown = persons.get(call.caller(), id);
        @Nullable MembershipData main = shown.main();
        ZoneId zone = persons.zone(main == null ? null : main.unit());
        LocalDate last = Objects.requireNonNullElseGet(Days.of(to, "to"), () -> LocalDate.now(zone));
        LocalDate first = Objects.requireNonNullElseGet(Days.of(from, "from"), () -> last.minusYears(1));
        Records.Told told = records.ask(new RecordSource.Question(call.caller(), List.of(id), first.atStartOfDay(zone).toInstant(), last.plusDays(1).atStartOfDay(zone).toInstant(), MOST));
        Language language = call.language();
        return new Told(told.items().stream().map(s -> new Entry(module(language, s.module()), s.item().at(), texts.text(language, s.module(), s.item().key(), s.item().values()),
                s.item().link())).toList(), told.silent().stream().map(m -> module(language, m)).toList(), first, last);
    }

    /** What modules tell the caller about a person beside records, such as the account and its roles. */
    @GET
    @Needs(value = "directory.read", orAbsent = true)
    @Path("{id}/held")
    public HeldView held(@BeanParam Call call, @PathParam("id") UUID id) {
        DataAboutMe.Gathered gathered = data.about(call.caller(), id);
        Language language = call.language();
        return new HeldView(held.of(language, gathered.parts()), gathered.silent().stream().map(m -> module(language, m)).toList());
    }

    private ModuleRef module(Language language, String id) {
        return new ModuleRef(id, texts.text(language, id, "module.name"));
    }
}
