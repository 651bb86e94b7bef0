package org.shuyuan.calendar.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.files.Files;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.ImportPlan.Action;
import org.shuyuan.calendar.internal.jpa.PlanImportStore;

/**
 * A plan's workbook comes in: kept, shown, and on confirmation taken over in one transaction into a draft, the one it was handed over for, else the unit's draft of that title and
 * time, else a new one. Rows are known again by month, topic and form, so a second run changes nothing; what only the draft has stays. Thread-safe.
 */
@Component(service = PlanImports.class)
public final class PlanImports {

    /**
     * One row and what confirming would do with it.
     *
     * @param before what the draft has of it
     */
    public record Line(int row, PlanItem item, @Nullable PlanItem before, Action action) {}

    /**
     * A file and what confirming it would do, or has done.
     *
     * @param draft where it goes; null: a new one
     * @param title of the draft
     */
    public record Preview(PlanUpload upload, @Nullable Plan draft, String title, PlanFile.Found found, List<Line> lines) {

        public int count(Action action) {
            return action == Action.REFUSED ? (int) found.faults().stream().filter(PlanFile.Fault::refused).count() : (int) lines.stream().filter(l -> l.action() == action).count();
        }
    }

    /** What is chosen instead of what the file says; null: as it says. */
    public record Choice(@Nullable String title, Plan.@Nullable Span span) {

        public static final Choice NONE = new Choice(null, null);
    }

    private final PlanImportStore store;
    private final PlanService plans;
    private final PlanFile reader;
    private final PlanTrail trail;
    private final Kinds kinds;
    private final Files files;
    private final Units units;
    private final Access access;
    private final Audit audit;
    private final Transactions transactions;
    private final Settings settings;

    @Activate
    public PlanImports(@Reference PlanImportStore store, @Reference PlanService plans, @Reference PlanFile reader, @Reference PlanTrail trail, @Reference Kinds kinds, @Reference Files files,
            @Reference Units units, @Reference Access access, @Reference Audit audit, @Reference Transactions transactions, @Reference Settings settings) {
        this.store = store;
        this.plans = plans;
        this.reader = reader;
        this.trail = trail;
        this.kinds = kinds;
        this.files = files;
        this.units = units;
        this.access = access;
        this.audit = audit;
        this.transactions = transactions;
        this.settings = settings;
    }

    /**
     * Keeps the file and says what it holds; nothing of a plan is written.
     *
     * @param plan the draft it is for; null: found by title and time
     * @throws Problem 403; 404; 409 {@code calendar.plan-not-open}; those of {@link Files#put} and {@link PlanFile#read}
     */
    public Preview begin(Caller caller, UUID unit, @Nullable UUID plan, String name, InputStream content) {
        access.require(caller, Permissions.WRITE, unit);
        UUID owner = plan == null ? unit : open(caller, plan).unit();
        Files.StoredFile kept = files.put(content, PlanFile.LARGEST);
        PlanUpload upload = new PlanUpload(Ids.next(), owner, plan, kept.id(), name, settings.clock().instant(), caller.name(), null);
        Preview preview = preview(caller, upload, Choice.NONE);
        transactions.run(() -> {
            store.add(upload);
            audit.write(caller, owner, "calendar.read-plan-file", subject(upload), null, Map.of("file", kept.id(), "size", kept.size()));
        });
        return preview;
    }

    /** @throws Problem 404 {@code calendar.no-such-import} */
    public Preview show(Caller caller, UUID id, Choice choice) {
        return preview(caller, find(caller, id), choice);
    }

    /**
     * All rows that can be taken, or nothing.
     *
     * @throws Problem 404; 409 {@code calendar.import-confirmed}, {@code calendar.plan-not-open}; 422 {@code rest.invalid}
     */
    public Preview confirm(Caller caller, UUID id, Choice choice) {
        PlanUpload upload = find(caller, id);
        if (upload.confirmedAt() != null) {
            throw Problem.conflict("calendar.import-confirmed");
        }
        try {
            return transactions.call(() -> {
                Preview preview = preview(caller, upload, choice);
                Plan draft = preview.draft() == null ? plans.add(caller, upload.unit(), preview.title(), preview.found().span()) : preview.draft();
                String result = "+" + preview.count(Action.ADDED) + " ~" + preview.count(Action.CHANGED) + " =" + preview.count(Action.UNCHANGED);
                Plan after = preview.count(Action.ADDED) + preview.count(Action.CHANGED) == 0 ? draft : plans.take(caller, draft, merged(draft, preview.lines()));
                store.confirmed(id, settings.clock().instant(), after.id());
                Map<String, @Nullable Object> said = new LinkedHashMap<>(after.snapshot());
                said.put("file", upload.name());
                said.put("result", result);
                trail.written(caller, after, "import-plan", draft.snapshot(), said);
                return new Preview(store.find(id).orElse(upload), after, after.title(), preview.found(), preview.lines());
            });
        } catch (OptimisticLockException meanwhile) {
            throw Problem.conflict("calendar.import-meanwhile");
        }
    }

