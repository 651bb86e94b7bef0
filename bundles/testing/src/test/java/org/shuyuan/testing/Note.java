package org.shuyuan.testing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.UUID;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "probe_note")
class Note {
    @Id
    UUID id = org.shuyuan.api.id.Ids.next();

    String text = "";

    @Nullable
    Instant at;

    @Nullable
    LocalDate born;

    @Nullable
    LocalDateTime local;

    @Nullable
    UUID other;

    @Version
    int version;
}
