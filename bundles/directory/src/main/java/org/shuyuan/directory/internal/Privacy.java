package org.shuyuan.directory.internal;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.settings.UnknownKeys;
import org.shuyuan.directory.internal.PersonRules.Draft;
import org.shuyuan.directory.internal.roster.Phones;

/**
 * The one place that says what of a person is personal, who sees it, and how it looks to everybody else: in lists, pickers, the
 * person's page, exports, vCards and the audit trail. From {@code etc/org.shuyuan.directory.cfg}; a change makes a new one. Thread-safe.
 */
@Component(service = Privacy.class, configurationPid = "org.shuyuan.directory")
public final class Privacy {

    /** What can be made personal. None of them is searched or sorted by: that would give away what is hidden. */
    public enum Field {
        PHONE, BIRTH, MAIL, NOTE, JOINED;

        /** Its name in settings and in answers. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Keys of the configuration file. */
    @interface Config {
        /** Which fields are personal. */
        String personal_fields() default "phone, birth, mail, note";

        /** Whether people may change their own photo. */
        boolean photo_own() default true;

        /** After how many months those who left are suggested for anonymising. */
        int anonymise_after_months() default MONTHS;
    }

    private static final int MONTHS = 24;
    private static final int MOST_MONTHS = 1200;
    private static final String FILE = "etc/org.shuyuan.directory.cfg";

    private final Access access;
    private final Units units;
    private final Set<Field> personal;
    private final boolean ownPhoto;
    private final int anonymiseAfter;

    /** @throws IllegalArgumentException naming what stands wrong in the file */
    @Activate
    public Privacy(@Reference Access access, @Reference Units units, Config config, Map<String, Object> given) {
        this(access, units, fields(config.personal_fields()), config.photo_own(), config.anonymise_after_months());
        Set<String> unknown = UnknownKeys.of(given, Config.class);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(FILE + " has settings that do not exist: " + String.join(", ", unknown));
        }
        if (anonymiseAfter < 1 || anonymiseAfter > MOST_MONTHS) {
            throw new IllegalArgumentException(FILE + ": anonymise.after.months is from 1 to " + MOST_MONTHS);
        }
    }

    Privacy(Access access, Units units, Set<Field> personal, boolean ownPhoto) {
        this(access, units, personal, ownPhoto, MONTHS);
    }

    private Privacy(Access access, Units units, Set<Field> personal, boolean ownPhoto, int anonymiseAfter) {
        this.access = access;
        this.units = units;
        this.personal = Set.copyOf(personal);
        this.ownPhoto = ownPhoto;
        this.anonymiseAfter = anonymiseAfter;
    }

    private static Set<Field> fields(String listed) {
        Set<Field> fields = EnumSet.noneOf(Field.class);
        for (String name : listed.strip().split("\\s*,\\s*")) {
            if (!name.isEmpty()) {
                fields.add(java.util.Arrays.stream(Field.values()).filter(f -> f.id().equals(name)).findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(FILE + ": personal.fields knows no " + name)));
            }
        }
        return fields;
    }

    /** After how many months those who left are suggested for anonymising. */
    int anonymiseAfter() {
        return anonymiseAfter;
    }

    boolean ownPhoto() {
        return ownPhoto;
    }

    /** Whether nothing of a person is hidden from the caller. @param unit where the person belongs or belonged last, if anywhere */
    public boolean mayRead(Caller caller, UUID person, @Nullable UUID unit) {
        return person.equals(caller.person()) || unit != null && units.find(unit).isPresent() && access.can(caller, Permissions.PERSONAL, unit);
    }

    /** As those see a person who may not read what is personal. */
    PersonData masked(PersonData p) {
        return masked(p, personal);
    }

    /** As the trail keeps a person, whatever the settings say: others read it, and it stays. */
    static PersonData trail(PersonData p) {
        return masked(p, EnumSet.allOf(Field.class));
    }

    private static PersonData masked(PersonData p, Set<Field> fields) {
        return new PersonData(p.id(), p.number(), p.name(), p.gender(), hidden(fields, Field.BIRTH, p.birth()), p.political(), hidden(fields, Field.JOINED, p.joined()),
                hidden(fields, Field.PHONE, p.phone()), hidden(fields, Field.MAIL, p.mail()), p.category(), p.title(), p.subject(), hidden(fields, Field.NOTE, p.note()),
                p.source(), p.version());
    }

    /** A value of the field of that name as others see it. */
    public @Nullable String masked(String field, @Nullable String value) {
        return personal.stream().filter(f -> f.id().equals(field)).findFirst().map(f -> hidden(personal, f, value)).orElse(value);
    }

    /** What an editor who sees the masks would write over it stays as it is stored. */
    Draft kept(Draft d, PersonData stored) {
        return new Draft(d.name(), d.number(), d.gender(), of(Field.BIRTH, d.birth(), stored.birth()), d.political(), of(Field.JOINED, d.joined(), stored.joined()),
                of(Field.PHONE, d.phone(), stored.phone()), of(Field.MAIL, d.mail(), stored.mail()), d.category(), d.title(), d.subject(),
                of(Field.NOTE, d.note(), stored.note()), d.unit(), d.position(), d.since());
    }

    /** Names of the personal fields that hold something, for the trail of what was read. */
    Set<String> filled(PersonData p) {
        Map<Field, @Nullable String> values = new java.util.EnumMap<>(Field.class);
        values.put(Field.PHONE, p.phone());
        values.put(Field.BIRTH, p.birth());
        values.put(Field.MAIL, p.mail());
        values.put(Field.NOTE, p.note());
        values.put(Field.JOINED, p.joined());
        return personal.stream().filter(f -> values.get(f) != null).map(Field::id).collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    /** Names of all personal fields. */
    public Set<String> fields() {
        return personal.stream().map(Field::id).collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    private @Nullable String of(Field field, @Nullable String typed, @Nullable String stored) {
        return personal.contains(field) ? stored : typed;
    }

    private static @Nullable String hidden(Set<Field> fields, Field field, @Nullable String value) {
        return value == null || !fields.contains(field) ? value : mask(field, value);
    }

    /** 138****5678, 1983, a***@example.com; of a note only that there is one. */
    public static String mask(Field field, String value) {
        return switch (field) {
            case PHONE -> Phones.masked(value);
            case BIRTH, JOINED -> value.substring(0, Math.min(4, value.length()));
            case MAIL -> value.indexOf('@') < 1 ? "***" : new StringBuilder().appendCodePoint(value.codePointAt(0)).append("***").append(value.substring(value.indexOf('@'))).toString();
            case NOTE -> "***";
        };
    }
}
