package org.shuyuan.access.internal.trail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.access.internal.jpa.AuditChainStore.Anchor;
import org.shuyuan.access.internal.jpa.AuditChainStore.Head;

/**
 * One walk along the chain, entry by entry; it stops at the first that is not as it was. Confined to a thread.
 *
 * <p>An anchor that the chain does not hold is a fault, unless a backup was restored after it was noted: then what came after the
 * backup is gone rightly, and the report says so.
 */
final class Verification {

    static final String RESTORE = "persistence.restore";
    static final String CUT = "access.cut-audit";
    static final String REDACT = "access.redact";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Why the chain does not hold. */
    enum Fault {
        /** Entries before this one are gone. */
        BEGINNING,
        /** A number is missing. */
        MISSING,
        /** Who or whence was changed. */
        ACTOR,
        /** Label, before or after were changed. */
        CONTENT,
        /** Another field was changed, or the entry was put in. */
        LINK,
        /** A part was taken out and no entry says why. */
        REDACTION,
        /** A hash that was noted is another or gone. */
        ANCHOR,
        /** Entries after this one are gone. */
        END
    }

    /** Where the chain breaks. */
    record Break(Fault fault, long number, @Nullable UUID entry, @Nullable Instant at) {}

    private final long first;
    private final Map<Long, List<Anchor>> anchors = new HashMap<>();
    private final List<Anchor> doubtful = new ArrayList<>();
    private final List<Instant> restores = new ArrayList<>();
    private final Set<UUID> redactionsNeeded = new HashSet<>();
    private final Map<UUID, Long> redactionAt = new HashMap<>();
    private final Set<UUID> redactionsTold = new HashSet<>();
    private final @Nullable Anchor cut;
    private boolean cutTold;
    private long number;
    private String hash;
    private long redacted;
    private int anchorsHeld;
    private @Nullable Break broken;

    Verification(@Nullable Anchor cut, List<Anchor> noted) {
        this.cut = cut;
        first = cut == null ? 0 : cut.number();
        number = first;
        hash = cut == null ? Seal.START : cut.hash();
        noted.stream().filter(one -> one.number() > first).forEach(one -> anchors.computeIfAbsent(one.number(), n -> new ArrayList<>()).add(one));
    }

    /** @return false when the walk is at its end, since the chain is broken here */
    boolean accept(AuditRow row) {
        long own = row.number() == null ? 0 : row.number();
        if (own != number + 1) {
            return fail(number == first ? Fault.BEGINNING : Fault.MISSING, number + 1, null);
        }
        Fault fault = faultOf(row);
        if (fault != null) {
            return fail(fault, own, row);
        }
        number = own;
        hash = String.valueOf(row.hash());
        note(row);
        for (Anchor anchor : anchors.getOrDefault(own, List.of())) {
            if (anchor.hash().equals(hash)) {
                anchorsHeld++;
            } else {
                doubtful.add(anchor);
            }
        }
        anchors.remove(own);
        return true;
    }

    private @Nullable Fault faultOf(AuditRow row) {
        String actor = row.actor().salt();
        if (!row.actor().redacted() && (actor == null || !Seal.actorDigest(actor, row.entry()).equals(row.actor().digest()))) {
            return Fault.ACTOR;
        }
        String content = row.content().salt();
        if (!row.content().redacted() && (content == null || !Seal.contentDigest(content, row.entry()).equals(row.content().digest()))) {
            return Fault.CONTENT;
        }
        return Seal.link(hash, number + 1, row).equals(row.hash()) ? null : Fault.LINK;
    }

    private void note(AuditRow row) {
        for (UUID redaction : new @Nullable UUID[] {row.actor().redaction(), row.content().redaction()}) {
            if (redaction != null) {
                redacted++;
                redactionsNeeded.add(redaction);
                redactionAt.putIfAbsent(redaction, number);
            }
        }
        switch (row.entry().action()) {
            case REDACT -> redactionsTold.add(row.entry().id());
            case RESTORE -> restores.add(row.entry().at());
            case CUT -> cutTold = cutTold || cut != null && told(row.entry().after()) >= cut.number();
            default -> { }
        }
    }

    private static long told(@Nullable String json) {
        try {
            JsonNode read = JSON.readTree(json == null ? "{}" : json);
            return read.path("number").asLong();
        } catch (JsonProcessingException notOurs) {
            return 0;
        }
    }

    /** After the last entry. */
    void end(Head head) {
        if (broken != null) {
            return;
        }
        if (number != head.number() || !hash.equals(head.hash())) {
            fail(Fault.END, number + 1, null);
            return;
        }
        anchors.values().forEach(doubtful::addAll);
        List<Anchor> wrong = doubtful.stream().filter(one -> restores.stream().noneMatch(restore -> restore.isAfter(one.at()))).toList();
        if (!wrong.isEmpty()) {
            long at = wrong.stream().mapToLong(Anchor::number).min().orElse(0);
            fail(at > number ? Fault.END : Fault.ANCHOR, Math.min(at, number + 1), null);
        } else if (cut != null && !cutTold) {
            fail(Fault.BEGINNING, first + 1, null);
        } else {
            redactionsNeeded.removeAll(redactionsTold);
            redactionsNeeded.stream().findFirst().ifPresent(one -> fail(Fault.REDACTION, redactionAt.getOrDefault(one, 0L), null));
        }
    }

    private boolean fail(Fault fault, long at, @Nullable AuditRow row) {
        broken = new Break(fault, at, row == null ? null : row.entry().id(), row == null ? null : row.entry().at());
        return false;
    }

    @Nullable Break broken() {
        return broken;
    }

    /** What was found, for people and programs. */
    AuditReport report(long tail) {
        Break at = broken;
        return new AuditReport(first + 1, number, hash, redacted, anchorsHeld, doubtful.size(), restores.size(), tail,
                at == null ? null : at.fault().name().toLowerCase(java.util.Locale.ROOT), at == null ? null : at.number(), at == null ? null : at.entry(),
                at == null ? null : at.at());
    }
}
