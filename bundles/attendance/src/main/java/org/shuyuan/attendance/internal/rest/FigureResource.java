package org.shuyuan.attendance.internal.rest;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
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
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.Figures;
import org.shuyuan.attendance.internal.Reason;
import org.shuyuan.attendance.internal.Reasons;
import org.shuyuan.attendance.internal.Rules;
import org.shuyuan.attendance.internal.State;
import org.shuyuan.attendance.internal.jpa.FigureStore;
import org.shuyuan.attendance.internal.rest.Views.EvidenceView;
import org.shuyuan.attendance.internal.rest.Views.FigureRow;
import org.shuyuan.attendance.internal.rest.Views.FiguresView;
import org.shuyuan.rest.Answers;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;

/** Attendance in figures, each open down to its marks. */
@Component(service = FigureResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("figures")
@Produces({MediaType.APPLICATION_JSON, Transfers.XLSX})
public final class FigureResource {

    private static final int EXPORTED = 100_000;

    private final Figures figures;
    private final Reasons reasons;
    private final Units units;
    private final ViewMaker views;
    private final Sheets sheets;

    @Activate
    public FigureResource(@Reference Figures figures, @Reference Reasons reasons, @Reference Units units, @Reference ViewMaker views, @Reference Sheets sheets) {
        this.figures = figures;
        this.reasons = reasons;
        this.units = units;
        this.views = views;
        this.sheets = sheets;
    }

    /**
     * Rates with what they are made of, the lowest first, by pages; also as a workbook.
     *
     * @param by {@code person}, {@code unit} (each directly below the one asked with all below it), {@code department} (each that people belong to directly), {@code group}, {@code kind},
     *     {@code month}, {@code gathering} or {@code all}
     * @param scope {@code held}, which is usual: at gatherings of the unit and those below; {@code people}: of those who belong there, wherever it was held
     * @param from the first day; the year's when missing
     * @param to the last day; the year's when missing
     * @param kind word of a kind
     */
    @GET
    @Needs("attendance.read")
    @Answers(FiguresView.class)
    public Response figures(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("by") @Nullable String by, @QueryParam("scope") @Nullable String scope,
            @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to, @QueryParam("kind") @Nullable String kind) {
        Figures.By wanted = by(by);
        Figures.Answer answer = figures.answer(call.caller(), question(call, scope, from, to, kind), wanted);
        Rules rules = answer.rules().rules();
        String typed = query.q().toLowerCase(Locale.ROOT);
        List<Figures.Row> rows = answer.rows().stream().filter(r -> has(r.name(), typed) || has(r.detail(), typed)).toList();
        if (query.export()) {
            return sheets.figures(rows(rows, rules), wanted.name().toLowerCase(Locale.ROOT), query.columns(), call.language());
        }
        int first = Math.min(query.offset(), rows.size());
        return Response.ok(new FiguresView(rows(rows.subList(first, Math.min(rows.size(), first + query.size())), rules), rows.size(), rows.stream().filter(r -> r.tally().below(rules)).count(),
                views.tally(answer.all(), rules), answer.gatherings(), answer.untaken(),
                answer.groupsOn().toString(), views.rules(answer.rules())), MediaType.APPLICATION_JSON).build();
    }

    /**
     * The marks behind a figure, the newest first; also as a workbook.
     *
     * @param by as of the figure
     * @param key as of its row; none for {@code all}
     * @param scope as of the figure
     * @param state only marks of this state; {@code open}: those not marked; {@code base}: those that the rate is counted out of
     * @param madeUp {@code true}: only what was made up for
     */
    @GET
    @Needs("attendance.read")
    @Path("evidence")
    @Answers(value = EvidenceView.class, page = true)
    public Response evidence(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("by") @Nullable String by, @QueryParam("key") @Nullable String key,
            @QueryParam("scope") @Nullable String scope, @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to, @QueryParam("kind") @Nullable String kind,
            @QueryParam("state") @Nullable String state, @QueryParam("madeUp") @Nullable String madeUp) {
        FigureStore.Page page = figures.evidence(call.caller(), question(call, scope, from, to, kind), by(by), key == null ? "" : key, states(call, state),
                "true".equals(madeUp),
                query.export() ? 0 : query.offset(), query.export() ? EXPORTED : query.size());
        List<EvidenceView> rows = views.evidence(page.items(), unit -> figures.opens(call.caller(), unit), call.language());
        if (query.export()) {
            Map<String, String> names = reasons.list(call.caller(), call.unit()).stream().collect(Collectors.toMap(Reason::word, r -> r.name(call.language())));
            return sheets.evidence(rows, names, query.columns(), call.language());
        }
        return Response.ok(Page.of(rows, page.total(), query), MediaType.APPLICATION_JSON).build();
    }

    private List<FigureRow> rows(List<Figures.Row> rows, Rules rules) {
        return rows.stream().map(r -> new FigureRow(r.key(), r.name(), r.detail(), views.tally(r.tally(), rules), r.tally().below(rules),
                r.opens() == null ? null : r.opens().name().toLowerCase(Locale.ROOT))).toList();
    }

    private @Nullable Collection<@Nullable State> states(Call call, @Nullable String word) {
        if (word == null || word.isBlank()) {
            return null;
        }
        return switch (word) {
            case "open" -> Collections.singletonList(null);
            case "base" -> List.copyOf(figures.counted(call.unit()));
            default -> List.of(State.of(word).orElseThrow(() -> Problem.invalid("state", "attendance.bad-state")));
        };
    }

    private static Figures.Scope scope(@Nullable String word) {
        for (Figures.Scope scope : Figures.Scope.values()) {
            if (scope.name().equalsIgnoreCase(word == null || word.isBlank() ? "held" : word)) {
                return scope;
            }
        }
        throw Problem.invalid("scope", "attendance.bad-scope");
    }

    private Figures.Question question(Call call, @Nullable String scope, @Nullable String from, @Nullable String to, @Nullable String kind) {
        Periods period = Periods.of(from, to, units.get(call.unit()).zone());
        return new Figures.Question(call.unit(), period.from(), period.to(), kind == null || kind.isBlank() ? null : kind, scope(scope));
    }

    private static Figures.By by(@Nullable String word) {
        for (Figures.By by : Figures.By.values()) {
            if (by.name().equalsIgnoreCase(word == null ? "person" : word)) {
                return by;
            }
        }
        throw Problem.invalid("by", "attendance.bad-by");
    }

    private static boolean has(@Nullable String text, String typed) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(typed);
    }
}
