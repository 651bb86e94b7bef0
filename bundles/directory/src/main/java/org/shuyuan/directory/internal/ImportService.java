package org.shuyuan.directory.internal;

import java.io.InputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.directory.internal.jpa.ImportStore;
import org.shuyuan.directory.internal.jpa.JobStore;
import org.shuyuan.directory.internal.jpa.JobStore.Job;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.directory.internal.roster.Choices;
import org.shuyuan.directory.internal.roster.Comparison.State;
import org.shuyuan.directory.internal.roster.Decisions;
import org.shuyuan.directory.internal.roster.Field;
import org.shuyuan.directory.internal.roster.Known;
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
     * @param natures of enterprises, by the unit's name; null takes a choice back
     * @param charset of a text file; everything chosen before for this import is dropped with it
     * @param persons by row ({@code sheet-row}) whom it means: an id, or {@code new}; null takes it back
     * @param alike decides all rows that are unclear still: {@code same} where one person may be meant, or {@code new}
     * @param left people who are not in the file
     */
    public record Adjustment(@Nullable Integer sheet, @Nullable Boolean use, @Nullable Integer headerRow, @Nullable Map<String, @Nullable String> columns,
            @Nullable String category, @Nullable Map<Integer, Map<String, @Nullable String>> corrections, @Nullable Map<String, @Nullable String> units,
            @Nullable Map<String, @Nullable String> natures, @Nullable String charset, @Nullable Map<String, @Nullable String> persons, @Nullable String alike, @Nullable Left left) {}

    /** @param people null: all who are missing @param yes whether they left; false takes it back */
    public record Left(@Nullable List<UUID> people, boolean yes) {}

    /**
     * An import with everything needed to show it.
     *
     * @param units the unit imported into and those below it where the caller may import too
     * @param caller who looks
     * @param before when the same file was confirmed here earlier
     * @param job how far its writing is, or how the last try ended
     */
    public record Opened(ImportData data, Workbook book, Preview preview, List<Unit> units, Caller caller, @Nullable ImportData before, @Nullable Job job) {}

    /** So many units are named in a refusal. */
    private static final int NAMED = 5;

    private final UnitTree tree;
    private final UnitStore units;
    private final ImportStore store;
    private final JobStore jobs;
    private final RosterImport roster;
    private final RosterWriter writer;
    private final Rosters rosters;
    private final Forms forms;
    private final Transactions transactions;
    private final Access access;
    private final Audit audit;
    private final Changed changed;
    private final Glances glances = new Glances();

    @Activate
    public ImportService(@Reference UnitTree tree, @Reference UnitStore units, @Reference ImportStore store, @Reference JobStore jobs, @Reference RosterImport roster,
            @Reference RosterWriter writer, @Reference Rosters rosters, @Reference Transactions transactions, @Reference Access access, @Reference Audit audit,
            @Reference Changed changed) {
        this.tree = tree;
        this.units = units;
        this.store = store;
        this.jobs = jobs;
        this.roster = roster;
        this.writer = writer;
        this.rosters = rosters;
        this.forms = new Forms(store, rosters);
        this.transactions = transactions;
        this.access = access;
        this.audit = audit;
        this.changed = changed;
    }

    /** Keeps the file and proposes how to read it. Nothing of it is in the directory yet. @throws Problem as {@link Rosters#keep} */
    public Opened open(Caller caller, UUID unit, String name, InputStream content) {
        access.require(caller, Permissions.IMPORT, tree.get(unit).id());
        String file = rosters.keep(name, content);
        Choices choices = store.confirmedBefore(unit, file).map(ImportData::choices).orElseGet(() -> forms.propose(file, name));
        ImportData data = new ImportData(Ids.next(), unit, file, name, "open", choices, null, Instant.now(), caller.name(), null, null, 0);
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
        return store.newest(access.within(caller, Permissions.IMPORT, tree.get(unit).id()), 10);
    }

    /** @throws Problem 409 {@code directory.import-over}, {@code directory.import-running}; 412 when another adjusted it meanwhile; 422 for a sheet, row or column that is not there */
    public Opened adjust(Caller caller, UUID id, int version, Adjustment change) {
        ImportData data = idle(caller, id, version);
        Choices choices = change.charset() == null ? new Adjusting(rosters, forms).adjusted(data, change, () -> opened(caller, data).preview())
                : forms.in(data.fileId(), data.fileName(), change.charset());
        transactions.run(() -> {
            if (!store.change(data.with(choices))) {
                throw Versions.changedMeanwhile(Map.of("id", id), get(id).version(), null, null);
            }
            audit.write(caller, data.unit(), "directory.adjust-import", subject(data), summary(data.choices()), summary(choices));
        });
        return opened(caller, get(id));
    }

    /** {@link #confirm(Caller, UUID, int, String, Progress)} while the caller waits. */
    public ImportData confirm(Caller caller, UUID id, int version, @Nullable String digest) {
        return confirm(caller, id, version, digest, Progress.UNSEEN);
    }

    /**
     * Writes everything, or nothing, in one transaction. What can be done before others are kept waiting is done before.
     *
     * @param digest of the preview that was looked at
     * @param progress may stop it until it is committed
     * @throws Problem 409 {@code directory.import-outdated} when the directory changed so that the preview would look different now; 422 {@code directory.import-unclear}
     *     while it is not decided who is who
     */
    public ImportData confirm(Caller caller, UUID id, int version, @Nullable String digest, Progress progress) {
        ImportData looked = open(caller, id, version);
        progress.phase("reading", 0);
        Workbook book = rosters.read(looked.fileId(), looked.fileName(), looked.choices().charset());
        progress.phase("comparing", 0);
        long writes = units.writes();
        List<Unit> there = tree.stored(looked.unit());
        ready(looked, roster.recent(looked, book, writes, there, reach(caller, looked, there)), digest);
        return transactions.call(() -> {
            units.begin(true);
            ImportData data = open(caller, id, version);
            List<Unit> subtree = tree.stored(data.unit());
            Set<UUID> reach = reach(caller, data, subtree);
            @Nullable Preview kept = roster.kept(data, units.writes() - 1, reach);
            Preview preview = kept != null ? kept : roster.fresh(book, data.choices(), subtree, reach);
            ready(data, preview, digest);
            permitted(caller, data, preview);
            Map<String, String> decided = writer.apply(caller, data, subtree.get(0), preview, progress);
            progress.phase("finishing", 0);
            Map<String, Long> counts = preview.counts();
            ImportData over = data.with(data.choices().decided(new Decisions(data.choices().decisions().decided(new TreeMap<>(decided)).persons(), Set.of())));
            if (!store.change(over.ended("confirmed", counts, Instant.now(), caller.name()))) {
                throw Problem.conflict("directory.import-over");
            }
            forms.remember(data, book);
            audit.write(caller, data.unit(), "directory.import", subject(data), null, Map.of("file", data.fileId(), "name", data.fileName(), "result", counts));
            transactions.afterCommit(tree::refresh);
            changed.units(data.unit());
            changed.people(data.unit());
            return get(id);
        });
    }

    /** What {@link #confirm} would refuse, before anybody waits for it. @throws Problem as there */
    void check(Caller caller, UUID id, int version, @Nullable String digest) {
        ImportData data = idle(caller, id, version);
        Preview preview = opened(caller, data).preview();
        ready(data, preview, digest);
        permitted(caller, data, preview);
    }

    private static void ready(ImportData data, Preview preview, @Nullable String digest) {
        if (digest != null && !digest.equals(preview.digest())) {
            throw Problem.conflict("directory.import-outdated");
        }
        if (data.choices().sheets().stream().anyMatch(l -> !l.columns().containsValue(Field.NAME))) {
            throw new Problem(422, "directory.import-no-names");
        }
        if (preview.count(State.UNCLEAR) > 0) {
            throw new Problem(422, "directory.import-unclear").with("count", preview.count(State.UNCLEAR));
        }
    }

    /** Both the places people leave and the places they come to; and new units only where the right reaches below. */
    private void permitted(Caller caller, ImportData data, Preview preview) {
        Set<UUID> touched = new HashSet<>();
        preview.lines().stream().filter(l -> l.state() == State.CHANGED || l.state() == State.ADDED).forEach(l -> {
            Stream.of(l.unit().id(), l.branch() == null ? null : l.branch().id(), l.person() == null ? null : l.person().unit()).filter(Objects::nonNull).forEach(touched::add);
        });
        preview.missing().stream().filter(k -> preview.left().contains(k.id())).map(Known::unit).filter(Objects::nonNull).forEach(touched::add);
        preview.natures().stream().filter(n -> n.changes() && n.unit().id() != null).forEach(n -> touched.add(n.unit().id()));
        Set<String> beyond = new LinkedHashSet<>();
        touched.stream().filter(unit -> !access.can(caller, Permissions.IMPORT, unit)).forEach(unit -> beyond.add(tree.find(unit).map(Unit::name).orElse("")));
        preview.growth(data.unit()).forEach((name, above) -> {
            if (!reachesBelow(caller, above)) {
                beyond.add(name);
            }
        });
        if (!beyond.isEmpty()) {
            throw Problem.forbidden("directory.import-beyond").with("units", String.join("、", beyond.stream().limit(NAMED).toList())).with("count", beyond.size());
        }
    }

    /** Whether the right to import, held at the unit or above it, would count in a unit that is yet to be made there. */
    private boolean reachesBelow(Caller caller, UUID unit) {
        Unit above = tree.get(unit);
        return access.unitsWith(caller, Permissions.IMPORT).stream().anyMatch(held -> held.subtree() && above.within(held.unit()));
    }

    public void drop(Caller caller, UUID id, int version) {
        ImportData data = idle(caller, id, version);
        transactions.run(() -> {
            if (!store.change(data.ended("dropped", null, Instant.now(), caller.name()))) {
                throw Problem.conflict("directory.import-over");
            }
            audit.write(caller, data.unit(), "directory.drop-import", subject(data), null, Map.of("file", data.fileId()));
        });
    }

    /** Writes down that what is personal of others was shown beside the rows, once in a while and not with every page. @param fields names of what was shown */
    public void read(Caller caller, ImportData data, Set<String> fields, int people) {
        if (people > 0 && !fields.isEmpty() && glances.first(caller, data.id())) {
            audit.read(caller, data.unit(), "directory.read-personal", subject(data), Map.of("fields", new TreeSet<>(fields), "people", people));
        }
    }

    /** How far it is. @throws Problem 404 */
    public Optional<Job> job(Caller caller, UUID id) {
        allowed(caller, get(id));
        return jobs.find(id);
    }

    /** Open, and nobody is writing it. @throws Problem 409 {@code directory.import-running} */
    ImportData idle(Caller caller, UUID id, int version) {
        ImportData data = open(caller, id, version);
        if (jobs.find(id).filter(Job::running).isPresent()) {
            throw Problem.conflict("directory.import-running");
        }
        return data;
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
        Workbook book = rosters.read(data.fileId(), data.fileName(), data.choices().charset());
        long writes = units.writes();
        List<Unit> subtree = tree.stored(data.unit());
        Set<UUID> reach = reach(caller, data, subtree);
        List<Unit> places = subtree.stream().filter(u -> reach.contains(u.id())).toList();
        Preview preview = roster.recent(data, book, writes, subtree, reach);
        @Nullable ImportData before = data.open() ? store.confirmedBefore(data.unit(), data.fileId()).orElse(null) : null;
        return new Opened(data, book, preview, places, caller, before,
                data.open() ? jobs.find(data.id()).orElse(null) : null);
    }

    /** Where of the unit and below the caller may import: people elsewhere are as those of any other unit, whom a row cannot mean. */
    private Set<UUID> reach(Caller caller, ImportData data, List<Unit> subtree) {
        Set<UUID> seen = access.within(caller, Permissions.IMPORT, data.unit());
        return subtree.stream().map(Unit::id).filter(seen::contains).collect(Collectors.toUnmodifiableSet());
    }

    /** What the trail keeps of the choices: corrections by their number, since they hold personal data. */
    private static Map<String, Object> summary(Choices choices) {
        return Map.of("sheets", choices.sheets().stream().map(l -> Map.of("sheet", l.sheet() + 1, "headerRow", l.headerRow(), "columns", l.columns().size())).toList(),
                "corrected", choices.corrections().values().stream().flatMap(rows -> rows.values().stream()).mapToInt(Map::size).sum(), "units", choices.units().size(),
                "decided", choices.decisions().persons().size(), "left", choices.decisions().left().size(), "charset", String.valueOf(choices.charset()));
    }

    private static Audit.Subject subject(ImportData data) {
        return new Audit.Subject("directory.import", data.id().toString(), data.fileName());
    }
}
