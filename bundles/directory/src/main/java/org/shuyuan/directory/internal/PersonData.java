package org.shuyuan.directory.internal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person as stored.
 *
 * @param gender {@code male}, {@code female}
 * @param birth {@code 1983-05} or {@code 1983-05-12}; {@code joined} likewise
 * @param political a code of the module's texts ({@code political.<code>}) or the office's own word; {@code category} likewise
 * @param title professional title (职称)
 * @param subject what is taught, or the speciality
 * @param source the import that brought the person in
 */
public record PersonData(UUID id, @Nullable String number, String name, @Nullable String gender, @Nullable String birth, @Nullable String political,
        @Nullable String joined, @Nullable String phone, @Nullable String mail, @Nullable String category, @Nullable String title,
        @Nullable String subject, @Nullable String note, @Nullable UUID source, int version) {}
