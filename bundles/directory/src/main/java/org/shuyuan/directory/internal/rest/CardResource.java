package org.shuyuan.directory.internal.rest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
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
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Names;
import org.shuyuan.directory.internal.MembershipData;
import org.shuyuan.directory.internal.PersonService;
import org.shuyuan.directory.internal.VCards;
import org.shuyuan.directory.internal.jpa.PersonStore.Listed;
import org.shuyuan.directory.internal.names.ChineseNames;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;

/** People as visiting cards for address books. */
@Component(service = CardResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=directory)")
@Path("cards")
@Produces("text/vcard")
public class CardResource {

    private static final int MOST = 2_000;
    private static final String TYPE = "text/vcard; charset=utf-8";

    private final PersonService service;
    private final ChineseNames names;

    @Activate
    public CardResource(@Reference PersonService service, @Reference ChineseNames names) {
        this.service = service;
        this.names = names;
    }

    /**
     * One person's card. What the caller sees masked is left out.
     *
     * @param version {@code 3} for phones that read no vCard 4.0
     */
    @GET
    @Needs(value = "directory.read", orAbsent = true)
    @Path("{id}")
    public Response one(@BeanParam Call call, @PathParam("id") UUID id, @QueryParam("version") @Nullable String version) {
        PersonService.Shown shown = service.open(call.caller(), id);
        if (Anonymous.number(shown.person().name()).isPresent()) {
            throw Problem.conflict("directory.anonymised");
        }
        @Nullable MembershipData main = shown.main();
        Set<String> hidden = service.hidden(call.caller(), id, main == null ? null : main.unit());
        String card = new VCards(!"3".equals(version), names).card(shown.person(), main, above(main), hidden);
        return Transfers.download(shown.person().name() + ".vcf", TYPE, out -> out.write(card.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The cards of the people of a unit, as the list is searched and filtered; at most 2,000.
     *
     * @param group an audience group
     * @param political political status
     * @param within a unit below, instead of {@code unit}
     * @param version {@code 3} for phones that read no vCard 4.0
     */
    @GET
    @Needs("directory.read")
    public Response all(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("group") @Nullable String group, @QueryParam("political") @Nullable String political,
            @QueryParam("within") @Nullable UUID within, @QueryParam("version") @Nullable String version) {
        UUID unit = within == null ? call.unit() : within;
        long count = list(call, unit, ListQuery.of(query.q(), 1, 1, null), group, political).total();
        if (count > MOST) {
            throw new Problem(422, "directory.too-many-cards").with("limit", MOST).with("count", count);
        }
        ListQuery everybody = ListQuery.of(query.q(), 1, 1, null);
        everybody.setFormat("xlsx");
        Page<Listed> page = list(call, unit, everybody, group, political);
        service.exported(call.caller(), unit, page.items(), Set.of("phone", "mail", "birth"));
        VCards cards = new VCards(!"3".equals(version), names);
        List<String> all = page.items().stream().map(l -> cards.card(l.person(), l.main(), above(l.main()), service.hidden(call.caller(), l.person().id(), l.main().unit()))).toList();
        return Transfers.download("people.vcf", TYPE, out -> {
            for (String card : all) {
                out.write(card.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private Page<Listed> list(Call call, UUID unit, ListQuery query, @Nullable String group, @Nullable String political) {
        return service.list(call.caller(), unit, true, blank(group), blank(political), false, Names.Order.of(call.language()), query);
    }

    private List<String> above(@Nullable MembershipData main) {
        List<String> path = main == null ? List.of() : service.path(main.unit());
        return path.isEmpty() ? List.of() : path.subList(0, path.size() - 1);
    }

    private static @Nullable String blank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
