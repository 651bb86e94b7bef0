package org.shuyuan.modules.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After memory ran out the launcher starts the portal again and says so in {@code run/out-of-memory}. The module that was changed last is then the likeliest cause
 * and is left out, until somebody installs it again.
 */
final class Withheld {

    /** Written by the launcher, with the moment. */
    private static final String MARKER = "run/out-of-memory";
    /** Read by the launcher, which tells whoever started it. */
    private static final String TOLD = "run/withheld";
    /** What has run for longer is hardly the cause. */
    private static final Duration LATELY = Duration.ofDays(7);
    private static final int LOOKED_AT = 200;
    private static final Set<HistoryStore.Action> CHANGES = Set.of(HistoryStore.Action.INSTALL, HistoryStore.Action.UPDATE);
    private static final Logger LOG = LoggerFactory.getLogger(Withheld.class);

    private final ModuleManager manager;
    private final Path data;
    private final InstantSource clock;

    Withheld(ModuleManager manager, Path data, InstantSource clock) {
        this.manager = manager;
        this.data = data;
        this.clock = clock;
    }

    /** Leaves the module out, if this start follows on memory that ran out. Before any module is started. */
    void look() {
        Path marker = data.resolve(MARKER);
        if (!Files.exists(marker)) {
            manager.trying().end();
            return;
        }
        // each start brings what was chosen before: that is looked for by its history
        Optional<Trying.Attempt> attempt = manager.trying().left()
                .filter(one -> manager.store().find(one.id()).filter(chosen -> chosen.installed() && one.sha().equals(chosen.sha())).isEmpty());
        try {
            Optional<HistoryStore.Entry> last = attempt.isPresent() ? Optional.empty() : changedLast();
            if (attempt.isPresent()) {
                neverCame(attempt.get());
            } else if (last.isPresent()) {
                String id = last.get().module();
                manager.switchOff(new Problem(503, "modules.out-of-memory").with("module", id).with("version", String.valueOf(last.get().version())), id, Caller.system("memory"));
                Files.writeString(data.resolve(TOLD), id + " " + last.get().version());
            } else {
                LOG.warn("Memory ran out before this start; no module was changed within {} days, none is left out", LATELY.toDays());
            }
            Files.delete(marker);
            manager.trying().end();
        } catch (IOException e) {
            LOG.warn("{} stays behind: {}", marker, e.getMessage());
        }
    }

    /** Memory ran out while it was brought: it was never chosen, and what ran before is not to blame. */
    private void neverCame(Trying.Attempt attempt) throws IOException {
        manager.decided().leaveOut(attempt.sha());
        manager.failed(attempt.id(), attempt.version(), attempt.origin(), new Problem(503, "modules.out-of-memory").with("module", attempt.id()).with("version", attempt.version()),
                Caller.system("memory"));
        Files.writeString(data.resolve(TOLD), attempt.id() + " " + attempt.version());
    }

    /** What the portal itself brought at its very first start is nobody's change. */
    private Optional<HistoryStore.Entry> changedLast() {
        Instant since = clock.instant().minus(LATELY);
        return manager.history().list(null, 0, LOOKED_AT).stream().filter(entry -> CHANGES.contains(entry.action()) && entry.at().isAfter(since))
                .filter(entry -> entry.action() == HistoryStore.Action.UPDATE || !entry.who().equals(Caller.system("start").name()))
                .filter(entry -> manager.store().find(entry.module()).filter(now -> now.installed() && String.valueOf(entry.version()).equals(now.version())).isPresent()).findFirst();
    }
}
