package org.shuyuan.directory.internal;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.files.Files;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.office.Workbooks.Row;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.directory.internal.jpa.ImportStore;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.directory.internal.roster.Clean;
import org.shuyuan.directory.internal.roster.Field;
import org.shuyuan.directory.internal.roster.Layout;
import org.shuyuan.directory.internal.roster.Preview;
import org.shuyuan.rest.Versions;

/** A roster on its way in: handed over, looked at, corrected, confirmed. Thread-safe. */
@Component(service = ImportService.class)
public final class ImportService {

    private static final long FILE_BYTES = 20L << 20;
    private static final int ROWS = 20_000;
    private static final int CORRECTIONS = 3_000;
    private static final Workbooks.Limits LIMITS = new Workbooks.Limits(FILE_BYTES, 30, ROWS + 100, 100, 4_000);

    /** What is changed in a preview; null leaves as it is. A correction of null takes an earlier one back. */
    public record Adjustment(@Nullable Integer sheet, @Nullable Integer headerRow, @Nullable Map<String, String> columns,
            @Nullable Map<Integer, Map<String, @Nullable String>> corrections) {}

    /** An import with everything needed to show it. @param before when the same file was confirmed here earlier */
    public record Opened(ImportData data, Workbook book, Layout layout, Preview preview, boolean personal, @Nullable ImportData before) {}

    private final UnitTree tree;
    private final UnitStore units;
    private final ImportStore store;
    private final RosterImport roster;
    private final Files files;
    private final Workbooks workbooks;
    private final Transactions transactions;
    private final Access access;
    private final Audit audit;
    private final RecentWorkbook recent = new RecentWorkbook();

    @Activate
    public ImportService(@Reference UnitTree tree, @Reference UnitStore units, @Reference ImportStore store, @Reference RosterImport roster, @Reference Files files,
            @Reference Workbooks workbooks, @Reference Transactions transactions, @Reference Access access, @Reference Audit audit) {
        this.tree = tree;
        this.units = units;
        this.store = store;
        this.roster = roster;
        this.files = files;
        this.workbooks = workbooks;
        this.transactions = transactions;
        this.access = access;
        this.audit = audit;
    }

    /**
     * Keeps the file and proposes how to read it. Nothing of it is in the directory yet.
     *
     * @throws Problem 413 too large; 415, 422 no workbook; 422 {@code directory.import-empty}, {@code directory.import-too-many-rows}
     */
    public Opened open(Caller caller, UUID unit, String name, InputStream content) {
        access.require(caller, Permissions.IMPORT, tree.get(unit).id());
        Files.StoredFile file = files.put(content, FILE_BYTES);
        Workbook book = read(file.id(), name);
        if (book.sheets().stream().allMatch(s -> s.rows().isEmpty())) {
            throw new Problem(422, "directory.import-empty").with("name", name);
        }
        book.sheets().stream().filter(s -> s.rows().size() > ROWS).findFirst().ifPresent(s -> {
            throw new Problem(422, "directory.import-too-many-rows").with("limit", ROWS).with("rows", s.rows().size());
        });
        @Nullable ImportData before = store.confirmedBefore(unit, file.id()).orElse(null);
        Layout layout = before != null ? layout(before) : remembered(book, Layout.propose(book));
        ImportData data = new ImportData(Ids.next(), unit, file.id(), name, "open", layout.sheet(), layout.headerRow(), ids(layout.columns()),
                before == null ? Map.of() : before.corrections(), null, Instant.now(), caller.name(), null, null, 0);
        transactions.run(() -> {
            store.add(data);
            audit.write(caller, unit, "directory.open-import", subject(data), null, Map.of("file", data.fileId(), "name", name));
        });
        return opened(caller, get(data.id()));
    }

    public Opened find(Caller caller, UUID id) {
        ImportData data = get(id);
        allowed(caller, data);
        return opened(caller, data);
    }

