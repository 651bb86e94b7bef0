package org.shuyuan.directory.internal;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.office.Workbooks.Row;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.directory.internal.jpa.ImportStore;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.directory.internal.roster.Choices;
import org.shuyuan.directory.internal.roster.Comparison.State;
import org.shuyuan.directory.internal.roster.Field;
import org.shuyuan.directory.internal.roster.Layout;
import org.shuyuan.directory.internal.roster.Preview;
import org.shuyuan.rest.Versions;

/** A roster on its way in: handed over, looked at, corrected, confirmed. Thread-safe. */
@Component(service = ImportService.class)
public final class ImportService {

    /**
     * What is changed in a preview; null leaves as it is.
     *
     * @param sheet which one {@code use} to {@code corrections} are about; the first of those chosen unless given
     * @param use whether its people come in
     * @param category of those whose rows name none; empty: none
     * @param corrections by row number and column letter; a text of null takes an earlier one back
     * @param units by written name, see {@link Choices#placed}
     */
    public record Adjustment(@Nullable Integer sheet, @Nullable Boolean use, @Nullable Integer headerRow, @Nullable Map<String, @Nullable String> columns,
            @Nullable String category, @Nullable Map<Integer, Map<String, @Nullable String>> corrections, @Nullable Map<String, @Nullable String> units) {}

    /**
     * An import with everything needed to show it.
     *
     * @param units the unit imported into and all below it
     * @param personal whether the caller may see phone and birth of the people there
     * @param before when the same file was confirmed here earlier
     */
    public record Opened(ImportData data, Workbook book, Preview preview, List<Unit> units, boolean personal, @Nullable ImportData before) {}

    private final UnitTree tree;
    private final UnitStore units;
    private final ImportStore store;
    private final RosterImport roster;
    private final Rosters rosters;
    private final Transactions transactions;
    private final Access access;
    private final Audit audit;
    private final Changed changed;

    @Activate
    public ImportService(@Reference UnitTree tree, @Reference UnitStore units, @Reference ImportStore store, @Reference RosterImport roster, @Reference Rosters rosters,
            @Reference Transactions transactions, @Reference Access access, @Reference Audit audit, @Reference Changed changed) {
        this.tree = tree;
        this.units = units;
        this.store = store;
        this.roster = roster;
        this.rosters = rosters;
        this.transactions = transactions;
        this.access = access;
        this.audit = audit;
        this.changed = changed;
    }

    /** Keeps the file and proposes how to read it. Nothing of it is in the directory yet. @throws Problem as {@link Rosters#keep} */
    public Opened open(Caller caller, UUID unit, String name, InputStream content) {
        access.require(caller, Permissions.IMPORT, tree.get(unit).id());
        String file = rosters.keep(name, content);
        Workbook book = rosters.read(file, name);
        Choices choices = store.confirmedBefore(unit, file).map(ImportData::choices)
                .orElseGet(() -> Choices.of(Layout.propose(book).stream().map(l -> remembered(book, l)).toList()));
        ImportData data = new ImportData(Ids.next(), unit, file, name, "open", choices, null, Instant.now(), caller.name(), null, null, 0);
        transactions.run(() -> {
            store.add(data);
            audit.write(caller, unit, "directory.open-import", subject(data), null, Map.of("file", data.fileId(), "name", name));
        });
        return opened(caller, get(data.id()), false);
    }

    public Opened find(Caller caller, UUID id) {
        ImportData data = get(id);
        allowed(caller, data);
        return opened(caller, data, false);
    }

    /** The newest imports into the unit and below. */
    public List<ImportData> newest(Caller caller, UUID unit) {
        access.require(caller, Permissions.IMPORT, tree.get(unit).id());
        return store.newest(tree.subtreeIds(unit), 10);
    }

    /** @throws Problem 409 {@code directory.import-over}; 412 when another adjusted it meanwhile; 422 for a sheet, row or column that is not there */
    public Opened adjust(Caller caller, UUID id, int version, Adjustment change) {
        ImportData data = open(caller, id, version);
        Choices choices = adjusted(rosters.read(data.fileId(), data.fileName()), data.choices(), change);
        transactions.run(() -> {
            if (!store.change(data.with(choices))) {
                throw Versions.changedMeanwhile(Map.of("id", id), get(id).version(), null, null);
            }
            audit.write(caller, data.unit(), "directory.adjust-import", subject(data), summary(data.choices()), summary(choices));
        });
        return opened(caller, get(id), false);
    }

    private Choices adjusted(Workbook book, Choices before, Adjustment change) {
        int index = change.sheet() == null ? before.sheets().get(0).sheet() : change.sheet();
        if (index < 0 || index >= book.sheets().size()) {
            throw Problem.invalid("sheet", "directory.no-such-sheet");
        }
        if (Boolean.FALSE.equals(change.use())) {
            return before.without(index);
        }
        Sheet sheet = book.sheets().get(index);
        Layout layout = before.sheet(index).orElseGet(() -> remembered(book, Layout.propose(sheet, index)));
        if (change.headerRow() != null && change.headerRow() != layout.headerRow()) {
            Row header = Layout.row(sheet, change.headerRow()).orElseThrow(() -> Problem.invalid("headerRow", "directory.no-such-row"));
            layout = remembered(book, Layout.at(header, sheet, index));
        }
        if (change.columns() != null) {
            layout = layout.with(Choices.columns(change.columns()));
        }
        if (change.category() != null) {
            layout = layout.categorised(change.category());
        }
        Choices after = before.with(layout);
        if (change.corrections() != null) {
            after = after.corrected(index, change.corrections());
        }
        return change.units() == null ? after : after.placed(change.units());
    }

