package org.shuyuan.access.internal.rest;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.access.internal.Account;
import org.shuyuan.access.internal.AccountService;
import org.shuyuan.access.internal.Around;
import org.shuyuan.access.internal.BulkAccounts;
import org.shuyuan.access.internal.Grant;
import org.shuyuan.access.internal.Page;
import org.shuyuan.access.internal.Roles;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.office.Workbooks.Column;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;

/** The accounts of a unit's people and the roles they hold. */
@Component(service = AccountsResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=access)")
@Path("")
@Produces("application/json")
@Consumes("application/json")
public class AccountsResource {

    private static final int MOST_EXPORTED = 20_000;

    /**
     * One account by {@code name}, or many: for {@code people}, or for {@code everybody} of the unit who has none, named by
     * {@code number} (the staff number, when left out) or {@code pinyin}.
     */
    public record NewAccounts(@Nullable UUID person, @Nullable String name, @Nullable String displayName, @Nullable List<UUID> people,
            @Nullable Boolean everybody, @Nullable String naming, @Nullable String role) {

        BulkAccounts.Naming rule() {
            if (naming == null || naming.equals("number")) {
                return BulkAccounts.Naming.NUMBER;
            }
            if (naming.equals("pinyin")) {
                return BulkAccounts.Naming.PINYIN;
            }
            throw Problem.invalid("naming", "access.no-such-naming");
        }
    }

    /** Who would get which account. */
    public record PlannedAccount(UUID person, String name, @Nullable String number, @Nullable String unit, String account) {}

    /** What {@code POST accounts} would make. */
    public record Plan(List<PlannedAccount> accounts, List<BulkAccounts.Skipped> skipped) {}

    /** What may be changed; what is left out stays. */
    public record Change(@Nullable String name, @Nullable String displayName, @Nullable Boolean enabled) {}

    /** A role at a unit, from one day to another; {@code subtree} false: not in the units below. */
    public record NewGrant(@Nullable String role, @Nullable UUID unit, @Nullable Boolean subtree, @Nullable LocalDate since, @Nullable LocalDate until) {}

    private final AccountService accounts;
    private final BulkAccounts bulk;
    private final Roles roles;
    private final Mirror mirror;
    private final Around around;

    @Activate
    public AccountsResource(@Reference AccountService accounts, @Reference BulkAccounts bulk, @Reference Roles roles, @Reference Mirror mirror, @Reference Around around) {
        this.accounts = accounts;
        this.bulk = bulk;
        this.roles = roles;
        this.mirror = mirror;
        this.around = around;
    }