    /** The newest imports into the unit and below. */
    public List<ImportData> newest(Caller caller, UUID unit) {
        access.require(caller, Permissions.IMPORT, tree.get(unit).id());
        return store.newest(tree.subtreeIds(unit), 10);
    }

    /** @throws Problem 409 {@code directory.import-over}; 412 when another adjusted it meanwhile; 422 for a sheet, row or column that is not there */
    public Opened adjust(Caller caller, UUID id, int version, Adjustment change) {
        ImportData data = open(caller, id, version);
        Workbook book = read(data.fileId(), data.fileName());
        int sheet = change.sheet() == null ? data.sheet() : change.sheet();
        if (sheet < 0 || sheet >= book.sheets().size()) {
            throw Problem.invalid("sheet", "directory.no-such-sheet");
        }
        boolean otherSheet = sheet != data.sheet();
        Layout layout = otherSheet ? remembered(book, Layout.propose(book.sheets().get(sheet), sheet)) : layout(data);
        if (change.headerRow() != null && change.headerRow() != layout.headerRow()) {
            Row header = Layout.row(book.sheets().get(sheet), change.headerRow()).orElseThrow(() -> Problem.invalid("headerRow", "directory.no-such-row"));
            layout = remembered(book, new Layout(sheet, header.number(), Layout.columns(header)));
        }
        Map<String, String> columns = change.columns() == null ? ids(layout.columns()) : columns(change.columns());
        Map<Integer, Map<String, String>> corrections = merged(otherSheet ? Map.of() : data.corrections(), change.corrections());
        ImportData after = data.with(sheet, layout.headerRow(), columns, corrections);
        transactions.run(() -> {
            if (!store.change(after)) {
                throw Versions.changedMeanwhile(Map.of("id", id), get(id).version(), null, null);
            }
            audit.write(caller, data.unit(), "directory.adjust-import", subject(data), null,
                    Map.of("sheet", sheet, "headerRow", after.headerRow(), "columns", columns, "corrected", corrections.size()));
        });
        return opened(caller, get(id));
    }

    /**
     * Writes everything, or nothing, in one transaction.
     *
     * @param digest of the preview that was looked at
     * @throws Problem 409 {@code directory.import-outdated} when the directory changed so that the preview would look different now
     */
    public ImportData confirm(Caller caller, UUID id, int version, @Nullable String digest) {
        open(caller, id, version);
        ImportData done = transactions.call(() -> {
            units.begin(true);
            ImportData data = open(caller, id, version);
            Opened now = opened(caller, data);
            if (digest != null && !digest.equals(now.preview().digest())) {
                throw Problem.conflict("directory.import-outdated");
            }
            if (!now.layout().columns().containsValue(Field.NAME)) {
                throw new Problem(422, "directory.import-no-names");
            }
            if (now.preview().lines().stream().anyMatch(l -> l.person() != null && l.person().unit() != null && !access.can(caller, Permissions.IMPORT, l.person().unit()))) {
                throw Problem.forbidden("access.forbidden");
            }
            roster.apply(caller, data, tree.stored(data.unit()).get(0), now.preview());
            Map<String, Long> counts = new TreeMap<>(now.preview().counts());
            if (!store.change(data.ended("confirmed", counts, Instant.now(), caller.name()))) {
                throw Problem.conflict("directory.import-over");
            }
            header(now.book(), now.layout()).ifPresent(h -> store.remember(Layout.signature(h), data.columns()));
            audit.write(caller, data.unit(), "directory.import", subject(data), null, Map.of("file", data.fileId(), "name", data.fileName(), "result", counts));
            return get(id);
        });
        transactions.afterCommit(tree::refresh);
        return done;
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

    private Opened opened(Caller caller, ImportData data) {
        Workbook book = read(data.fileId(), data.fileName());
        Layout layout = layout(data);
        Preview preview = roster.preview(book.sheets().get(layout.sheet()), layout, data.corrections(), tree.stored(data.unit()));
        @Nullable ImportData before = data.open() ? store.confirmedBefore(data.unit(), data.fileId()).orElse(null) : null;
        return new Opened(data, book, layout, preview, access.can(caller, Permissions.PERSONAL, data.unit()), before);
    }

    private Workbook read(String file, String name) {
        return recent.get(file, () -> {
            try (InputStream in = files.open(file)) {
                return workbooks.read(in, name, LIMITS);
            } catch (IOException e) {
                throw new Problem(410, "directory.import-file-gone");
            }
        });
    }

    /** The columns as they were confirmed the last time for these headers; new columns are proposed beside them. */
    private Layout remembered(Workbook book, Layout proposed) {
        Optional<Row> header = header(book, proposed);
        return header.flatMap(h -> store.remembered(Layout.signature(h))).map(c -> new Layout(proposed.sheet(), proposed.headerRow(), fields(c))).orElse(proposed);
    }

    private static Optional<Row> header(Workbook book, Layout layout) {
        Sheet sheet = book.sheets().get(layout.sheet());
        return Layout.row(sheet, layout.headerRow());
    }

    private static Layout layout(ImportData data) {
        return new Layout(data.sheet(), data.headerRow(), fields(data.columns()));
    }

    private static Map<String, Field> fields(Map<String, String> columns) {
        Map<String, Field> fields = new LinkedHashMap<>();
        columns.entrySet().stream().sorted(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(String::length).thenComparing(java.util.Comparator.naturalOrder())))
                .forEach(e -> Field.of(e.getValue()).ifPresent(f -> fields.put(e.getKey(), f)));
        return fields;
    }

