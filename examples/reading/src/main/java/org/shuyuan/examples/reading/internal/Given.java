package org.shuyuan.examples.reading.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.rest.Times;

/** What somebody sent, field by field: all that is wrong is told at once. Confined to its request. */
final class Given {

    static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
    static final LocalDate LAST = LocalDate.of(2100, 12, 31);

    private final Problem wrong = new Problem(422, "rest.invalid");

    /** @return stripped; null for nothing, and for what is too long */
    @Nullable String text(String field, @Nullable String given, int max) {
        String text = given == null || given.isBlank() ? null : given.strip();
        if (text != null && text.length() > max) {
            wrong.field(field, "reading.too-long", Map.of("max", max));
            return null;
        }
        return text;
    }

    /** Likewise, but it must be there. @return a word that stands for nothing when it is wrong; {@link #check} never lets it through */
    String needed(String field, @Nullable String given, int max) {
        if (given == null || given.isBlank()) {
            wrong.field(field, "reading.needed");
            return "";
        }
        String text = text(field, given, max);
        return text == null ? "" : text;
    }

    @Nullable LocalDate day(String field, @Nullable String given, LocalDate last) {
        if (given == null || given.isBlank()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(given.strip());
            if (day.isAfter(last)) {
                wrong.field(field, "reading.day-to-come");
            } else if (day.isBefore(FIRST)) {
                wrong.field(field, "reading.bad-day");
            }
            return day;
        } catch (DateTimeParseException noDate) {
            wrong.field(field, "reading.bad-day");
            return null;
        }
    }

    /** @return the beginning of 1970 when it is wrong; {@link #check} never lets it through */
    Instant moment(String field, @Nullable String given, ZoneId zone) {
        return Times.read(given, zone).orElseGet(() -> {
            wrong.field(field, given == null || given.isBlank() ? "reading.needed" : "reading.bad-time");
            return Instant.EPOCH;
        });
    }

    Given wrongIf(boolean so, String field, String code) {
        if (so) {
            wrong.field(field, code);
        }
        return this;
    }

    boolean sound() {
        return wrong.errors().isEmpty();
    }

    /** @throws Problem 422 {@code rest.invalid} with every wrong field */
    void check() {
        if (!sound()) {
            throw wrong;
        }
    }
}
