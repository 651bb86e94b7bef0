package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.text.Language;

/** A person as the REST interface gives them. @param source the import that brought them @param anonymous the name is none @param anonymisable whether the caller may anonymise them now */
public record PersonView(UUID id, String name, @Nullable String number, @Nullable String gender, @Nullable String birth, @Nullable String political,
        @Nullable String joined, @Nullable String phone, @Nullable String mail, @Nullable String category, @Nullable String title,
        @Nullable String subject, @Nullable String note, @Nullable UnitRef unit, @Nullable String position, @Nullable String since, boolean left, boolean personal, boolean writable,
        @Nullable UUID source, List<MembershipView> memberships, @Nullable String photo,
        boolean photoWritable, Set<String> hidden, boolean anonymous, boolean anonymisable) {

    public record UnitRef(UUID id, String name) {}

    public record MembershipView(UUID id, UnitRef unit, @Nullable String position, @Nullable String since, @Nullable LocalDate from, @Nullable LocalDate to, boolean main,
            boolean over) {}

    public static PersonView of(PersonService.Shown shown, Language language) {
        PersonData p = shown.person();
        boolean anonymous = Anonymous.number(p.name()).isPresent();
        @Nullable MembershipData m = shown.main();
        return new PersonView(p.id(), Anonymous.shown(p.name(), language), p.number(), p.gender(), p.birth(), p.political(), p.joined(), p.phone(), p.mail(), p.category(), p.title(),
                p.subject(), p.note(), m == null ? null : new UnitRef(m.unit(), m.unitName()), m == null ? null : m.position(), m == null ? null : m.since(), m == null || m.over(),
                shown.personal(), shown.writable() && !anonymous, p.source(), shown.memberships().stream().map(h -> new MembershipView(h.id(), new UnitRef(h.unit(), h.unitName()),
                        h.position(), h.since(), h.from(), h.to(), h.main(), h.over())).toList(), null, false, Set.of(), anonymous, false);
    }

    /**
     * With what only the caller's page needs.
     *
     * @param picture names the photo: another one has another name
     * @param changeable whether the caller may change it
     * @param masked fields whose values are masks
     * @param offered whether the caller may anonymise the person
     */
    public PersonView with(@Nullable String picture, boolean changeable, Set<String> masked, boolean offered) {
        return new PersonView(id, name, number, gender, birth, political, joined, phone, mail, category, title, subject, note, unit, position, since, left, personal, writable, source,
                memberships, picture, changeable && !anonymous, masked, anonymous, offered);
    }
}
