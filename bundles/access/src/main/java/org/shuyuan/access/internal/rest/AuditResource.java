package org.shuyuan.access.internal.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
import org.shuyuan.access.internal.Around;
import org.shuyuan.access.internal.AuditTrail;
import org.shuyuan.access.internal.Page;
import org.shuyuan.access.internal.Rights;
import org.shuyuan.access.internal.jpa.AuditChainStore;
import org.shuyuan.access.internal.jpa.AuditStore;
import org.shuyuan.access.internal.trail.AuditLines;
import org.shuyuan.access.internal.trail.AuditRow;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.office.Workbooks.Column;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Json;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;

/** The trail of what was written. */
@Component(service = AuditResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=access)")
@Path("audit")
@Produces("application/json")
public class AuditResource {

    private static final String LINES = "application/x-ndjson";
    private static final int MOST_ROWS = 20_000;
    private static final int MOST_LINES = 2_000_000;

    /**
     * One line. {@code number} is null until it is chained; {@code redacted} tells that something was taken out of it. {@code before} and
     * {@code after} are the JSON that was kept; {@code names} tells whose ids stand in it, {@code fields} what its members are called.
     */
    public record Line(UUID id, @Nullable Long number, @Nullable String hash, boolean redacted, Instant at,
            String who, @Nullable UUID account, String address, Shown.@Nullable Named unit, String action,
            String actionText, Audit.Subject subject, @JsonRawValue @Nullable String before, @JsonRawValue @Nullable String after,
            Map<String, String> names, Map<String, String> fields) {}

    /** An action that occurs in the trail. */
    public record Action(String id, String text) {}

    /** As {@code Acting} names who stands in for another. */
    private static final Pattern STAND_IN = Pattern.compile("(.+) \\(代 (.+)\\)");

    private final AuditTrail trail;
    private final Rights rights;
    private final Mirror mirror;
    private final Around around;
    private final AuditStore store;
    private final AuditChainStore chain;

    @Activate
    public AuditResource(@Reference AuditTrail trail, @Reference Rights rights, @Reference Mirror mirror, @Reference Around around,
            @Reference AuditStore store, @Reference AuditChainStore chain) {
        this.store = store;
        this.chain = chain;
        this.trail = trail;
        this.rights = rights;
        this.mirror = mirror;
        this.around = around;
    }

