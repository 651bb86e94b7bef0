package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.roster.Clean;
import org.shuyuan.directory.internal.roster.Dates;
import org.shuyuan.directory.internal.roster.Field;
import org.shuyuan.directory.internal.roster.Phones;
import org.shuyuan.directory.internal.roster.Terms;

/** What a person's form may hold; the same rules as for a roster, but a wrong value is refused instead of left out. */
public final class PersonRules {

    /** What a form gives. Dates in any form that a roster may have. */
    public record Draft(@Nullable String name, @Nullable String number, @Nullable String gender, @Nullable String birth, @Nullable String political,
            @Nullable String joined, @Nullable String phone, @Nullable String mail, @Nullable String category, @Nullable String title,
            @Nullable String subject, @Nullable String note, @Nullable UUID unit, @Nullable String position, @Nullable String since) {}

    private PersonRules() {}

    /** @throws Problem 422 with every wrong field */
    static PersonData person(UUID id, Draft draft, @Nullable UUID source, int version) {
        Problem wrong = new Problem(422, "rest.invalid");
        String name = Clean.name(draft.name() == null ? "" : draft.name());
        if (name.isEmpty()) {
            wrong.field("name", "directory.needed");
        } else if (name.length() > Field.NAME.limit()) {
            wrong.field("name", "directory.too-long", Map.of("limit", Field.NAME.limit()));
        }
        if (Anonymous.number(name).isPresent()) {
            wrong.field("name", "directory.name-reserved");
        }
        @Nullable String number = text(draft.number() == null ? null : Clean.number(draft.number()), Field.NUMBER, wrong);
        @Nullable String gender = given(draft.gender()) == null ? null : Terms.gender(draft.gender()).orElse(null);
        if (given(draft.gender()) != null && gender == null) {
            wrong.field("gender", "directory.bad-gender");
        }
        @Nullable String phone = given(draft.phone()) == null ? null : Phones.of(draft.phone()).orElse(null);
        if (given(draft.phone()) != null && phone == null) {
            wrong.field("phone", "directory.bad-phone");
        }
        @Nullable String mail = text(draft.mail(), Field.MAIL, wrong);
        if (mail != null && !mail.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s.]{2,}")) {
            wrong.field("mail", "directory.bad-mail");
        }
        @Nullable String political = text(draft.political(), Field.POLITICAL, wrong);
        @Nullable String category = text(draft.category(), Field.CATEGORY, wrong);
        PersonData person = new PersonData(id, number, name, gender, day(draft.birth(), "birth", wrong), political == null ? null : Terms.political(political).orElse(political),
                day(draft.joined(), "joined", wrong), phone, mail, category == null ? null : Terms.category(category).orElse(category), text(draft.title(), Field.TITLE, wrong),
                text(draft.subject(), Field.SUBJECT, wrong), text(draft.note(), Field.NOTE, wrong), source, version);
        text(draft.position(), Field.POSITION, wrong);
        day(draft.since(), "since", wrong);
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return person;
    }

    static UUID unit(Draft draft) {
        if (draft.unit() == null) {
            throw Problem.invalid("unit", "directory.needed");
        }
        return draft.unit();
    }

    static MembershipData membership(UUID person, Unit unit, Draft draft, LocalDate from) {
        return new MembershipData(Ids.next(), person, unit.id(), unit.name(), position(draft), since(draft), from, null, true);
    }

    static @Nullable String position(Draft draft) {
        return given(draft.position());
    }

    static @Nullable String since(Draft draft) {
        return given(draft.since()) == null ? null : Dates.of(draft.since()).orElse(null);
    }

    private static @Nullable String day(@Nullable String text, String field, Problem wrong) {
        if (given(text) == null) {
            return null;
        }
        @Nullable String day = Dates.of(text).orElse(null);
        if (day == null) {
            wrong.field(field, "directory.bad-date");
        }
        return day;
    }

    private static @Nullable String text(@Nullable String text, Field field, Problem wrong) {
        @Nullable String clean = given(text);
        if (clean != null && clean.length() > field.limit()) {
            wrong.field(field.id(), "directory.too-long", Map.of("limit", field.limit()));
        }
        return clean;
    }

    private static @Nullable String given(@Nullable String text) {
        String clean = text == null ? "" : Clean.line(text);
        return clean.isEmpty() ? null : clean;
    }
}
