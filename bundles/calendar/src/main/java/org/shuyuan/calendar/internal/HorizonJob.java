package org.shuyuan.calendar.internal;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Repeated;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.EventStore;
import org.shuyuan.calendar.internal.jpa.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the occurrences that have come within the horizon, gives back the rooms that events no longer have and books those they want. Every node looks every hour, and
 * when it starts or its settings change; the job's row lets one of them work at a time, some events per transaction, so doing it again finds nothing to do. A horizon set
 * farther is reached at the next look; one set nearer takes nothing away that is made already. One thread, ended with the component.
 */
@Component(service = HorizonJob.class, immediate = true)
public final class HorizonJob {

    private static final Logger LOG = LoggerFactory.getLogger(HorizonJob.class);
    private static final String NAME = "horizon";
    private static final int AT_ONCE = 50;
    private static final int ROOMS_AT_ONCE = 1_000;

    private final JobStore jobs;
    private final EventStore events;
    private final Occurrences occurrences;
    private final EventRooms rooms;
    private final RoomReturns returns;
    private final Settings settings;
    private final Transactions transactions;
    private final Repeated job;

    @Activate
    public HorizonJob(@Reference JobStore jobs, @Reference EventStore events, @Reference Occurrences occurrences, @Reference EventRooms rooms, @Reference RoomReturns returns,
            @Reference Settings settings, @Reference Transactions transactions) {
        this.jobs = jobs;
        this.events = events;
        this.occurrences = occurrences;
        this.rooms = rooms;
        this.returns = returns;
        this.settings = settings;
        this.transactions = transactions;
        this.job = Repeated.every("calendar-horizon", Duration.ofMinutes(1), Duration.ofHours(1), this::run);
    }

    @Deactivate
    public void stop() throws InterruptedException {
        job.stop();
    }

    /** Does what is left to do today, if no other node does. */
    void run() {
        while (!Thread.currentThread().isInterrupted() && transactions.call(this::some)) {
            LOG.debug("More events need occurrences");
        }
        returns.run();
        rooms.behind(ROOMS_AT_ONCE).forEach(this::book);
    }

    /** Each in a transaction of its own, so that rooms are locked in order; what fails is tried again at the next look. */
    private void book(UUID id) {
        try {
            rooms.extend(id, events::find);
        } catch (RuntimeException e) {
            LOG.warn("Rooms of event {} are not booked yet: {}", id, e.toString());
        }
    }

    /** @return whether there may be more */
    private boolean some() {
        LocalDate today = LocalDate.now(settings.clock().withZone(ZoneOffset.UTC));
        jobs.claim(NAME);
        // three days less: zones differ in what day it is, and months in how many they have
        List<UUID> ids = events.madeBefore(settings.horizon(ZoneOffset.UTC).minusDays(3), AT_ONCE);
        for (UUID id : ids) {
            Optional<Event> event = events.find(id);
            event.ifPresent(this::extend);
        }
        if (ids.size() < AT_ONCE) {
            jobs.done(NAME, today);
            return false;
        }
        return true;
    }

    /** An event whose rule the library no longer takes must not stop the others, nor be tried for ever. */
    private void extend(Event event) {
        try {
            transactions.attempt(() -> {
                occurrences.extend(event);
                return event;
            });
        } catch (RuntimeException e) {
            LOG.warn("Event {} cannot be continued: {}", event.id(), e.toString());
            events.made(event.id(), occurrences.madeUntil(event.schedule()));
        }
    }
}
