package org.shuyuan.calendar.internal.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.attendance.Gatherings.Attended;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.text.Language;
import org.shuyuan.calendar.internal.Names;
import org.shuyuan.calendar.internal.Occurrence;
import org.shuyuan.calendar.internal.Plan;
import org.shuyuan.calendar.internal.PlanApproval;
import org.shuyuan.calendar.internal.PlanAttendance;
import org.shuyuan.calendar.internal.PlanItem;
import org.shuyuan.calendar.internal.PlanProgress;
import org.shuyuan.calendar.internal.PlanProgress.Status;
import org.shuyuan.calendar.internal.PlanService;
import org.shuyuan.calendar.internal.rest.PlanViews.AttendedView;
import org.shuyuan.calendar.internal.rest.PlanViews.DifferenceView;
import org.shuyuan.calendar.internal.rest.PlanViews.EditionView;
import org.shuyuan.calendar.internal.rest.PlanViews.HeldView;
import org.shuyuan.calendar.internal.rest.PlanViews.ItemView;
import org.shuyuan.calendar.internal.rest.PlanViews.PlanRow;
import org.shuyuan.calendar.internal.rest.PlanViews.PlanView;
import org.shuyuan.calendar.internal.rest.PlanViews.SumsView;
import org.shuyuan.calendar.internal.rest.Views.ChangeView;
import org.shuyuan.calendar.internal.rest.Views.KindRef;
import org.shuyuan.calendar.internal.rest.Views.Ref;

/** Turns plans into what is given. Thread-safe. */
@Component(service = PlanViewMaker.class)
public final class PlanViewMaker {

    private final PlanService plans;
    private final PlanProgress progress;
    private final PlanAttendance attendance;
    private final ViewMaker views;
    private final Names names;

    @Activate
    public PlanViewMaker(@Reference PlanService plans, @Reference PlanProgress progress, @Reference PlanAttendance attendance, @Reference ViewMaker views, @Reference Names names) {
        this.plans = plans;
        this.progress = progress;
        this.attendance = attendance;
        this.views = views;
        this.names = names;
    }

    List<PlanRow> rows(List<Plan> all, Language language) {
        Map<UUID, List<PlanProgress.Line>> lines = progress.of(all);
        return all.stream().map(p -> new PlanRow(p.id(), p.version(), p.edition(), views.unit(p.unit()), p.title(), period(p), p.span().year(), p.span().number(), p.state().word(),
                sums(lines.getOrDefault(p.id(), List.of())), Anonymous.shown(p.trace().changedBy(), language), p.trace().changedAt())).toList();
    }

    PlanView whole(Plan p, Caller caller) {
        Language language = caller.language();
        List<PlanProgress.Line> lines = progress.of(p);
        Map<UUID, Attended> attended = attendance.of(caller, lines);
        remember(p.items());
        List<Plan> editions = plans.editions(caller, p);
        boolean writes = plans.mayWrite(caller, p.unit());
        boolean open = p.state() == Plan.State.DRAFT || p.state() == Plan.State.RETURNED;
        boolean newest = editions.stream().noneMatch(e -> e.edition() > p.edition());
        Plan.Trace trace = p.trace();
        return new PlanView(p.id(), p.version(), p.edition(), views.unit(p.unit()), p.title(), period(p), p.span().year(), p.span().number(), p.span().firstMonth(), p.span().lastMonth(),
                p.state().word(), shown(trace.submittedBy(), language), trace.submittedAt(), shown(trace.decidedBy(), language), trace.decidedAt(), trace.reason(),
                Anonymous.shown(trace.changedBy(), language), trace.changedAt(), sums(lines), lines.stream().map(line -> item(line, attended.get(line.item().id()), language)).toList(),
                editions.stream().map(e -> new EditionView(e.id(), e.edition(), e.state().word(), e.trace().decidedAt())).toList(), writes && open,
                writes && p.state() == Plan.State.SUBMITTED, plans.mayApprove(caller, p.unit()) && p.state() == Plan.State.SUBMITTED, writes && newest && p.state() == Plan.State.APPROVED,
                writes && p.state() == Plan.State.APPROVED);
    }

