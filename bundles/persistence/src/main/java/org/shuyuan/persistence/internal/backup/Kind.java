package org.shuyuan.persistence.internal.backup;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;

/** The kinds of column that both databases have, and how their values stand in an archive. */
enum Kind {
    UUID_ID, INSTANT, LOCAL, DATE, TIME, BOOLEAN, LONG, DECIMAL, DOUBLE, TEXT, BYTES, JSON;

    /** @param type from {@link java.sql.Types}; @param name the database's own name of it */
    static Kind of(String column, int type, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("uuid")) {
            return UUID_ID;
        }
        if (lower.equals("timestamptz") || lower.endsWith("with time zone") && lower.startsWith("timestamp")) {
            return INSTANT;
        }
        if (lower.startsWith("json")) {
            return JSON;
        }
        return switch (type) {
            case Types.TIMESTAMP_WITH_TIMEZONE -> INSTANT;
            case Types.TIMESTAMP -> LOCAL;
            case Types.DATE -> DATE;
            case Types.TIME -> TIME;
            case Types.BOOLEAN, Types.BIT -> BOOLEAN;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> LONG;
            case Types.NUMERIC, Types.DECIMAL -> DECIMAL;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> DOUBLE;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.CLOB, Types.NCLOB -> TEXT;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> BYTES;
            default -> throw new IllegalStateException("Column " + column + " has the type " + name + ", which no archive can carry");
        };
    }

    /** One value of the current row into the archive. */
    void write(ResultSet row, int index, JsonGenerator out) throws SQLException, IOException {
        Object value = switch (this) {
            case INSTANT -> row.getObject(index, OffsetDateTime.class);
            case LOCAL -> row.getObject(index, LocalDateTime.class);
            case DATE -> row.getObject(index, LocalDate.class);
            case TIME -> row.getObject(index, LocalTime.class);
            case BOOLEAN -> row.getBoolean(index);
            case LONG -> row.getLong(index);
            case DECIMAL -> row.getBigDecimal(index);
            case DOUBLE -> row.getDouble(index);
            case BYTES -> row.getBytes(index);
            case UUID_ID, TEXT, JSON -> row.getString(index);
        };
        if (value == null || row.wasNull()) {
            out.writeNull();
            return;
        }
        switch (this) {
            case INSTANT -> out.writeString(((OffsetDateTime) value).toInstant().toString());
            case BOOLEAN -> out.writeBoolean((boolean) value);
            case LONG -> out.writeNumber((long) value);
            // as text: no reader may round it
            case DECIMAL -> out.writeString(((BigDecimal) value).toPlainString());
            case BYTES -> out.writeString(Base64.getEncoder().encodeToString((byte[]) value));
            default -> out.writeString(value.toString());
        }
    }

    /** The parser's current value into the statement. */
    void read(JsonParser in, PreparedStatement statement, int index) throws SQLException, IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            statement.setNull(index, Types.NULL);
            return;
        }
        if (this == BOOLEAN) {
            statement.setBoolean(index, in.getBooleanValue());
            return;
        }
        if (this == LONG) {
            statement.setLong(index, in.getLongValue());
            return;
        }
        String text = in.getText();
        switch (this) {
            case UUID_ID -> statement.setObject(index, UUID.fromString(text));
            case INSTANT -> statement.setObject(index, Instant.parse(text).atOffset(ZoneOffset.UTC));
            case LOCAL -> statement.setObject(index, LocalDateTime.parse(text));
            case DATE -> statement.setObject(index, LocalDate.parse(text));
            case TIME -> statement.setObject(index, LocalTime.parse(text));
            case DECIMAL -> statement.setBigDecimal(index, new BigDecimal(text));
            case DOUBLE -> statement.setDouble(index, Double.parseDouble(text));
            case BYTES -> statement.setBytes(index, Base64.getDecoder().decode(text));
            default -> statement.setString(index, text);
        }
    }

    /** What stands for the value in an INSERT: both drivers would otherwise store JSON as a quoted text, or refuse it. */
    String placeholder(String vendor) {
        if (this != JSON) {
            return "?";
        }
        return vendor.equals("h2") ? "? format json" : "cast(? as json)";
    }
}
