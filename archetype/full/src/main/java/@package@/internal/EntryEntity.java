package @package@.internal;

import java.time.LocalDate;
import java.util.UUID;
import javax.persistence.Access;
import javax.persistence.AccessType;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;
import javax.persistence.Version;
import org.jspecify.annotations.Nullable;

/** Row of {@code @id@_entry}; never leaves {@link EntryStore}. */
@Entity
@Table(name = "@id@_entry")
@Access(AccessType.FIELD)
class EntryEntity {

    @Id
    UUID id;

    @Column(name = "unit_id")
    UUID unit;

    String title;

    @Column(name = "held_on")
    LocalDate day;

    @Nullable
    @Column(name = "person_id")
    UUID person;

    @Nullable
    String note;

    @Version
    int version;
}
