package org.shuyuan.calendar.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.persistence.OptimisticLockException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.files.Files;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.office.Calendars;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.ImportPlan.Action;
import org.shuyuan.calendar.internal.jpa.EventStore;
import org.shuyuan.calendar.internal.jpa.ImportStore;

/**
 * A calendar file comes in: kept, shown, and on confirmation taken over in one transaction. The plan is made anew from the kept
 * file each time, so what is confirmed is compared with what is here then. Thread-safe.
 */
@Component(service = ImportService.class)
public final class ImportService {

    static final long LARGEST = 5L << 20;

    /** A file and what confirming it would do, or has done. */
    public record Preview(ImportFile file, ImportPlan plan) {}

    private final ImportStore store;
    private final EventStore events;
    private final EventWriter writer;
    private final EventNotices notices;
    private final Occurrences occurrences;
    private final Kinds kinds;
    private final Files files;
    private final Calendars calendars;
    private final Units units;
    private final Access access;
    private final Audit audit;
    private final Transactions transactions;
    private final Settings settings;

    @Activate
    public ImportService(@Reference ImportStore store, @Reference EventStore events, @Reference EventWriter writer, @Reference EventNotices notices, @Reference Occurrences occurrences,
            @Reference Kinds kinds, @Reference Files files, @Reference Calendars calendars, @Reference Units units, @Reference Access access, @Reference Audit audit,
            @Reference Transactions transactions, @Reference Settings settings) {
        this.store = store;
        this.events = events;
        this.writer = writer;
        this.notices = notices;
        this.occurrences = occurrences;
        this.kinds = kinds;
        this.files = files;
        this.calendars = calendars;
        this.units = units;
        this.access = access;
        this.audit = audit;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** Keeps the file and says what it holds; no event is written. @throws Problem of {@link Files#put} and {@link Calendars#read} */
    public Preview begin(Caller caller, UUID unit, String name, InputStream content) {
        access.require(caller, Permissions.IMPORT, unit);
        Files.StoredFile kept = files.put(content, LARGEST);
        ImportFile file = new ImportFile(Ids.next(), unit, kept.id(), name, settings.clock().instant(), caller.name(), caller.account(), null, null);
        ImportPlan plan = plan(file, Map.of());
        transactions.run(() -> {
            store.add(file);
            audit.write(caller, unit, "calendar.read-file", subject(file), null, Map.of("file", kept.id(), "size", kept.size()));
        });
        return new Preview(file, plan);
    }

    public Preview show(Caller caller, UUID id) {
        ImportFile file = find(caller, id);
        return new Preview(file, plan(file, Map.of()));
    }

    /**
     * All that can be taken over, or nothing.
     *
     * @param chosen kinds picked instead of the guesses, by uid
     * @throws Problem 409 {@code calendar.import-confirmed} when it has been done
     */
    public Preview confirm(Caller caller, UUID id, Map<String, UUID> chosen) {
        ImportFile file = find(caller, id);
        if (file.confirmedAt() != null) {
            throw Problem.conflict("calendar.import-confirmed");
        }
        Set<UUID> offered = kinds.at(file.unit()).stream().map(Kind::id).collect(Collectors.toSet());
        if (!offered.containsAll(chosen.values())) {
            throw Problem.invalid("kinds", "calendar.kind-not-here");
        }
        try {
            return transactions.call(() -> {
                ImportPlan plan = plan(file, chosen);
                String result = "+" + plan.count(Action.ADDED) + " ~" + plan.count(Action.CHANGED) + " =" + plan.count(Action.UNCHANGED) + " -" + plan.count(Action.CANCELLED);
                store.confirmed(id, settings.clock().instant(), result);
                for (ImportPlan.Line line : plan.lines()) {
                    if (line.draft() != null && line.action() == Action.ADDED) {
                        writer.take(caller, line.draft(), line.uid());
                    } else if (line.draft() != null && line.before() != null && line.action() == Action.CHANGED) {
                        writer.takeChange(caller, line.before(), line.draft());
                    } else if (line.before() != null && line.action() == Action.CANCELLED) {
                        writer.remove(caller, line.before());
                        notices.removed(caller, line.before());
                    }
                }
                writer.tellOf(file.unit());
                audit.write(caller, file.unit(), "calendar.import", subject(file), null, Map.of("file", file.file(), "result", result));
                return new Preview(store.find(id).orElse(file), plan);
            });
        } catch (OptimisticLockException meanwhile) {
            throw Problem.conflict("calendar.import-confirmed");
        }
    }

    private ImportFile find(Caller caller, UUID id) {
        ImportFile file = store.find(id).filter(f -> access.can(caller, Permissions.IMPORT, f.unit()))
                .orElseThrow(() -> Problem.notFound("calendar.no-such-import"));
        access.require(caller, Permissions.IMPORT, file.unit());
        return file;
    }

    private ImportPlan plan(ImportFile file, Map<String, UUID> chosen) {
        List<Kind> offered = kinds.at(file.unit());
        try (InputStream in = files.open(file.file())) {
            Calendars.Read read = calendars.read(in, units.get(file.unit()).zone());
            return new ImportPlanner(file.unit(), offered, chosen, occurrences).plan(read, uids -> events.byUid(file.unit(), uids));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Audit.Subject subject(ImportFile file) {
        return new Audit.Subject("calendar.import", file.id().toString(), file.name());
    }
}
