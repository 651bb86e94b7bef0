package org.shuyuan.calendar.internal.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import javax.persistence.PersistenceException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;

/** Which occurrences were whose to host. Thread-safe. */
@Component(service = HostedStore.class)
public final class HostedStore {

    /** One occurrence that somebody hosted. */
    public record Hosted(UUID host, Instant at, UUID unit, UUID event, String title) {}

    private final Jpa jpa;

    @Activate
    public HostedStore(@Reference(target = "(shuyuan.module=calendar)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** In one query, the newest first. Speakers of rotas are not among them: what they spoke at counts once it is confirmed. @param people at least one */
    public List<Hosted> hosted(Collection<UUID> people, Instant from, Instant to, int limit) {
        String sql = "select host_id, starts_at, unit_id, event_id, title from calendar_occurrence where starts_at >= ? and starts_at < ? and host_rota_id is null and host_id in ("
                + String.join(",", Collections.nCopies(people.size(), "?")) + ") order by starts_at desc, id limit " + limit;
        return jpa.read(em -> {
            Connection connection = em.unwrap(Connection.class);
            try (PreparedStatement s = connection.prepareStatement(sql)) {
                s.setObject(1, OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
                s.setObject(2, OffsetDateTime.ofInstant(to, ZoneOffset.UTC));
                int at = 3;
                for (UUID person : people) {
                    s.setObject(at++, person);
                }
                List<Hosted> found = new ArrayList<>();
                try (ResultSet r = s.executeQuery()) {
                    while (r.next()) {
                        found.add(new Hosted(r.getObject(1, UUID.class), r.getObject(2, OffsetDateTime.class).toInstant(), r.getObject(3, UUID.class), r.getObject(4, UUID.class),
                                r.getString(5)));
                    }
                }
                return found;
            } catch (SQLException e) {
                throw new PersistenceException(e);
            }
        });
    }
}
