package org.shuyuan.api.files;

import java.util.Locale;

/** What an office's file is, told by its content and not by its name. */
public enum FileType {
    /** Portable Document Format (ISO 32000). */
    PDF("application/pdf"),
    /** A photograph (ISO 10918). */
    JPG("image/jpeg"),
    /** A picture (ISO 15948). */
    PNG("image/png"),
    /** A text (ISO 29500), without macros. */
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    /** A workbook (ISO 29500), without macros. */
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    /** Slides (ISO 29500), without macros. */
    PPTX("application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    /** A text as before 2007, as offices still send each other. */
    DOC("application/msword"),
    /** A workbook as before 2007. */
    XLS("application/vnd.ms-excel"),
    /** Slides as before 2007. */
    PPT("application/vnd.ms-powerpoint");

    private static final int LONGEST = 190;
    private final String mime;

    FileType(String mime) {
        this.mime = mime;
    }

    /**
     * Its media type.
     *
     * @return as in a Content-Type header
     */
    public String mime() {
        return mime;
    }

    /**
     * Its short name.
     *
     * @return in small letters: as databases and answers have it, and as the ending of a file's name
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The type of a short name.
     *
     * @param word as {@link #word} gave it
     * @return the type
     * @throws IllegalArgumentException there is none of that name
     */
    public static FileType of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * A name with the ending of what the file is: nobody's machine opens it as something else.
     *
     * @param given as somebody called it, with whatever ending
     * @return at most 195 characters
     */
    public String named(String given) {
        String bare = given.replaceAll("\\.[A-Za-z0-9]{1,5}$", "").strip();
        return (bare.isEmpty() ? "file" : bare.substring(0, Math.min(LONGEST, bare.length()))) + "." + word();
    }
}