    private PlanUpload find(Caller caller, UUID id) {
        return store.find(id).filter(u -> access.can(caller, Permissions.WRITE, u.unit())).orElseThrow(() -> Problem.notFound("calendar.no-such-import"));
    }

    private Plan open(Caller caller, UUID id) {
        Plan plan = plans.find(caller, id);
        access.require(caller, Permissions.WRITE, plan.unit());
        if (!plan.state().open()) {
            throw Problem.conflict("calendar.plan-not-open");
        }
        return plan;
    }

    private Preview preview(Caller caller, PlanUpload upload, Choice choice) {
        boolean done = upload.confirmedAt() != null;
        Plan known = upload.plan() == null ? null : done ? plans.find(caller, upload.plan()) : open(caller, upload.plan());
        LocalDate today = LocalDate.ofInstant(settings.clock().instant(), units.get(upload.unit()).zone());
        try (InputStream in = files.open(upload.file())) {
            PlanFile.Found found = reader.read(in, upload.name(), known == null ? choice.span() : known.span(), today.getYear(), kinds.at(upload.unit()));
            String given = Optional.ofNullable(Text.orNull(choice.title())).or(() -> Optional.ofNullable(found.title())).orElseGet(() -> Text.cut(upload.name().replaceAll("\\.[A-Za-z]+$", ""), 200));
            Plan draft = known == null ? plans.openAlike(upload.unit(), found.span(), given.strip()).orElse(null) : known;
            return new Preview(upload, draft, draft == null ? given : draft.title(), found, lines(draft, found));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of rows that are alike the first meets the first of the draft, and so on. */
    private static List<Line> lines(@Nullable Plan draft, PlanFile.Found found) {
        Map<List<Object>, List<PlanItem>> known = new HashMap<>();
        if (draft != null) {
            draft.items().forEach(item -> known.computeIfAbsent(key(item), k -> new ArrayList<>()).add(item));
        }
        List<Line> lines = new ArrayList<>();
        for (PlanFile.Row row : found.rows()) {
            List<PlanItem> alike = known.getOrDefault(key(row.item()), List.of());
            PlanItem before = alike.isEmpty() ? null : alike.remove(0);
            PlanItem wanted = before == null ? row.item() : over(before, row.item());
            lines.add(new Line(row.number(), wanted, before, before == null ? Action.ADDED : wanted.equals(before) ? Action.UNCHANGED : Action.CHANGED));
        }
        return lines;
    }

    private static List<Object> key(PlanItem item) {
        return List.of(item.month(), item.topic(), Optional.ofNullable(item.form()));
    }

    /** The file's words over the draft's item; persons, kind and audience that somebody chose there stay, and so does what the file leaves empty. */
    private static PlanItem over(PlanItem before, PlanItem row) {
        return new PlanItem(before.id(), before.line(), row.month(), row.day() == null ? before.day() : row.day(), row.topic(), row.content() == null ? before.content() : row.content(), row.form(),
                before.kind() == null ? row.kind() : before.kind(), over(before.host(), row.host()), before.audience(), row.audienceWords() == null ? before.audienceWords() : row.audienceWords(),
                over(before.responsible(), row.responsible()), row.note() == null ? before.note() : row.note());
    }

    private static PlanItem.Who over(PlanItem.Who before, PlanItem.Who row) {
        return before.person() != null || row.words() == null ? before : row;
    }

    private static List<PlanItem> merged(Plan draft, List<Line> lines) {
        Map<UUID, PlanItem> changed = new HashMap<>();
        Set<UUID> known = new HashSet<>();
        draft.items().forEach(item -> known.add(item.id()));
        lines.stream().filter(l -> known.contains(l.item().id())).forEach(l -> changed.put(l.item().id(), l.item()));
        List<PlanItem> items = new ArrayList<>(draft.items().stream().map(item -> changed.getOrDefault(item.id(), item)).toList());
        lines.stream().filter(l -> l.action() == Action.ADDED).forEach(l -> items.add(l.item().as(Ids.next(), Ids.next())));
        return items;
    }

    private static Audit.Subject subject(PlanUpload upload) {
        return new Audit.Subject("calendar.plan-import", upload.id().toString(), upload.name());
    }
}
