package org.shuyuan.access.internal.trail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.access.internal.jpa.AuditChainStore;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.problem.Problem;

/** An exported trail: one JSON object a line, each with everything its hash is made of, so that it can be checked anywhere. */
public final class AuditLines {

    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule()).disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final int LONGEST = 400_000;

    /** A line; {@code previous} is the hash of the entry with the number before. */
    record Line(@Nullable Long number, UUID id, Instant at, String who, @Nullable UUID account, String kind, String address, @Nullable UUID unit,
            String action, Audit.Subject subject, @Nullable String before, @Nullable String after, AuditRow.Part actor, AuditRow.Part content,
            @Nullable String previous, @Nullable String hash) {

        AuditRow row() {
            return new AuditRow(new Audit.Entry(id, at, who, account, address, unit, action, subject, before, after), kind, number, hash, actor, content);
        }
    }

    /**
     * What a file turned out to be.
     *
     * @param lines entries read
     * @param unchained among them without a number yet: nothing can be said of them
     * @param redacted parts that were taken out
     * @param gaps how often numbers are left out between two lines, as a filter does
     * @param here entries that this portal's chain holds just so
     * @param elsewhere entries this portal's chain holds otherwise or not (any more)
     * @param wrongLine line of the first that is not as it was, null when all are
     * @param fault why
     */
    public record FileReport(long lines, long unchained, long redacted, long gaps, long here, long elsewhere, @Nullable Long wrongLine,
            @Nullable String fault) {}

    private AuditLines() {}

    /** Writes some entries; the hashes before them are looked up together. */
    public static void write(List<AuditRow> rows, AuditChainStore store, OutputStream out) throws IOException {
        Map<Long, String> before = new HashMap<>(store.hashes(rows.stream().map(AuditRow::number).filter(Objects::nonNull).map(n -> n - 1).toList()));
        before.put(0L, Seal.START);
        store.anchor("cut").ifPresent(cut -> before.put(cut.number(), cut.hash()));
        for (AuditRow row : rows) {
            Audit.Entry e = row.entry();
            Long number = row.number();
            out.write(JSON.writeValueAsBytes(new Line(number, e.id(), e.at(), e.who(), e.account(), row.kind(), e.address(), e.unit(), e.action(),
                    e.subject(), e.before(), e.after(), row.actor(), row.content(), number == null ? null : before.get(number - 1), row.hash())));
            out.write('\n');
        }
    }

    /** @throws Problem 422 {@code access.no-trail-file} when it is not an exported trail at all */
    public static FileReport check(InputStream file, AuditChainStore store) throws IOException {
        Reading reading = new Reading();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            for (String text = line(in); text != null && reading.fault == null; text = line(in)) {
                if (!text.isBlank()) {
                    reading.accept(text, store);
                }
            }
        }
        reading.compare(store);
        return new FileReport(reading.lines, reading.unchained, reading.redacted, reading.gaps, reading.here, reading.elsewhere,
                reading.fault == null ? null : reading.lines, reading.fault);
    }

    /** A line as long as an entry can be; more is no trail, and would fill the memory. */
    private static @Nullable String line(BufferedReader in) throws IOException {
        StringBuilder text = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (text.length() > LONGEST) {
                throw new Problem(422, "access.no-trail-file");
            }
            text.append((char) c);
        }
        return text.toString();
    }

    private static final class Reading {
        private long lines;
        private long unchained;
        private long redacted;
        private long gaps;
        private long here;
        private long elsewhere;
        private @Nullable String fault;
        private @Nullable Line last;
        private final Map<Long, String> unlooked = new HashMap<>();

        void accept(String text, AuditChainStore store) {
            Line line;
            try {
                line = JSON.readValue(text, Line.class);
                Objects.requireNonNull(line.subject());
                Objects.requireNonNull(line.actor());
                Objects.requireNonNull(line.content());
                Objects.requireNonNull(line.at());
                Objects.requireNonNull(line.id());
            } catch (JsonProcessingException | NullPointerException other) {
                if (lines == 0) {
                    throw new Problem(422, "access.no-trail-file");
                }
                lines++;
                fault = "link";
                return;
            }
            lines++;
            Long number = line.number();
            if (number == null || line.previous() == null) {
                unchained++;
                return;
            }
            fault = fault(line, number);
            if (fault == null) {
                redacted += (line.actor().redacted() ? 1 : 0) + (line.content().redacted() ? 1 : 0);
                beside(line, number);
                last = line;
                unlooked.put(number, String.valueOf(line.hash()));
                if (unlooked.size() >= 500) {
                    compare(store);
                }
            }
        }

        private static @Nullable String fault(Line line, long number) {
            AuditRow row = line.row();
            String actor = line.actor().salt();
            String content = line.content().salt();
            if (!line.actor().redacted() && (actor == null || !Seal.actorDigest(actor, row.entry()).equals(line.actor().digest()))) {
                return "actor";
            }
            if (!line.content().redacted() && (content == null || !Seal.contentDigest(content, row.entry()).equals(line.content().digest()))) {
                return "content";
            }
            return Seal.link(String.valueOf(line.previous()), number, row).equals(line.hash()) ? null : "link";
        }

        /** Newest first or oldest first: of two neighbours the later names the hash of the earlier. */
        private void beside(Line line, long number) {
            Line before = last;
            if (before == null || before.number() == null) {
                return;
            }
            long step = number - before.number();
            if (step == -1 && !Objects.equals(before.previous(), line.hash()) || step == 1 && !Objects.equals(line.previous(), before.hash())) {
                fault = "link";
            } else if (Math.abs(step) != 1) {
                gaps++;
            }
        }

        void compare(AuditChainStore store) {
            Map<Long, String> known = store.hashes(unlooked.keySet());
            unlooked.forEach((number, hash) -> {
                if (hash.equals(known.get(number))) {
                    here++;
                } else {
                    elsewhere++;
                }
            });
            unlooked.clear();
        }
    }
}
