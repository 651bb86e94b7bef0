package org.shuyuan.api.module;

import java.util.List;
import java.util.Optional;

/**
 * A register that a module declares and the platform keeps for it. Immutable.
 *
 * @param id what it is called in paths, within the module
 * @param text key of its name in the module's i18n files
 * @param read permission of the module to read entries of a unit
 * @param write permission of the module to add, change and remove them
 * @param title key of the field that says which entry it is; a required text
 * @param below whether what a unit enters is read at the units below it too
 * @param fields what an entry consists of, 1–30
 */
public record Register(String id, String text, String read, String write, String title, boolean below, List<Field> fields) {

    /** What a field holds. */
    public enum Type {
        /** One line. */
        TEXT,
        /** Paragraphs without markup. */
        LONGTEXT,
        /** With at most four decimals, below 100,000,000,000. */
        NUMBER,
        /** A day. */
        DATE,
        /** Yes or no, never nothing. */
        BOOLEAN,
        /** One of the field's options. */
        CHOICE,
        /** Id of a person of the directory. */
        PERSON
    }

    /**
     * One that can be chosen.
     *
     * @param value as it is stored
     * @param text key of its word in the module's i18n files
     */
    public record Option(String value, String text) {}

    /**
     * A field.
     *
     * @param key its name in JSON
     * @param text key of its name in the module's i18n files
     * @param type what it holds
     * @param required whether it has to be filled in
     * @param max characters of a text
     * @param options of a choice, in their order; empty for all others
     */
    public record Field(String key, String text, Type type, boolean required, int max, List<Option> options) {

        /** Characters of a text unless the module says otherwise. */
        public static final int TEXT = 200;
        /** Most characters of a longtext. */
        public static final int LONGTEXT = 20_000;

        /**
         * Copies what it is given.
         *
         * @param key its name in JSON
         * @param text key of its name
         * @param type what it holds
         * @param required whether it has to be filled in
         * @param max characters of a text
         * @param options of a choice
         */
        public Field {
            options = List.copyOf(options);
        }
    }

    /**
     * Copies what it is given.
     *
     * @param id in paths
     * @param text key of its name
     * @param read permission to read
     * @param write permission to write
     * @param title key of a field
     * @param below whether units below read it too
     * @param fields of an entry
     */
    public Register {
        fields = List.copyOf(fields);
    }

    /**
     * One of its fields.
     *
     * @param key its name in JSON
     * @return empty when it has no such field
     */
    public Optional<Field> field(String key) {
        return fields.stream().filter(one -> one.key().equals(key)).findFirst();
    }
}
