package org.shuyuan.attendance.internal;

import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/**
 * A workbook comes into a roll: shown first, with every problem by row and cell, and on confirmation all that can be taken or nothing. What the file leaves empty stays, so a second run
 * changes nothing. The file is not kept: whoever confirms sends it again, with the seal of what was shown. Thread-safe.
 */
@Component(service = RollImports.class)
public final class RollImports {

    /** What could not be taken. @param column letter of the cell @param key text of this module that says why @param what stands there */
    public record Fault(int row, @Nullable String column, String key, String what) {}

    /** One row that can be taken. @param came null: the file says nothing new of it */
    public record Line(int row, Mark was, State state, @Nullable String reason, @Nullable String note, @Nullable Integer minutes, @Nullable Instant came, boolean changed) {}

    /** @param seal of what would be written */
    public record Preview(Gathering gathering, Map<String, String> headings, List<Line> lines, List<Fault> faults, String seal) {

        public long changed() {
            return lines.stream().filter(Line::changed).count();
        }
    }

    private final RollFile reader;
    private final GatheringService gatherings;
    private final RollService rolls;
    private final Arrivals arrivals;
    private final Reasons reasons;
    private final People people;
    private final Units units;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public RollImports(@Reference RollFile reader, @Reference GatheringService gatherings, @Reference RollService rolls, @Reference Arrivals arrivals,
            @Reference Reasons reasons, @Reference People people, @Reference Units units, @Reference Watch watch, @Reference Transactions transactions) {
        this.reader = reader;
        this.gatherings = gatherings;
        this.rolls = rolls;
        this.arrivals = arrivals;
        this.reasons = reasons;
        this.people = people;
        this.units = units;
        this.watch = watch;
        this.transactions = transactions;
    }

    /** What the file says, and what of it would be new. Writes nothing. @throws Problem 403, 404; 409 {@code attendance.closed}; those of {@link RollFile#read} */
    public Preview preview(Caller caller, UUID id, String name, InputStream content) {
        Gathering gathering = gatherings.open(caller, id);
        return preview(caller, gathering, reader.read(content, name));
    }

    /**
     * Writes what was shown.
     *
     * @param seal of the preview
     * @throws Problem as of {@link #preview}; 409 {@code attendance.import-meanwhile}: file or roll are not what they were
     */
    public Preview confirm(Caller caller, UUID id, String name, InputStream content, @Nullable String seal) {
        Gathering gathering = gatherings.open(caller, id);
        RollFile.Found found = reader.read(content, name);
        return transactions.call(() -> {
            Preview shown = preview(caller, gathering, found);
            if (seal == null || !shown.seal().equals(seal)) {
                throw Problem.conflict("attendance.import-meanwhile");
            }
            List<Line> changed = shown.lines().stream().filter(Line::changed).toList();
            if (changed.isEmpty()) {
                return shown;
            }
            rolls.mark(caller, id, changed.stream().map(l -> new RollService.Marking(l.was().person(), l.state(), l.was().state(), l.reason(), l.note(), l.minutes())).toList(), Mark.Way.ROLL);
            Map<UUID, Times> times = arrivals.of(id);
            changed.stream().filter(l -> l.came() != null).forEach(l -> {
                Times before = times.get(l.was().person());
                Times now = Times.came(id, l.was().person(), Objects.requireNonNull(l.came()), Mark.Way.ROLL, null);
                arrivals.said(before == null || before.left() == null || before.left().isBefore(now.came()) ? now
                        : now.left(before.left(), Objects.requireNonNullElse(before.leftWay(), Mark.Way.ROLL), before.leftTap()));
            });
            watch.written(caller, gathering, "import-roll", null, Map.of("file", name, "changed", changed.size()));
            return shown;
        });
    }

    private Preview preview(Caller caller, Gathering gathering, RollFile.Found found) {
        List<Mark> roll = rolls.roll(caller, gathering.id());
        RollReading reading = new RollReading(gathering, found, roll, people.get(roll.stream().map(Mark::person).toList()), arrivals.of(gathering.id()), reasons.at(gathering.unit()),
                units.find(gathering.unit()).map(Unit::zone).orElse(ZoneId.of("Asia/Shanghai")), watch.clock().instant().isBefore(gathering.draft().start().minus(RollService.EARLY)));
        found.rows().forEach(reading::row);
        StringBuilder all = new StringBuilder(gathering.id().toString());
        reading.lines().stream().filter(Line::changed)
                .forEach(l -> all.append('|').append(l.was()).append('>').append(l.state()).append(l.reason()).append(l.note()).append(l.minutes()).append(l.came()));
        return new Preview(gathering, found.headings(), reading.lines(), reading.faults(), seal(all.toString()));
    }

    /** In pieces: a secret's hash takes no long text. */
    private static String seal(String text) {
        String seal = "";
        for (int at = 0; at < text.length(); at += 100) {
            seal = Secrets.hash(seal + text.substring(at, Math.min(text.length(), at + 100)));
        }
        return seal;
    }
}
