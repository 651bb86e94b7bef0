package org.shuyuan.persistence.jpa;

import java.sql.Timestamp;
import java.time.LocalDateTime;
import javax.persistence.AttributeConverter;
import javax.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** A local time without zone, in a {@code timestamp} column. */
@Converter(autoApply = true)
public class LocalDateTimeConverter implements AttributeConverter<@Nullable LocalDateTime, @Nullable Timestamp> {

    @Override
    public @Nullable Timestamp convertToDatabaseColumn(@Nullable LocalDateTime value) {
        return value == null ? null : Timestamp.valueOf(value);
    }

    @Override
    public @Nullable LocalDateTime convertToEntityAttribute(@Nullable Timestamp value) {
        return value == null ? null : value.toLocalDateTime();
    }
}
