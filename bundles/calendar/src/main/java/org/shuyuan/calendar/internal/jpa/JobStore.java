package org.shuyuan.calendar.internal.jpa;

import java.time.LocalDate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;

/** Jobs of which one node at a time may do one. Thread-safe. */
@Component(service = JobStore.class)
public final class JobStore {

    private final Jpa jpa;

    @Activate
    public JobStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** Locks the job's row till the transaction ends: who comes second waits, and then finds what is left. */
    public void claim(String job) {
        jpa.run(em -> em.createNativeQuery("update calendar_job set done_on = done_on where name = ?").setParameter(1, job).executeUpdate());
    }

    /** Notes the day, for who looks into the database. */
    public void done(String job, LocalDate day) {
        jpa.run(em -> em.createNativeQuery("update calendar_job set done_on = ? where name = ?").setParameter(1, day).setParameter(2, job)
                .executeUpdate());
    }
}
