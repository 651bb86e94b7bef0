package org.shuyuan.api.text;

import java.util.Comparator;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** People's names as Chinese offices look for them and put them in order. Needs no database. Thread-safe. */
@ProviderType
public interface Names {

    /** How names are put in order. */
    enum Order {
        /** By pinyin, surnames as they are read in names (曾 under zeng); Latin names among them by their letters. */
        PINYIN,
        /** By strokes (按姓氏笔画); Latin names before them. */
        STROKES;

        /**
         * What readers of a language expect.
         *
         * @param language of the reader
         * @return strokes for traditional Chinese, else pinyin
         */
        public static Order of(Language language) {
            return language == Language.ZH_TW ? STROKES : PINYIN;
        }
    }

    /**
     * What a name is sorted by. The same name has the same key on every machine; keys are compared as strings, code unit by code unit
     * ({@code collate "C"} where a database compares them).
     *
     * @param name as it is written
     * @param order which
     * @return letters, digits and blanks for Chinese and Latin names
     */
    String key(String name, Order order);

    /**
     * For sorting a list in memory.
     *
     * @param order which
     * @return by {@link #key}, then by the name itself
     */
    Comparator<String> comparator(Order order);

    /**
     * Under which texts count as the same when somebody looks for one: traditional and simplified characters, full width and
     * half width, capitals and small letters, accents, and blanks make no difference.
     *
     * @param text of a name or of what somebody typed
     * @return comparable by {@code equals} and {@code contains}
     */
    String folded(String text);

    /**
     * How a name may be typed in letters, with every plausible reading: {@code zengli} and {@code cengli} for 曾丽.
     *
     * @param name as it is written
     * @return the likeliest first; at most 16; empty for a name without letters or readings
     */
    List<String> spellings(String name);
}