    /**
     * What was done in the unit and all below it, newest first; also as a workbook ({@code format=xlsx}, the newest 20,000) or as JSON
     * lines that can be checked anywhere ({@code format=jsonl}). {@code total} is at most 10,001, which means more: older entries are
     * reached by {@code older} or a period.
     *
     * @param subject {@code <kind>} or {@code <kind>/<id>}
     * @param action {@code <module>.<act>}, or a module for all of its
     * @param account who did it
     * @param address from where; {@code 10.1.*} for all that begins so
     * @param about only this unit, and not those below it
     * @param from first day, in the unit's zone
     * @param to last day, in the unit's zone
     * @param older id of an entry: only what comes after it in the list
     */
    @GET
    @Needs("access.audit")
    @Produces({"application/json", Transfers.XLSX, LINES})
    public Response list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("subject") @Nullable String subject,
            @QueryParam("action") @Nullable String action, @QueryParam("account") @Nullable String account,
            @QueryParam("address") @Nullable String address, @QueryParam("about") @Nullable String about,
            @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to, @QueryParam("older") @Nullable String older) {
        UUID unit = call.unit();
        UUID narrowed = id(about, "about");
        String[] thing = subject == null ? new String[0] : subject.split("/", 2);
        AuditStore.Filter filter = new AuditStore.Filter(query.q(), null, thing.length > 0 ? thing[0] : null, thing.length > 1 ? thing[1] : null,
                action, id(account, "account"), address == null ? null : address.strip(), day(from, "from", unit, 0), day(to, "to", unit, 1),
                id(older, "older"));
        UUID scope = narrowed == null ? unit : narrowed;
        Language language = call.language();
        if (query.export("jsonl")) {
            return lines(call, scope, filter);
        }
        if (query.export()) {
            return workbook(call, scope, filter);
        }
        Page<AuditRow> page = trail.list(rights, rights, call.caller(), scope, filter, query.page(), query.size());
        return Response.ok(new org.shuyuan.rest.Page<>(page.items().stream().map(one -> line(one, language)).toList(), page.total(),
                page.page(), page.size())).build();
    }

    /** The actions that occur in the trail, with their names. */
    @GET
    @Path("actions")
    @Needs("access.audit")
    public org.shuyuan.rest.Page<Action> actions(@BeanParam Call call) {
        rights.require(call.caller(), "access.audit", call.unit());
        List<Action> all = store.actions().stream().map(one -> new Action(one, actionText(one, call.language()))).toList();
        return new org.shuyuan.rest.Page<>(all, all.size(), 1, Math.max(1, all.size()));
    }

    private Line line(AuditRow row, Language language) {
        Audit.Entry entry = row.entry();
        UUID unit = entry.unit();
        boolean redacted = row.actor().redacted() || row.content().redacted();
        return new Line(entry.id(), row.number(), row.hash(), redacted, entry.at(), row.actor().redacted() ? gone(language) : who(entry, language), entry.account(),
                entry.address(), unit == null ? null : new Shown.Named(unit, mirror.unitName(unit)), entry.action(), actionText(entry.action(), language),
                row.content().redacted() ? new Audit.Subject(entry.subject().kind(), entry.subject().id(), gone(language))
                        : new Audit.Subject(entry.subject().kind(), entry.subject().id(), Anonymous.shown(entry.subject().label(), language)),
                entry.before(), entry.after(), mirror.namesIn(Arrays.asList(entry.before(), entry.after()), language), fields(entry, language));
    }

    /** The portal's own jobs have no account and come from nowhere; whoever typed such a name has an address. */
    private String who(Audit.Entry entry, Language language) {
        if (entry.account() == null && entry.address().isEmpty()) {
            return mirror.actor(entry.who(), language);
        }
        Matcher standIn = STAND_IN.matcher(entry.who());
        return standIn.matches() ? around.text(language, "access", "actor.stand-in").replace("{name}", standIn.group(1)).replace("{for}", standIn.group(2)) : Anonymous.shown(entry.who(), language);
    }

    private String gone(Language language) {
        return around.text(language, "access", "audit-list.redacted");
    }

    /** Each module names its own actions: text {@code audit.<verb>}; what all do alike is named here; else the action itself is shown. */
    private String actionText(String action, Language language) {
        int dot = action.indexOf('.');
        if (dot < 1) {
            return action;
        }
        String key = "audit." + action.substring(dot + 1);
        return Stream.of(action.substring(0, dot), "access").map(module -> around.text(language, module, key)).filter(text -> !text.equals(key))
                .findFirst().orElse(action);
    }

    /** What the module of the subject calls its fields, else what all have in common. */
    private Map<String, String> fields(Audit.Entry entry, Language language) {
        Map<String, String> texts = new HashMap<>();
        String[] subject = entry.subject().kind().split("\\.", 2);
        for (String json : Arrays.asList(entry.before(), entry.after())) {
            json(json).fieldNames().forEachRemaining(field -> Stream.of(new String[] {subject[0], subject[subject.length - 1] + "." + field},
                    new String[] {subject[0], "field." + field}, new String[] {"access", "audit-list.field." + field})
                    .filter(at -> !around.text(language, at[0], at[1]).equals(at[1])).findFirst()
                    .ifPresent(at -> texts.put(field, around.text(language, at[0], at[1]))));
        }
        return texts;
    }

    private static JsonNode json(@Nullable String text) {
        try {
            return text == null ? MissingNode.getInstance() : Json.mapper().readTree(text);
        } catch (JsonProcessingException damaged) {
            return MissingNode.getInstance();
        }
    }

    private Response workbook(Call call, UUID scope, AuditStore.Filter filter) {
        Language language = call.language();
        ZoneId zone = around.zone(scope);
        rights.require(call.caller(), "access.audit", scope);
        List<Column> columns = new ArrayList<>();
        for (String key : List.of("number", "at", "who", "action", "subject", "unit", "address", "before", "after", "hash")) {
            columns.add(new Column(around.text(language, "access", "audit-list." + key), 22));
        }
        return Transfers.xlsx(around.needWorkbooks(), around.text(language, "access", "nav.audit"), columns,
                sink -> trail.each(rights, rights, call.caller(), scope, filter, MOST_ROWS, row -> {
                    Audit.Entry one = row.entry();
                    UUID unit = one.unit();
                    sink.row(row.number(), one.at().atZone(zone).toLocalDateTime(), row.actor().redacted() ? gone(language) : who(one, language),
                            actionText(one.action(), language), row.content().redacted() ? gone(language) : Anonymous.shown(one.subject().label(), language),
                            unit == null ? null : mirror.unitName(unit), one.address(), cell(one.before(), language), cell(one.after(), language), row.hash());
                }));
    }

    private Response lines(Call call, UUID scope, AuditStore.Filter filter) {
        rights.require(call.caller(), "access.audit", scope);
        String name = around.text(call.language(), "access", "nav.audit") + ".jsonl";
        return Transfers.download(name, LINES, out -> {
            List<AuditRow> some = new ArrayList<>();
            try {
                trail.each(rights, rights, call.caller(), scope, filter, MOST_LINES, row -> {
                    some.add(row);
                    if (some.size() == 500) {
                        write(some, out);
                    }
                });
                write(some, out);
            } catch (UncheckedIOException gone) {
                throw gone.getCause();
            }
        });
    }

    private void write(List<AuditRow> some, OutputStream out) {
        try {
            AuditLines.write(some, chain, out);
            some.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable UUID id(@Nullable String text, String field) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            throw Problem.invalid(field, "access.bad-id");
        }
    }

    /** With names for ids; a cell holds 32,767 characters at most. */
    private @Nullable String cell(@Nullable String json, Language language) {
        if (json == null) {
            return null;
        }
        String text = json;
        for (Map.Entry<String, String> name : mirror.namesIn(List.of(json), language).entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        return text.length() <= 32_000 ? text : text.substring(0, 32_000);
    }

    private @Nullable Instant day(@Nullable String text, String field, UUID unit, int plus) {
        if (text == null || text.isBlank()) {
            return null;
        }
        return day(text, field).plusDays(plus).atStartOfDay(around.zone(unit)).toInstant();
    }

    /** @throws Problem 422 {@code access.bad-dates}, also for a year that no database holds */
    static LocalDate day(String text, String field) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 1900 && day.getYear() <= 2200) {
                return day;
            }
        } catch (DateTimeException noDay) {
            // told below
        }
        throw Problem.invalid(field, "access.bad-dates");
    }
}