    private static Map<String, String> ids(Map<String, Field> columns) {
        return columns.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().id(), (a, b) -> a, LinkedHashMap::new));
    }

    private static Map<String, String> columns(Map<String, String> wanted) {
        Set<String> taken = new HashSet<>();
        Map<String, String> columns = new LinkedHashMap<>();
        wanted.forEach((letter, field) -> {
            if (field == null || field.isEmpty()) {
                return;
            }
            if (!letter.matches("[A-Z]{1,3}") || Field.of(field).isEmpty()) {
                throw Problem.invalid("columns", "directory.unknown-column");
            }
            if (!taken.add(field)) {
                throw Problem.invalid("columns", "directory.column-twice");
            }
            columns.put(letter, field);
        });
        return columns;
    }

    private static Map<Integer, Map<String, String>> merged(Map<Integer, Map<String, String>> before, @Nullable Map<Integer, Map<String, @Nullable String>> change) {
        Map<Integer, Map<String, String>> all = new TreeMap<>();
        before.forEach((row, cells) -> all.put(row, new TreeMap<>(cells)));
        if (change != null) {
            change.forEach((row, cells) -> cells.forEach((letter, text) -> {
                if (!letter.matches("[A-Z]{1,3}")) {
                    throw Problem.invalid("corrections", "directory.unknown-column");
                }
                if (text == null) {
                    all.getOrDefault(row, new HashMap<>()).remove(letter);
                } else {
                    all.computeIfAbsent(row, r -> new TreeMap<>()).put(letter, Clean.cut(Clean.line(text), 500));
                }
            }));
        }
        all.values().removeIf(Map::isEmpty);
        if (all.values().stream().mapToInt(Map::size).sum() > CORRECTIONS || all.values().stream().map(Map::values).flatMap(Collection::stream).mapToInt(String::length).sum() > 100_000) {
            throw new Problem(422, "directory.too-many-corrections").with("limit", CORRECTIONS);
        }
        return all;
    }

    static Audit.Subject subject(ImportData data) {
        return new Audit.Subject("directory.import", data.id().toString(), Objects.requireNonNull(data.fileName()));
    }

    /** The unit imported into. */
    public Unit unit(ImportData data) {
        return tree.get(data.unit());
    }
}
