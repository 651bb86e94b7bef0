package org.shuyuan.access.internal.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import org.shuyuan.access.internal.jpa.AuditStore;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
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

    private static final int MOST_EXPORTED = 20_000;

    /**
     * One line. {@code before} and {@code after} are the JSON that was kept; {@code names} tells
     * whose ids stand in it, {@code fields} what its members are called.
     */
    public record Line(UUID id, Instant at, String who, @Nullable UUID account, String address, Shown.@Nullable Named unit, String action,
            String actionText, Audit.Subject subject, @JsonRawValue @Nullable String before, @JsonRawValue @Nullable String after,
            Map<String, String> names, Map<String, String> fields) {}

    private final AuditTrail trail;
    private final Rights rights;
    private final Mirror mirror;
    private final Around around;

    @Activate
    public AuditResource(@Reference AuditTrail trail, @Reference Rights rights, @Reference Mirror mirror, @Reference Around around) {
        this.trail = trail;
        this.rights = rights;
        this.mirror = mirror;
        this.around = around;
    }

    /**
     * What was written in the unit and all below it, newest first; also as a workbook.
     *
     * @param subject {@code <kind>} or {@code <kind>/<id>}
     * @param action {@code <module>.<act>}
     * @param from first day, in the unit's zone
     * @param to last day, in the unit's zone
     */
    @GET
    @Needs("access.audit")
    public Response list(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("subject") @Nullable String subject,
            @QueryParam("action") @Nullable String action, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        UUID unit = call.unit();
        String[] about = subject == null ? new String[0] : subject.split("/", 2);
        boolean export = query.export();
        AuditStore.Filter filter = new AuditStore.Filter(query.q(), null, about.length > 0 ? about[0] : null, about.length > 1 ? about[1] : null,
                action, day(from, "from", unit, 0), day(to, "to", unit, 1), export ? 1 : query.page(), export ? MOST_EXPORTED : query.size());
        Page<Audit.Entry> page = trail.list(rights, rights, call.caller(), unit, filter);
        Language language = call.language();
        if (export) {
            return workbook(language, zone(unit), page.items());
        }
        return Response.ok(new org.shuyuan.rest.Page<>(page.items().stream().map(one -> line(one, language)).toList(), page.total(),
                page.page(), page.size())).build();
    }

    private Line line(Audit.Entry entry, Language language) {
        UUID unit = entry.unit();
        return new Line(entry.id(), entry.at(), entry.who(), entry.account(), entry.address(),
                unit == null ? null : new Shown.Named(unit, mirror.unitName(unit)), entry.action(), actionText(entry.action(), language),
                entry.subject(), entry.before(), entry.after(), mirror.namesIn(Arrays.asList(entry.before(), entry.after())), fields(entry, language));
    }

    /** Each module names its own actions: text {@code audit.<verb>}; without one the action itself is shown. */
    private String actionText(String action, Language language) {
        int dot = action.indexOf('.');
        if (dot < 1) {
            return action;
        }
        String key = "audit." + action.substring(dot + 1);
        String text = around.text(language, action.substring(0, dot), key);
        return text.equals(key) ? action : text;
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

    private Response workbook(Language language, ZoneId zone, List<Audit.Entry> all) {
        List<Column> columns = new ArrayList<>();
        for (String key : List.of("at", "who", "action", "subject", "unit", "address", "before", "after")) {
            columns.add(new Column(around.text(language, "access", "audit-list." + key), 22));
        }
        return Transfers.xlsx(around.needWorkbooks(), around.text(language, "access", "nav.audit"), columns, sink -> all.forEach(one -> {
            UUID unit = one.unit();
            sink.row(one.at().atZone(zone).toLocalDateTime(), one.who(), actionText(one.action(), language), one.subject().label(),
                    unit == null ? null : mirror.unitName(unit), one.address(), cell(one.before()), cell(one.after()));
        }));
    }

    /** With names for ids; a cell holds 32,767 characters at most. */
    private @Nullable String cell(@Nullable String json) {
        if (json == null) {
            return null;
        }
        String text = json;
        for (Map.Entry<String, String> name : mirror.namesIn(List.of(json)).entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        return text.length() <= 32_000 ? text : text.substring(0, 32_000);
    }

    private @Nullable Instant day(@Nullable String text, String field, UUID unit, int plus) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(text).plusDays(plus).atStartOfDay(zone(unit)).toInstant();
        } catch (DateTimeException noDay) {
            throw Problem.invalid(field, "access.bad-dates");
        }
    }

    private ZoneId zone(UUID unit) {
        Units units = around.units();
        return units == null ? ZoneOffset.ofHours(8) : units.find(unit).map(Unit::zone).orElse(ZoneOffset.ofHours(8));
    }
}
