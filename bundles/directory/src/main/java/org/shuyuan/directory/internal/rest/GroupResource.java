package org.shuyuan.directory.internal.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
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
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.text.Language;
import org.shuyuan.directory.internal.GroupData;
import org.shuyuan.directory.internal.GroupReader.Member;
import org.shuyuan.directory.internal.GroupService;
import org.shuyuan.directory.internal.PersonView.UnitRef;
import org.shuyuan.directory.internal.UnitTree;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Json;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Versions;

/** Audience groups. */
@Component(service = GroupResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=directory)")
@Path("groups")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class GroupResource {

    /** @param text the name in the caller's language @param name by language @param unit whose it is; null: the portal's @param rule null: by hand */
    public record GroupView(UUID id, String text, Map<String, String> name, @Nullable UnitRef unit, @Nullable JsonNode rule, boolean byRule, @Nullable String note, int order,
            boolean open, boolean writable) {}

    /** @param because fields of the conditions that held; empty for who was named by hand */
    public record GroupMember(UUID id, String name, @Nullable String number, UnitRef unit, @Nullable String position, List<String> because) {}

    /** @param rule see {@code docs/groups.md} @param on the day; today unless given */
    public record Trial(@Nullable JsonNode rule, @Nullable LocalDate on) {}

    public record People(@Nullable List<UUID> people) {}

    private final GroupService service;
    private final UnitTree tree;

    @Activate
    public GroupResource(@Reference GroupService service, @Reference UnitTree tree) {
        this.service = service;
        this.tree = tree;
    }

    /** The groups that can be addressed at the unit: the portal's, those of the units above and its own. */
    @GET
    @Needs("directory.read")
    public Page<GroupView> list(@BeanParam Call call) {
        List<GroupView> all = service.list(call.caller(), call.unit()).stream().map(g -> view(call, g)).toList();
        return new Page<>(all, all.size(), 1, Math.max(1, all.size()));
    }

    /** One group: of the whole portal, of the unit or of one above it. */
    @GET
    @Needs(value = "directory.read", orBelow = true)
    @Path("{id}")
    public Response get(@BeanParam Call call, @PathParam("id") UUID id) {
        return answer(call, service.get(call.caller(), call.unit(), id), 200);
    }

    /** Adds a group; one of the whole portal's only who keeps groups at the topmost unit. */
    @POST
    @Needs("directory.groups")
    public Response create(@BeanParam Call call, GroupService.Draft draft) {
        return answer(call, service.create(call.caller(), draft), 201);
    }

    /** Changes a group. */
    @PUT
    @Needs("directory.groups")
    @Path("{id}")
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, GroupService.Draft draft) {
        return answer(call, service.change(call.caller(), id, call.expectedVersion(), draft), 200);
    }

    /** Closes a group: it is no longer offered, who was in it stays answerable. */
    @DELETE
    @Needs("directory.groups")
    @Path("{id}")
    public void close(@BeanParam Call call, @PathParam("id") UUID id) {
        service.close(call.caller(), id, call.expectedVersion());
    }

    /** Whom of the unit and below a rule would mean, and why; nothing is stored. */
    @POST
    @Needs("directory.groups")
    @Path("trial")
    public Page<GroupMember> trial(@BeanParam Call call, Trial trial) {
        List<Member> all = service.tried(call.caller(), call.unit(), trial.rule(), trial.on());
        return new Page<>(all.stream().limit(100).map(m -> member(m, call.language())).toList(), all.size(), 1, 100);
    }

    /**
     * Who of the unit and below is in the group, and why.
     *
     * @param on the day; today unless given, and where an age decides and the caller may neither read what is personal nor keep groups there
     */
    @GET
    @Needs(value = "directory.read", orBelow = true)
    @Path("{id}/members")
    public Page<GroupMember> members(@BeanParam Call call, @BeanParam ListQuery query, @PathParam("id") UUID id, @QueryParam("on") @Nullable String on) {
        String q = query.q();
        List<Member> all = service.members(call.caller(), call.unit(), id, Days.of(on, "on")).stream()
                .filter(m -> q.isEmpty() || m.candidate().name().contains(q) || m.candidate().unitName().contains(q)).toList();
        return Page.of(all.stream().skip(query.offset()).limit(query.size()).map(m -> member(m, call.language())).toList(), all.size(), query);
    }

    /** Names people by hand. */
    @POST
    @Needs("directory.groups")
    @Path("{id}/members")
    public void name(@BeanParam Call call, @PathParam("id") UUID id, People people) {
        service.name(call.caller(), id, people.people());
    }

    /** Takes a person out who was named by hand. */
    @DELETE
    @Needs("directory.groups")
    @Path("{id}/members/{person}")
    public void unname(@BeanParam Call call, @PathParam("id") UUID id, @PathParam("person") UUID person) {
        service.unname(call.caller(), id, person);
    }

    private Response answer(Call call, GroupData group, int status) {
        return Versions.tag(Response.status(status).entity(view(call, group)), group.version()).build();
    }

    private GroupView view(Call call, GroupData g) {
        return new GroupView(g.id(), g.names().text(call.language()), g.names().byTag(),
                Optional.ofNullable(g.unit()).flatMap(tree::find).map(u -> new UnitRef(u.id(), u.name())).orElse(null), rule(g.rule()), g.rule() != null, g.note(), g.order(),
                g.closedOn() == null, g.closedOn() == null && service.writable(call.caller(), g));
    }

    private static @Nullable JsonNode rule(@Nullable String json) {
        try {
            return json == null ? null : Json.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored rule is no JSON", e);
        }
    }

    static GroupMember member(Member m, Language language) {
        return new GroupMember(m.candidate().person(), Anonymous.shown(m.candidate().name(), language), m.candidate().number(), new UnitRef(m.candidate().unit(), m.candidate().unitName()),
                m.candidate().position(), m.because().stream().map(c -> c.field()).distinct().toList());
    }
}