    /**
     * Writes everything, or nothing, in one transaction.
     *
     * @param digest of the preview that was looked at
     * @throws Problem 409 {@code directory.import-outdated} when the directory changed so that the preview would look different now
     */
    public ImportData confirm(Caller caller, UUID id, int version, @Nullable String digest) {
        open(caller, id, version);
        return transactions.call(() -> {
            units.begin(true);
            ImportData data = open(caller, id, version);
            Opened now = opened(caller, data, true);
            Preview preview = now.preview();
            if (digest != null && !digest.equals(preview.digest())) {
                throw Problem.conflict("directory.import-outdated");
            }
            if (data.choices().sheets().stream().anyMatch(l -> !l.columns().containsValue(Field.NAME))) {
                throw new Problem(422, "directory.import-no-names");
            }
            // both the place people leave and the place they come to
            if (preview.lines().stream().filter(l -> l.state() == State.CHANGED || l.state() == State.ADDED)
                    .anyMatch(l -> !mayImport(caller, l.unit().id()) || l.person() != null && !mayImport(caller, l.person().unit()))) {
                throw Problem.forbidden("access.forbidden");
            }
            roster.apply(caller, data, now.units().get(0), preview);
            Map<String, Long> counts = new TreeMap<>(preview.counts());
            if (!store.change(data.ended("confirmed", counts, Instant.now(), caller.name()))) {
                throw Problem.conflict("directory.import-over");
            }
            data.choices().sheets().forEach(l -> header(now.book(), l).ifPresent(h -> store.remember(Layout.signature(h), l.columns())));
            audit.write(caller, data.unit(), "directory.import", subject(data), null, Map.of("file", data.fileId(), "name", data.fileName(), "result", counts));
            transactions.afterCommit(tree::refresh);
            changed.units(data.unit());
            changed.people(data.unit());
            return get(id);
        });
    }

    /** Units that are to be made lie below the one imported into, where the caller may import. */
    private boolean mayImport(Caller caller, @Nullable UUID unit) {
        return unit == null || access.can(caller, Permissions.IMPORT, unit);
    }

    public void drop(Caller caller, UUID id, int version) {
        ImportData data = open(caller, id, version);
        transactions.run(() -> {
            if (!store.change(data.ended("dropped", null, Instant.now(), caller.name()))) {
                throw Problem.conflict("directory.import-over");
            }
            audit.write(caller, data.unit(), "directory.drop-import", subject(data), null, Map.of("file", data.fileId()));
        });
    }

    private ImportData open(Caller caller, UUID id, int version) {
        ImportData data = get(id);
        allowed(caller, data);
        if (!data.open()) {
            throw Problem.conflict("directory.import-over");
        }
        if (data.version() != version) {
            throw Versions.changedMeanwhile(Map.of("id", id), data.version(), null, null);
        }
        return data;
    }

    private void allowed(Caller caller, ImportData data) {
        if (tree.find(data.unit()).isEmpty() || !access.can(caller, Permissions.READ, data.unit())) {
            throw Problem.notFound("directory.no-such-import");
        }
        access.require(caller, Permissions.IMPORT, data.unit());
    }

    private ImportData get(UUID id) {
        return store.find(id).orElseThrow(() -> Problem.notFound("directory.no-such-import"));
    }

    private Opened opened(Caller caller, ImportData data, boolean writing) {
        Workbook book = rosters.read(data.fileId(), data.fileName());
        List<Unit> subtree = tree.stored(data.unit());
        @Nullable ImportData before = data.open() ? store.confirmedBefore(data.unit(), data.fileId()).orElse(null) : null;
        Preview preview = writing ? roster.fresh(book, data.choices(), subtree) : roster.recent(data, book, subtree);
        return new Opened(data, book, preview, subtree, access.can(caller, Permissions.PERSONAL, data.unit()), before);
    }

    /** The columns as they were confirmed the last time for these headers. */
    private Layout remembered(Workbook book, Layout proposed) {
        return header(book, proposed).flatMap(h -> store.remembered(Layout.signature(h))).map(proposed::with).orElse(proposed);
    }

    private static Optional<Row> header(Workbook book, Layout layout) {
        return Layout.row(book.sheets().get(layout.sheet()), layout.headerRow());
    }

    /** What the trail keeps of the choices: corrections by their number, since they hold personal data. */
    private static Map<String, Object> summary(Choices choices) {
        return Map.of("sheets", choices.sheets().stream().map(l -> Map.of("sheet", l.sheet() + 1, "headerRow", l.headerRow(), "columns", l.columns().size())).toList(),
                "corrected", choices.corrections().values().stream().flatMap(rows -> rows.values().stream()).mapToInt(Map::size).sum(), "units", choices.units().size());
    }

    private static Audit.Subject subject(ImportData data) {
        return new Audit.Subject("directory.import", data.id().toString(), data.fileName());
    }
}
