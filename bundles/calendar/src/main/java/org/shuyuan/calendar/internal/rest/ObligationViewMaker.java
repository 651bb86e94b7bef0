package org.shuyuan.calendar.internal.rest;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.text.Language;
import org.shuyuan.calendar.internal.Names;
import org.shuyuan.calendar.internal.Obligation;
import org.shuyuan.calendar.internal.ObligationBoard;
import org.shuyuan.calendar.internal.ObligationBoard.Row;
import org.shuyuan.calendar.internal.ObligationBoard.State;
import org.shuyuan.calendar.internal.ObligationProposals.Proposal;
import org.shuyuan.calendar.internal.ObligationStanding;
import org.shuyuan.calendar.internal.Obligations;
import org.shuyuan.calendar.internal.Occurrence;
import org.shuyuan.calendar.internal.Whom;
import org.shuyuan.calendar.internal.rest.ObligationViews.EvidenceItem;
import org.shuyuan.calendar.internal.rest.ObligationViews.EvidenceView;
import org.shuyuan.calendar.internal.rest.ObligationViews.ObligationView;
import org.shuyuan.calendar.internal.rest.ObligationViews.OwedRef;
import org.shuyuan.calendar.internal.rest.ObligationViews.ProposalView;
import org.shuyuan.calendar.internal.rest.ObligationViews.StandingView;
import org.shuyuan.calendar.internal.rest.ObligationViews.TableView;
import org.shuyuan.calendar.internal.rest.ObligationViews.WaitingView;
import org.shuyuan.calendar.internal.rest.ObligationViews.WhomView;
import org.shuyuan.calendar.internal.rest.Views.KindRef;
import org.shuyuan.calendar.internal.rest.Views.Ref;

/** Turns obligations into what is given. Thread-safe. */
@Component(service = ObligationViewMaker.class)
public final class ObligationViewMaker {

    private static final int NAMED = 3;

    private final Obligations obligations;
    private final ObligationStanding standing;
    private final ViewMaker views;
    private final Names names;

    @Activate
    public ObligationViewMaker(@Reference Obligations obligations, @Reference ObligationStanding standing, @Reference ViewMaker views, @Reference Names names) {
        this.obligations = obligations;
        this.standing = standing;
        this.views = views;
        this.names = names;
    }

    ObligationView whole(Obligation o, Caller caller) {
        Language language = caller.language();
        if (o.over() == Obligation.Over.PEOPLE) {
            names.remember(o.targets());
        }
        List<Ref> targets = o.targets().stream().map(t -> switch (o.over()) {
            case GROUPS, MEMBERS -> views.group(t, language);
            case PEOPLE -> views.person(t, language);
            default -> views.unit(t);
        }).toList();
        KindRef kind = views.kind(o.kind(), language);
        return new ObligationView(o.id(), o.version(), views.unit(o.unit()), o.title(), name(o, kind), kind, o.count(), o.every().word(), o.over().word(), targets, o.from().toString(),
                o.until() == null ? null : o.until().toString(), o.lead(), o.retired() == null ? null : o.retired().toString(), obligations.history(o), obligations.mayChange(caller, o),
                Anonymous.shown(o.trace().changedBy(), language), o.trace().changedAt());
    }

    private static String name(Obligation o, @Nullable KindRef kind) {
        return Optional.ofNullable(o.title()).orElseGet(() -> kind == null ? "—" : kind.name());
    }

    TableView table(ObligationStanding.Table table, Caller caller) {
        remember(table.rows());
        int[] sums = new int[State.values().length];
        table.rows().forEach(r -> sums[r.state().ordinal()]++);
        return new TableView(table.rows().stream().map(r -> standing(r, caller)).toList(), table.more(), sums[State.DONE.ordinal()], sums[State.PLANNED.ordinal()], sums[State.OPEN.ordinal()],
                sums[State.DUE.ordinal()], sums[State.MISSED.ordinal()], sums[State.LATER.ordinal()]);
    }

    EvidenceView evidence(Row row, Caller caller) {
        return new EvidenceView(standing(row, caller), Stream.concat(row.done().stream().map(e -> item(row, e, true, caller)), row.planned().stream().map(e -> item(row, e, false, caller))).toList());
    }

    private EvidenceItem item(Row row, Occurrence e, boolean held, Caller caller) {
        boolean opens = standing.opens(caller, row, e);
        return new EvidenceItem(e.id(), opens ? e.event() : null, opens ? e.title() : null, opens ? views.unit(e.unit()) : null, Times.text(e.starts(), e.zone(), e.allDay()), e.allDay(),
                e.repeats(), held);
    }

    ProposalView proposal(Proposal p) {
        ObligationBoard.Row row = p.row();
        UUID whom = row.whom().id();
        String end = p.start() == null || p.minutes() == null ? null : p.start().plusMinutes(p.minutes()).toString();
        return new ProposalView(p.unit(), p.kind().id(), p.title(), p.day().toString(), p.start() == null ? null : p.start().toString(), end, p.place(),
                row.whom().what() == Whom.What.GROUP ? List.of(whom) : List.of(), row.whom().what() == Whom.What.PERSON ? whom : null);
    }

    List<WaitingView> waiting(List<ObligationStanding.Waiting> all, Caller caller) {
        remember(all.stream().flatMap(w -> w.rows().stream()).toList());
        return all.stream().map(w -> {
            boolean mine = w.rows().size() == 1 && w.rows().get(0).whom().id().equals(caller.person());
            // where the caller reads it: the speaker at home, others at the obligation's unit
            UUID unit = mine || w.rows().size() == 1 ? w.rows().get(0).whom().unit() : w.obligation().unit();
            return new WaitingView(owed(w.obligation(), caller), w.period().name(), w.period().last().toString(), w.state().word(), w.rows().stream().mapToInt(Row::lacking).sum(), w.rows().size(),
                    w.rows().stream().limit(NAMED).map(r -> whom(r.whom(), caller)).toList(), mine, unit);
        }).toList();
    }

    private void remember(List<Row> rows) {
        names.remember(rows.stream().map(Row::whom).filter(w -> w.what() == Whom.What.PERSON).map(Whom::id).distinct().toList());
    }

    private StandingView standing(Row r, Caller caller) {
        return new StandingView(owed(r.obligation(), caller), whom(r.whom(), caller), r.period().name(), r.period().first().toString(), r.period().last().toString(), r.done().size(),
                r.planned().size(), r.lacking(), r.state().word(), standing.plannable(caller, r));
    }

    private OwedRef owed(Obligation o, Caller caller) {
        KindRef kind = views.kind(o.kind(), caller.language());
        return new OwedRef(o.id(), name(o, kind), o.count(), o.every().word(), o.over().word(), views.unit(o.unit()), kind);
    }

    private WhomView whom(Whom w, Caller caller) {
        String name = switch (w.what()) {
            case UNIT -> Objects.requireNonNullElse(w.name(), "—");
            case GROUP -> names.group(w.id(), caller.language());
            case PERSON -> names.person(w.id(), caller.language());
        };
        return new WhomView(w.what().name().toLowerCase(Locale.ROOT), w.id(), name);
    }
}
