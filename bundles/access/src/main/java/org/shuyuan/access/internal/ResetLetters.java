package org.shuyuan.access.internal;

import java.time.Clock;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.outbox.OutboxConsumer;
import org.shuyuan.api.outbox.OutboxEntry;

/** Writes the letters of those who have asked for a new password, after their request has been answered. */
@Component(service = OutboxConsumer.class)
public class ResetLetters implements OutboxConsumer {

    private final PasswordReset reset;
    private final Settings settings;
    private final Clock clock;

    @Activate
    public ResetLetters(@Reference PasswordReset reset, @Reference Settings settings) {
        this(reset, settings, Clock.systemUTC());
    }

    ResetLetters(PasswordReset reset, Settings settings, Clock clock) {
        this.reset = reset;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "access.reset";
    }

    @Override
    public Set<String> topics() {
        return Set.of(PasswordReset.ASKED);
    }

    @Override
    public void accept(OutboxEntry entry) {
        // nobody waits for it any more
        if (entry.at().plus(settings.reset()).isAfter(clock.instant())) {
            reset.write(entry.id(), PasswordReset.wish(entry.payload()));
        }
    }
}
