package org.shuyuan.persistence.jpa;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.persistence.config.SessionCustomizer;
import org.eclipse.persistence.descriptors.ClassDescriptor;
import org.eclipse.persistence.mappings.DatabaseMapping;
import org.eclipse.persistence.mappings.converters.Converter;
import org.eclipse.persistence.mappings.converters.ConverterClass;
import org.eclipse.persistence.mappings.foundation.AbstractDirectMapping;
import org.eclipse.persistence.sessions.Session;
import org.jspecify.annotations.Nullable;

/**
 * How ids and times are stored, alike in every module: {@code UUID} in {@code uuid}, {@code Instant} in
 * {@code timestamp with time zone}, {@code LocalDate} in {@code date}, {@code LocalDateTime} in {@code timestamp} columns. Named
 * in {@code persistence.xml} as {@code eclipselink.session.customizer}; entities then need no converters.
 *
 * <p>EclipseLink 2.7 would store ids as bytes and instants as serialised objects; JPA's own converters bind a null as text,
 * which PostgreSQL refuses for these columns, and get other classes from H2 than from PostgreSQL.
 */
public class ColumnTypes implements SessionCustomizer {

    private static final Map<Class<?>, Converter> CONVERTERS = Map.of(
            UUID.class, new Column(Types.OTHER, v -> v, v -> v instanceof UUID ? v : UUID.fromString(v.toString())),
            Instant.class, new Column(Types.TIMESTAMP_WITH_TIMEZONE, v -> ((Instant) v).atOffset(ZoneOffset.UTC), ColumnTypes::instant),
            LocalDate.class, new Column(Types.DATE, v -> v, ColumnTypes::day),
            LocalDateTime.class, new Column(Types.TIMESTAMP, v -> v, ColumnTypes::local));

    @Override
    public void customize(Session session) {
        for (ClassDescriptor descriptor : session.getDescriptors().values()) {
            for (DatabaseMapping mapping : descriptor.getMappings()) {
                if (mapping instanceof AbstractDirectMapping direct && !(direct.getConverter() instanceof ConverterClass)) {
                    Converter converter = CONVERTERS.get(attributeClass(descriptor, direct));
                    if (converter != null) {
                        direct.setConverter(converter);
                    }
                }
            }
        }
    }

    private static @Nullable Class<?> attributeClass(ClassDescriptor descriptor, AbstractDirectMapping mapping) {
        for (Class<?> type = descriptor.getJavaClass(); type != null; type = type.getSuperclass()) {
            try {
                return type.getDeclaredField(mapping.getAttributeName()).getType();
            } catch (NoSuchFieldException inSuperclass) {
                continue;
            }
        }
        return mapping.getAttributeClassification();
    }

    private static Object instant(Object value) {
        if (value instanceof OffsetDateTime offset) {
            return offset.toInstant();
        }
        return value instanceof Timestamp stamp ? stamp.toInstant() : value;
    }

    private static Object day(Object value) {
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate();
        }
        return value instanceof Timestamp stamp ? stamp.toLocalDateTime().toLocalDate() : value;
    }

    private static Object local(Object value) {
        return value instanceof Timestamp stamp ? stamp.toLocalDateTime() : value;
    }

    /** One kind of column. The SQL type tells the driver what a null is. */
    private record Column(int sqlType, Function<Object, Object> write, Function<Object, Object> read) implements Converter {
        private static final long serialVersionUID = 1;

        @Override
        public @Nullable Object convertObjectValueToDataValue(@Nullable Object value, Session session) {
            return value == null ? null : write.apply(value);
        }

        @Override
        public @Nullable Object convertDataValueToObjectValue(@Nullable Object value, Session session) {
            return value == null ? null : read.apply(value);
        }

        @Override
        public boolean isMutable() {
            return false;
        }

        @Override
        public void initialize(DatabaseMapping mapping, Session session) {
            mapping.getField().setSqlType(sqlType);
            // read with getObject, whatever the driver gives
            mapping.getField().setType(null);
        }
    }
}
