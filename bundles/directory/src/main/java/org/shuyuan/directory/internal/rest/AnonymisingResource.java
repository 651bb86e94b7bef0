package org.shuyuan.directory.internal.rest;

import java.time.Instant;
import java.time.LocalDate;
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
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.records.Anonymiser.Holding;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.directory.internal.Anonymising;
import org.shuyuan.directory.internal.Anonymising.Plan;
import org.shuyuan.directory.internal.MembershipData;
import org.shuyuan.directory.internal.PersonService;
import org.shuyuan.directory.internal.PersonView.UnitRef;
import org.shuyuan.directory.internal.jpa.AnonymisedStore.Done;
import org.shuyuan.directory.internal.rest.RecordResource.ModuleRef;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** Anonymising people who left. */
@Component(service = AnonymisingResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=directory)")
@Path("anonymising")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class AnonymisingResource {

    /** @param to first day the person no longer belonged */
    public record PersonRef(UUID id, String name, @Nullable String number, @Nullable UnitRef unit, @Nullable LocalDate to) {}

    /** What a module holds. @param fate {@code goes}, {@code nameless}, {@code stays} @param why it stays, in the caller's language */
    public record HeldView(ModuleRef module, String text, long count, String fate, @Nullable String why) {}

    /** How it was done. @param basis {@code person}, {@code retention}, {@code authority} */
    public record DoneView(int number, String basis, String reason, @Nullable String reference, Instant at, String by) {}

    /** What goes and what stays; once it is done what stayed, and why it was done. */
    public record PlanView(PersonRef person, List<HeldView> items, @Nullable DoneView done) {}

    /** @param months how long ago they left at least */
    public record Due(List<PersonRef> items, long total, int page, int size, int months) {}

    private final Anonymising service;
    private final Texts texts;

    @Activate
    public AnonymisingResource(@Reference Anonymising service, @Reference Texts texts) {
        this.service = service;
        this.texts = texts;
    }

    /** Those of the unit and below who left long ago and are not anonymised. */
    @GET
    @Needs("directory.anonymise")
    public Due due(@BeanParam Call call, @BeanParam ListQuery query) {
        Anonymising.Due due = service.due(call.caller(), call.unit(), query);
        return new Due(due.page().items().stream().map(l -> new PersonRef(l.person(), l.name(), l.number(), new UnitRef(l.unit(), l.unitName()), l.left())).toList(),
                due.page().total(), due.page().page(), due.page().size(), due.months());
    }

    /** What goes and what stays, and why, when a person is anonymised; of one who is, what stayed. */
    @GET
    @Needs("directory.anonymise")
    @Path("{id}")
    public Response plan(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, service.plan(call.caller(), id));
    }

    /** Anonymises a person for good. */
    @POST
    @Needs("directory.anonymise")
    @Path("{id}")
    public Response anonymise(@BeanParam Call call, @PathParam("id") UUID id, Anonymising.Request request) {
        return answer(call, service.anonymise(call.caller(), id, call.expectedVersion(), request));
    }

    private Response answer(Call call, Plan plan) {
        PersonService.Shown shown = plan.shown();
        Language language = call.language();
        @Nullable MembershipData main = shown.main();
        @Nullable Done done = plan.done();
        PersonRef person = new PersonRef(shown.person().id(), Anonymous.shown(shown.person().name(), language), shown.person().number(),
                main == null ? null : new UnitRef(main.unit(), main.unitName()), main == null ? null : main.to());
        PlanView view = new PlanView(person, plan.held().stream().map(h -> view(language, h)).toList(),
                done == null ? null : new DoneView(done.number(), done.basis(), done.reason(), done.reference(), done.at(), Anonymous.shown(done.by(), language)));
        return Versions.tag(Response.ok(view).header("Cache-Control", "no-store"), shown.person().version()).build();
    }

    private HeldView view(Language language, Anonymising.Held held) {
        Holding h = held.holding();
        Map<String, Object> values = Map.of("count", h.count());
        return new HeldView(new ModuleRef(held.module(), texts.text(language, held.module(), "module.name")), texts.text(language, held.module(), h.key(), values), h.count(),
                h.fate().name().toLowerCase(Locale.ROOT), h.why() == null ? null : texts.text(language, held.module(), h.why(), values));
    }
}
