package org.shuyuan.directory.internal.roster;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something odd in a row. Its text is {@code finding.<code>}, what to do {@code finding.<code>.do}, in the module's texts.
 *
 * @param field which cell of the row; null when it is about the whole row
 * @param found what stands in the cell, cut to 80 characters
 * @param stored what would be stored in its place; null: nothing
 * @param places other rows that the text names: {@code {place}}
 */
public record Finding(Severity severity, String code, @Nullable Field field, String found, @Nullable String stored, Map<String, String> values, List<Place> places) {

    public enum Severity {
        /** The row is left out until it is corrected. */
        ERROR,
        /** The row comes in with the value as {@code stored} says. */
        WARNING,
        /** Worth knowing. */
        INFO
    }
}
