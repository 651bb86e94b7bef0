package org.shuyuan.api.office;

import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Documents for word processors (docx), in the layout in which Chinese offices send papers to each other: GB/T 9704-2012, sections 5 to 7. A4 with its margins (37 mm above, 28 mm at the
 * binding edge, type area 156 by 225 mm), title in 小标宋 of size 2, text in 仿宋 of size 3 in lines of 28 pt, headings in 黑体, page numbers between dashes. Fonts are named, not embedded:
 * where they are missing the reader's program takes its own. Thread-safe.
 */
@ProviderType
public interface Documents {

    /** The type of what is written. */
    String TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /**
     * A column of a table.
     *
     * @param header its first cell, repeated on each page
     * @param width share of the page's width beside the other columns', 1 to 100
     * @param number whether its cells stand at the right
     */
    record Column(String header, int width, boolean number) {}

    /** What takes the document's parts, in their order. Each text is at most 20,000 characters; line breaks in it begin a new paragraph. Of one thread. */
    @ProviderType
    interface Paper {

        /**
         * The title, centred.
         *
         * @param text in one or several lines
         */
        void title(String text);

        /**
         * To whom it goes, flush left before the text (主送机关).
         *
         * @param text with its colon
         */
        void addressee(String text);

        /**
         * A heading of the first level.
         *
         * @param text with its number: 一、
         */
        void heading(String text);

        /**
         * A paragraph, its first line two characters in.
         *
         * @param text of it
         */
        void paragraph(String text);

        /**
         * A table in lines, across the type area.
         *
         * @param columns 1 to 20
         * @param rows one text per column, null for an empty cell; at most 5,000
         */
        void table(List<Column> columns, List<List<@Nullable String>> rows);

        /**
         * Who sends it and when, at the right after the text (发文机关署名, 成文日期).
         *
         * @param from name of the unit
         * @param date in words
         */
        void signature(String from, String date);
    }

    /**
     * Writes one document.
     *
     * @param title for the file's properties
     * @param content gives the parts
     * @param out not closed
     */
    void write(String title, Consumer<Paper> content, OutputStream out);
}
