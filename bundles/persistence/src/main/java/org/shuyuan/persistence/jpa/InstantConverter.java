package org.shuyuan.persistence.jpa;

import java.sql.Timestamp;
import java.time.Instant;
import javax.persistence.AttributeConverter;
import javax.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** A moment, in a {@code timestamp with time zone} column. */
@Converter(autoApply = true)
public class InstantConverter implements AttributeConverter<@Nullable Instant, @Nullable Timestamp> {

    @Override
    public @Nullable Timestamp convertToDatabaseColumn(@Nullable Instant value) {
        return value == null ? null : Timestamp.from(value);
    }

    @Override
    public @Nullable Instant convertToEntityAttribute(@Nullable Timestamp value) {
        return value == null ? null : value.toInstant();
    }
}
