package org.shuyuan.calendar.internal.rest;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.calendar.internal.rest.PlanViews.HeldView;
import org.shuyuan.calendar.internal.rest.PlanViews.ItemView;
import org.shuyuan.calendar.internal.rest.PlanViews.PlanView;
import org.shuyuan.calendar.internal.rest.Views.Ref;
import org.shuyuan.rest.Transfers;

/** A plan as a spreadsheet, with headings that the import knows. Thread-safe. */
@Component(service = PlanSheet.class)
public final class PlanSheet {

    private record Column(String text, int width, Function<ItemView, @Nullable Object> value) {}

    private final Workbooks workbooks;
    private final Texts texts;

    @Activate
    public PlanSheet(@Reference Workbooks workbooks, @Reference Texts texts) {
        this.workbooks = workbooks;
        this.texts = texts;
    }

    Response of(PlanView plan, Language language) {
        String separator = text(language, "sep.list");
        List<Column> columns = List.of(new Column("plans.month", 12, i -> i.day() == null ? text(language, "month." + i.month()) : LocalDate.parse(i.day())),
                new Column("plans.topic", 30, ItemView::topic),
                new Column("plans.content", 40, ItemView::content),
                new Column("plans.form", 14, i -> i.form() == null && i.kind() != null ? i.kind().name() : i.form()),
                new Column("plans.host", 16, i -> name(i.host(), i.hostName())), new Column("plans.audience", 20, i -> audience(i, separator)),
                new Column("plans.responsible", 16, i -> name(i.responsible(), i.responsibleName())), new Column("plans.note", 20, ItemView::note),
                new Column("plans.status", 10, i -> text(language, "plans.status-" + i.status())), new Column("plans.held", 18, PlanSheet::start),
                new Column("plans.attended", 12, i -> i.held() == null || i.held().attended() == null ? null : i.held().attended().rate()));
        return Transfers.xlsx(workbooks, plan.title(), columns.stream().map(c -> new Workbooks.Column(text(language, c.text()), c.width())).toList(),
                sink -> plan.items().forEach(item -> sink.row(columns.stream().map(c -> c.value().apply(item)).toArray())));
    }

    static @Nullable String audience(ItemView item, String separator) {
        String named = Stream.of(item.units(), item.groups(), item.people()).flatMap(List::stream).map(Ref::name).filter(Objects::nonNull).collect(Collectors.joining(separator));
        return item.audience() != null ? item.audience() : named.isEmpty() ? null : named;
    }

    private static @Nullable String name(@Nullable Ref person, @Nullable String words) {
        return person == null ? words : person.name();
    }

    private static @Nullable Object start(ItemView item) {
        HeldView held = item.held();
        if (held == null) {
            return null;
        }
        return held.allDay() ? LocalDate.parse(held.start()) : OffsetDateTime.parse(held.start()).toLocalDateTime();
    }

    private String text(Language language, String key) {
        return texts.text(language, "calendar", key);
    }
}
