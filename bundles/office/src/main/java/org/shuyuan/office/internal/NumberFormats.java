package org.shuyuan.office.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a spreadsheet's number becomes what a person saw. */
final class NumberFormats {

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final double LAST_SERIAL = 2_958_466;

    private NumberFormats() {}

    /** Built-in formats that show dates, those of Chinese, Japanese and Korean versions included (ECMA-376 §18.8.30). */
    static boolean isDate(int id) {
        return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58;
    }

    /** Whether a custom format shows a date or time: what stands in quotes, brackets or after a backslash counts for nothing. */
    static boolean isDate(String format) {
        String section = format.split(";", 2)[0].toLowerCase(Locale.ROOT);
        String bare = section.replaceAll("\"[^\"]*\"", "").replaceAll("\\\\.", "").replaceAll("_.|\\*.", "")
                .replaceAll("\\[(?!(h+|m+|s+)\\])[^\\]]*\\]", "").replace("general", "");
        return bare.matches("(?s).*[ymdhs].*") && !bare.contains("#");
    }

    /** Empty for what no calendar holds and for mere times of day. */
    static @Nullable LocalDateTime date(double serial, boolean epoch1904) {
        if (serial < 1 && !epoch1904 || serial < 0 || serial >= LAST_SERIAL) {
            return null;
        }
        long day = (long) Math.floor(serial);
        long seconds = Math.round((serial - day) * 86_400);
        // 1900 counts a 29 February that never was; before it the days are one off.
        LocalDateTime epoch = epoch1904 ? LocalDateTime.of(1904, 1, 1, 0, 0)
                : LocalDateTime.of(1899, 12, day < 60 ? 31 : 30, 0, 0);
        return epoch.plusDays(day).plusSeconds(seconds);
    }

    static String text(LocalDateTime date) {
        if (date.getSecond() != 0) {
            return date.format(SECONDS);
        }
        return date.toLocalTime().toSecondOfDay() == 0 ? date.toLocalDate().toString() : date.format(MINUTES);
    }

    /** "14:30" of a mere time of day. */
    static String time(double serial) {
        long seconds = Math.round(serial * 86_400) % 86_400;
        return String.format(Locale.ROOT, "%02d:%02d", seconds / 3600, seconds / 60 % 60);
    }

    /** Fifteen digits, as spreadsheets show, and no exponent. */
    static String text(String raw, double number) {
        if (Double.isNaN(number) || Double.isInfinite(number) || Math.abs(number) >= 1e30) {
            return raw;
        }
        BigDecimal exact = new BigDecimal(raw.trim());
        if (exact.scale() > 300) {
            return "0";
        }
        BigDecimal seen = exact.scale() <= 0 && exact.precision() <= 30 ? exact : exact.round(new MathContext(15, RoundingMode.HALF_UP));
        return seen.signum() == 0 ? "0" : seen.stripTrailingZeros().toPlainString();
    }
}
