package org.shuyuan.calendar.internal.jpa;

import java.time.LocalDate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;

/** Which job was done when, so that one node does it. Thread-safe. */
@Component(service = JobStore.class)
public final class JobStore {

    private final Jpa jpa;

    @Activate
    public JobStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** Locks the job's row till the transaction ends. @return whether it is still to be done that day */
    public boolean claim(String job, LocalDate day) {
        return jpa.<Integer>write(em -> em.createNativeQuery("update calendar_job set done_on = done_on where name = ? and done_on < ?")
                .setParameter(1, job).setParameter(2, day).executeUpdate()) == 1;
    }

    public void done(String job, LocalDate day) {
        jpa.run(em -> em.createNativeQuery("update calendar_job set done_on = ? where name = ?").setParameter(1, day).setParameter(2, job)
                .executeUpdate());
    }
}
