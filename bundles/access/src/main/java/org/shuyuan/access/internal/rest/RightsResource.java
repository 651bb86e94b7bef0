package org.shuyuan.access.internal.rest;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.access.internal.Account;
import org.shuyuan.access.internal.Around;
import org.shuyuan.access.internal.Explain;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.office.Workbooks.Column;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;

/** Who may do what, where and why. */
@Component(service = RightsResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=access)")
@Path("rights")
@Produces("application/json")
public class RightsResource {

    /** The state of a grant: in force today, or only later. */
    private static final List<String> COLUMNS = List.of("displayName", "name", "personUnit", "permission", "roleName", "unit", "reach", "since", "until", "grantedBy", "origin", "state");

    /**
     * One permission of one account by one grant.
     *
     * @param grantedBy who gave the role, or for whom the account stands in
     * @param origin {@code everything}, {@code template}, {@code module}, {@code added}, {@code own}
     * @param reach {@code everywhere}, {@code subtree}, {@code unit}
     * @param state {@code now}, {@code later}
     */
    public record Line(UUID account, String displayName, String name, Shown.@Nullable Person person, String permission, String permissionText,
            String role, String roleName, Shown.@Nullable Named unit, String reach, @Nullable LocalDate since, @Nullable LocalDate until, String grantedBy,
            boolean delegated, @Nullable String reason, String origin, String state) {}

    private final Explain explain;
    private final Mirror mirror;
    private final Around around;

    @Activate
    public RightsResource(@Reference Explain explain, @Reference Mirror mirror, @Reference Around around) {
        this.explain = explain;
        this.mirror = mirror;
        this.around = around;
    }

    /**
     * Who may do this at the unit today, one line for each grant that gives it; also as a workbook.
     *
     * @param permission {@code <module>.<name>}
     * @param at the unit, the one the request is about when left out
     */
    @GET
    @Needs("access.roles")
    @Path("who")
    public Response who(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("permission") @Nullable String permission,
            @QueryParam("at") @Nullable UUID at) {
        List<Explain.Reason> found = explain.who(call.caller(), permission == null ? "" : permission, at == null ? call.unit() : at);
        return answer(found, query, call.language(), "rights.who");
    }

    /**
     * What an account, or a person's account, may do, where and why, also what begins later; also as a workbook.
     *
     * @param account id of an account
     * @param person or id of a person
     * @param at only what counts at this unit today
     */
    @GET
    @Needs(value = "access.roles", orAbsent = true)
    @Path("what")
    public Response what(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("account") @Nullable UUID account,
            @QueryParam("person") @Nullable UUID person, @QueryParam("at") @Nullable UUID at) {
        if (account == null && person == null) {
            throw Problem.notFound("access.no-such-account");
        }
        List<Explain.Reason> found = account != null ? explain.what(call.caller(), account, at) : explain.whatOf(call.caller(), person, at);
        return answer(found, query, call.language(), "rights.what");
    }

    /** What the caller may do, where and why. */
    @GET
    @Needs(Needs.SIGN_IN)
    @Path("own")
    public Response own(@BeanParam Call call, @BeanParam ListQuery query) {
        return answer(explain.own(call.caller()), query, call.language(), "rights.own");
    }

    private Response answer(List<Explain.Reason> found, ListQuery query, Language language, String title) {
        List<Line> lines = filtered(lines(found, language), query.q());
        if (query.export()) {
            return workbook(lines, language, title);
        }
        int from = Math.min(query.offset(), lines.size());
        return Response.ok(new Page<>(lines.subList(from, Math.min(from + query.size(), lines.size())), lines.size(), query.page(), query.size())).build();
    }

    private static List<Line> filtered(List<Line> lines, String q) {
        String wanted = q.strip().toLowerCase(Locale.ROOT);
        return wanted.isEmpty() ? lines : lines.stream().filter(line -> String.join("\n", line.displayName(), line.name(), line.permissionText(), line.permission(), line.roleName())
                .toLowerCase(Locale.ROOT).contains(wanted)).toList();
    }

    private List<Line> lines(List<Explain.Reason> found, Language language) {
        Map<String, String> permissions = permissionTexts(language);
        Map<UUID, Shown.Person> people = mirror.peopleOf(found.stream().map(Explain.Reason::account).distinct().toList(), language);
        Map<UUID, Shown.Held> held = new HashMap<>();
        List<Line> lines = new ArrayList<>();
        for (Explain.Reason one : found) {
            Account account = one.account();
            Shown.Held grant = held.computeIfAbsent(one.grant().id(), id -> mirror.held(one.grant(), language));
            String reach = grant.unit() == null ? "everywhere" : grant.subtree() ? "subtree" : "unit";
            lines.add(new Line(account.id(), Anonymous.shown(account.displayName(), language), account.name(), people.get(account.id()), one.permission(),
                    permissions.getOrDefault(one.permission(), one.permission()), grant.role(), grant.roleName(), grant.unit(), reach, grant.since(), grant.until(),
                    grant.grantedBy(), grant.delegated(), grant.reason(), one.origin().name().toLowerCase(Locale.ROOT), one.today() ? "now" : "later"));
        }
        return lines;
    }

    private Map<String, String> permissionTexts(Language language) {
        Modules modules = around.modules();
        Map<String, String> texts = new HashMap<>();
        Map<String, List<ModuleInfo.Permission>> known = modules == null ? Map.of() : modules.permissions();
        known.forEach((module, permissions) -> permissions.forEach(one -> texts.put(one.id(),
                around.text(language, module, "module.name") + " · " + around.text(language, module, one.text()))));
        return texts;
    }

    private Response workbook(List<Line> lines, Language language, String title) {
        List<Column> columns = COLUMNS.stream().map(key -> new Column(around.text(language, "access", "rights." + key), 20)).toList();
        return Transfers.xlsx(around.needWorkbooks(), around.text(language, "access", title), columns, sink -> lines.forEach(line -> {
            Shown.Person person = line.person();
            Shown.Named home = person == null ? null : person.unit();
            sink.row(line.displayName(), line.name(), home == null ? null : home.name(), line.permissionText(), line.roleName(),
                    line.unit() == null ? null : line.unit().name(), word(language, "reach", line.reach()), line.since(), line.until(),
                    line.delegated() ? word(language, "delegated", "by") + " " + line.grantedBy() : line.grantedBy(),
                    word(language, "origin", line.origin()), word(language, "state", line.state()));
        }));
    }

    private String word(Language language, String kind, String value) {
        return around.text(language, "access", "rights." + kind + "." + value);
    }
}
