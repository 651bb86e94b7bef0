package org.shuyuan.calendar.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.calendar.internal.jpa.ReminderStore;

/** What hangs on single dates of an event and goes along when the event is changed. Thread-safe. */
@Component(service = DateTies.class)
public final class DateTies {

    private final ReminderStore reminders;

    @Activate
    public DateTies(@Reference ReminderStore reminders) {
        this.reminders = reminders;
    }

    /** Part of the transaction that changed the event, once its dates are written. */
    void follow(Event after) {
        reminders.moved(after.id());
    }
}