    /**
     * The accounts of the unit and all below it, also as a workbook.
     *
     * @param enabled only those that may, or may not, be used
     */
    @GET
    @Needs("access.accounts")
    @Path("accounts")
    public Response list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("enabled") @Nullable Boolean enabled) {
        boolean export = query.export();
        Page<Account> page = accounts.list(call.caller(), call.unit(), query.q(), enabled, query.orderBy(AccountStore.SORTS, "a.nameKey, a.id"),
                export ? 1 : query.page(), export ? MOST_EXPORTED : query.size());
        List<Shown.OneAccount> shown = mirror.accounts(page.items(), call.language());
        if (export) {
            return workbook(call.language(), shown);
        }
        return Response.ok(new org.shuyuan.rest.Page<>(shown, page.total(), page.page(), page.size())).build();
    }

    private Response workbook(Language language, List<Shown.OneAccount> all) {
        List<Column> columns = new ArrayList<>();
        for (String key : List.of("name", "displayName", "number", "unit", "enabled", "signedInAt", "roles")) {
            columns.add(new Column(around.text(language, "access", "account." + key), 20));
        }
        String yes = around.text(language, "access", "account.state.enabled");
        String no = around.text(language, "access", "account.state.disabled");
        return Transfers.xlsx(around.needWorkbooks(), around.text(language, "access", "nav.accounts"), columns, sink -> all.forEach(one -> {
            Shown.Person person = one.person();
            sink.row(one.name(), one.displayName(), person == null ? null : person.number(),
                    person == null || person.unit() == null ? null : person.unit().name(), one.enabled() ? yes : no,
                    one.signedInAt() == null ? null : one.signedInAt().toString(), one.roleNames());
        }));
    }

    /** Makes an account, or accounts for many people. Initial passwords are in this answer and nowhere else. */
    @POST
    @Needs("access.accounts")
    @Path("accounts")
    public Response create(@BeanParam Call call, @Nullable NewAccounts wanted) {
        if (wanted == null) {
            throw Problem.invalid("name", "access.bad-account-name");
        }
        if (wanted.people() != null || Boolean.TRUE.equals(wanted.everybody())) {
            BulkAccounts.MadeMany many = bulk.create(call.caller(), call.unit(), wanted.people(), wanted.rule(), wanted.role());
            Map<UUID, Shown.Person> people = mirror.peopleOf(many.made().stream().map(AccountService.Made::account).toList(), call.language());
            return Shown.once(201, Map.of("created", many.made().stream().map(made -> shown(made, people.get(made.account().id()))).toList(), "skipped", many.skipped()));
        }
        AccountService.Made made = accounts.create(call.caller(), call.unit(), wanted.person(), wanted.name(), wanted.displayName(), wanted.role());
        return Shown.once(201, shown(made, mirror.peopleOf(List.of(made.account()), call.language()).get(made.account().id())));
    }

    /** Shows who would get which account; makes none. */
    @POST
    @Needs("access.accounts")
    @Path("accounts/plan")
    public Plan plan(@BeanParam Call call, @Nullable NewAccounts wanted) {
        NewAccounts given = wanted == null ? new NewAccounts(null, null, null, null, true, null, null) : wanted;
        BulkAccounts.Plan plan = bulk.plan(call.caller(), call.unit(), given.people(), given.rule());
        return new Plan(plan.accounts().stream().map(one -> new PlannedAccount(one.person().id(), one.person().name(), one.person().number(), one.person().unitName(),
                one.account())).toList(), plan.skipped());
    }

    private static Map<String, Object> shown(AccountService.Made made, Shown.@Nullable Person person) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", made.account().id());
        shown.put("name", made.account().name());
        shown.put("displayName", made.account().displayName());
        if (made.account().person() != null) {
            shown.put("person", made.account().person());
        }
        if (person != null && person.unit() != null) {
            shown.put("unit", person.unit().name());
        }
        shown.put("password", made.initial());
        shown.put("until", made.until());
        return shown;
    }

    /** One account with the roles it holds. */
    @GET
    @Needs(value = "access.accounts", orAbsent = true)
    @Path("accounts/{id}")
    public Response get(@BeanParam Call call, @PathParam("id") UUID id) {
        return one(accounts.get(call.caller(), id), call.language());
    }

    private Response one(Account account, Language language) {
        return Versions.ok(mirror.accounts(List.of(account), language).get(0), (int) account.version());
    }

    /** Changes an account's names and whether it may be used. */
    @PUT
    @Needs(value = "access.accounts", orAbsent = true)
    @Path("accounts/{id}")
    public Response change(@BeanParam Call call, @PathParam("id") UUID id, @Nullable Change change) {
        Change wanted = change == null ? new Change(null, null, null) : change;
        return one(accounts.change(call.caller(), id, wanted.name(), wanted.displayName(), wanted.enabled(), call.expectedVersion()), call.language());
    }

    /** A new initial password, shown once. */
    @POST
    @Needs(value = "access.accounts", orAbsent = true)
    @Path("accounts/{id}/password")
    public Response reset(@BeanParam Call call, @PathParam("id") UUID id) {
        AccountService.Made made = accounts.resetTo(call.caller(), id);
        return Shown.once(200, shown(made, mirror.peopleOf(List.of(made.account()), call.language()).get(id)));
    }

    /** Gives the account a role at a unit. */
    @POST
    @Needs(value = "access.accounts", orAbsent = true)
    @Path("accounts/{id}/grants")
    public Response give(@BeanParam Call call, @PathParam("id") UUID id, @Nullable NewGrant wanted) {
        if (wanted == null) {
            throw Problem.invalid("role", "access.no-such-role");
        }
        accounts.get(call.caller(), id);
        Grant grant = roles.give(call.caller(), id, wanted.role(), wanted.unit(), !Boolean.FALSE.equals(wanted.subtree()), wanted.since(), wanted.until());
        return Response.status(201).entity(mirror.held(grant, call.language())).build();
    }

    /** Takes a role away. */
    @DELETE
    @Needs("access.roles")
    @Path("grants/{id}")
    public Response take(@BeanParam Call call, @PathParam("id") UUID id) {
        roles.take(call.caller(), id);
        return Response.noContent().build();
    }
}
