package org.shuyuan.access.internal.trail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.shuyuan.access.internal.jpa.AuditChainStore.Anchor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code log/audit-anchors}: each day the chain's last number and hash, outside of the database. Who changes the database alone, also its
 * own administrator, cannot make the end of the trail disappear or write it anew without this file telling.
 */
final class AnchorFile {

    private static final Logger LOG = LoggerFactory.getLogger(AnchorFile.class);

    private final Path file;

    AnchorFile(Path file) {
        this.file = file;
    }

    static AnchorFile ofSystem() {
        return new AnchorFile(Path.of(System.getProperty("karaf.log", System.getProperty("shuyuan.data", "data") + "/log"), "audit-anchors"));
    }

    void add(Anchor anchor) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, anchor.at() + " " + anchor.number() + " " + anchor.hash() + "\n", StandardCharsets.US_ASCII,
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.error("The audit trail's anchor could not be noted in {}; note it by hand: number {}, hash {}", file, anchor.number(), anchor.hash(), e);
        }
    }

    /** What is noted; a line that is none is passed over, since the file is there to be copied and printed by people. */
    List<Anchor> read() {
        List<Anchor> all = new ArrayList<>();
        try {
            for (String line : Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.<String>of()) {
                String[] words = line.strip().split(" ");
                if (words.length == 3 && words[1].matches("\\d{1,18}") && words[2].matches("[0-9a-f]{64}")) {
                    all.add(new Anchor("file", Instant.parse(words[0]), Long.parseLong(words[1]), words[2]));
                }
            }
        } catch (IOException | DateTimeException e) {
            LOG.warn("{} could not be read to its end: {}", file, e.getMessage());
        }
        return all;
    }
}