    List<DifferenceView> differences(List<PlanApproval.Change> changes, Language language) {
        remember(changes.stream().flatMap(c -> Stream.of(c.was(), c.now())).filter(Objects::nonNull).toList());
        return changes.stream().map(c -> difference(c, language)).toList();
    }

    private DifferenceView difference(PlanApproval.Change change, Language language) {
        PlanItem was = change.was();
        PlanItem now = change.now();
        if (was == null || now == null) {
            PlanItem one = now == null ? Objects.requireNonNull(was) : now;
            return new DifferenceView(now == null ? "removed" : "added", one.topic(), one.month(), List.of());
        }
        return new DifferenceView("changed", now.topic(), now.month(), changes(was, now, change.fields(), language));
    }

    /** Fields of two states of an item, with names for ids. */
    List<ChangeView> changes(PlanItem was, PlanItem now, List<String> fields, Language language) {
        Map<String, @Nullable Object> before = was.snapshot();
        Map<String, @Nullable Object> after = now.snapshot();
        List<ChangeView> changes = new ArrayList<>();
        for (String field : fields) {
            changes.add(new ChangeView(field, null, named(field, before.get(field), language), named(field, after.get(field), language)));
        }
        return changes;
    }

    private @Nullable Object named(String field, @Nullable Object value, Language language) {
        if (value instanceof List<?> ids) {
            return ids.stream().map(id -> named(field, id, language)).filter(Objects::nonNull).toList();
        }
        if (!(value instanceof String text) || !text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            return value;
        }
        UUID id = UUID.fromString(text);
        return switch (field) {
            case "kind" -> kindName(id, language);
            case "units" -> names.unit(id);
            case "groups" -> names.group(id, language);
            case "host", "responsible", "people" -> names.person(id, language);
            default -> value;
        };
    }

    private @Nullable String kindName(UUID id, Language language) {
        KindRef kind = views.kind(id, language);
        return kind == null ? null : kind.name();
    }

    private ItemView item(PlanProgress.Line line, @Nullable Attended attended, Language language) {
        PlanItem i = line.item();
        return new ItemView(i.id(), i.month(), i.day() == null ? null : i.day().toString(), i.topic(), i.content(), i.form(), i.kind() == null ? null : views.kind(i.kind(), language),
                person(i.host(), language), i.host().words(), i.audienceWords(), i.audience().units().stream().map(views::unit).toList(),
                i.audience().people().stream().map(id -> views.person(id, language)).toList(), i.audience().groups().stream().map(id -> views.group(id, language)).toList(),
                person(i.responsible(), language), i.responsible().words(), i.note(), line.status().word(), held(line.held(), attended));
    }

    private @Nullable HeldView held(@Nullable Occurrence o, @Nullable Attended attended) {
        return o == null ? null : new HeldView(o.event(), o.title(), Times.text(o.starts(), o.zone(), o.allDay()), Times.text(o.ends(), o.zone(), o.allDay()), o.allDay(), o.place(),
                o.repeats() ? o.recurrence().toString() : null, attended == null ? null : new AttendedView(attended.rate(), attended.link()));
    }

    /** In words: a person's name, or what stands instead. */
    @Nullable String who(PlanItem.Who who, Language language) {
        return who.person() == null ? who.words() : names.person(who.person(), language);
    }

    private @Nullable Ref person(PlanItem.Who who, Language language) {
        return who.person() == null ? null : views.person(who.person(), language);
    }

    private void remember(List<PlanItem> items) {
        names.remember(items.stream().flatMap(i -> Stream.concat(i.audience().people().stream(), Stream.of(i.host(), i.responsible()).map(PlanItem.Who::person).filter(Objects::nonNull))).toList());
    }

    private static SumsView sums(List<PlanProgress.Line> lines) {
        Map<Status, Integer> sums = PlanProgress.sums(lines);
        return new SumsView(lines.size(), sums.getOrDefault(Status.PLANNED, 0), sums.getOrDefault(Status.SCHEDULED, 0), sums.getOrDefault(Status.DONE, 0), sums.getOrDefault(Status.OVERDUE, 0));
    }

    private static @Nullable String shown(@Nullable String who, Language language) {
        return who == null ? null : Anonymous.shown(who, language);
    }

    static String period(Plan plan) {
        return plan.span().period().name().toLowerCase(Locale.ROOT);
    }
}
