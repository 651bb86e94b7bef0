package org.shuyuan.persistence.jpa;

import java.util.UUID;
import javax.persistence.AttributeConverter;
import javax.persistence.Converter;
import org.jspecify.annotations.Nullable;

/**
 * An id, in a native {@code uuid} column. The driver takes and gives the object as it is; without a converter EclipseLink
 * 2.7 would store it as bytes.
 */
@Converter(autoApply = true)
public class UuidConverter implements AttributeConverter<@Nullable UUID, @Nullable Object> {

    @Override
    public @Nullable Object convertToDatabaseColumn(@Nullable UUID value) {
        return value;
    }

    @Override
    public @Nullable UUID convertToEntityAttribute(@Nullable Object value) {
        return value == null || value instanceof UUID ? (UUID) value : UUID.fromString(value.toString());
    }
}
