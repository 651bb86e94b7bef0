package org.shuyuan.access.internal;

import java.time.ZoneId;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.mail.Mail;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.module.Profiles;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.office.QrCodes;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Names;
import org.shuyuan.api.text.Texts;

/**
 * The rooms around this one, which all need {@code Access} themselves: each may be absent, above all while the portal
 * starts or one of them is updated. Thread-safe.
 */
@Component(service = Around.class)
public class Around {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final Supplier<@Nullable Units> units;
    private final Supplier<@Nullable People> people;
    private final Supplier<@Nullable Modules> modules;
    private final Supplier<@Nullable Profiles> profiles;
    private final Supplier<@Nullable Texts> texts;
    private final Supplier<@Nullable Workbooks> workbooks;
    private final Supplier<@Nullable Notices> notices;
    private final Supplier<@Nullable Names> names;
    private final Supplier<@Nullable QrCodes> codes;
    private final Supplier<@Nullable Mail> mail;

    @Activate
    public Around(BundleContext context) {
        this(new LazyService<>(context, Units.class), new LazyService<>(context, People.class),
                new LazyService<>(context, Modules.class), new LazyService<>(context, Profiles.class),
                new LazyService<>(context, Texts.class), new LazyService<>(context, Workbooks.class),
                new LazyService<>(context, Notices.class), new LazyService<>(context, Names.class), new LazyService<>(context, QrCodes.class),
                new LazyService<>(context, Mail.class));
    }

    public Around(Supplier<@Nullable Units> units, Supplier<@Nullable People> people, Supplier<@Nullable Modules> modules,
            Supplier<@Nullable Profiles> profiles, Supplier<@Nullable Texts> texts, Supplier<@Nullable Workbooks> workbooks,
            Supplier<@Nullable Notices> notices, Supplier<@Nullable Names> names, Supplier<@Nullable QrCodes> codes,
            Supplier<@Nullable Mail> mail) {
        this.units = units;
        this.people = people;
        this.modules = modules;
        this.profiles = profiles;
        this.texts = texts;
        this.workbooks = workbooks;
        this.notices = notices;
        this.names = names;
        this.codes = codes;
        this.mail = mail;
    }

    @Deactivate
    public void close() throws Exception {
        for (Object lazy : new Object[] {units, people, modules, profiles, texts, workbooks, notices, names, codes, mail}) {
            if (lazy instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    public @Nullable Units units() {
        return units.get();
    }

    public @Nullable People people() {
        return people.get();
    }

    public @Nullable Modules modules() {
        return modules.get();
    }

    public @Nullable Profiles profiles() {
        return profiles.get();
    }

    public @Nullable Notices notices() {
        return notices.get();
    }

    public @Nullable Mail mail() {
        return mail.get();
    }

    public @Nullable QrCodes qrCodes() {
        return codes.get();
    }

    /** How names are spelt in letters; null while the directory is away. */
    public @Nullable Names names() {
        return names.get();
    }

    /** @throws Problem 503 {@code access.not-ready} while the directory is away */
    public Units needUnits() {
        return need(units.get());
    }

    /** @throws Problem 503 {@code access.not-ready} while the directory is away */
    public People needPeople() {
        return need(people.get());
    }

    /** @throws Problem 503 {@code access.not-ready} while the modules are away */
    public Profiles needProfiles() {
        return need(profiles.get());
    }

    /** @throws Problem 503 {@code access.not-ready} while documents cannot be made */
    public Workbooks needWorkbooks() {
        return need(workbooks.get());
    }

    /** A module's text, or the key while texts are away. */
    public String text(Language language, String module, String key) {
        Texts all = texts.get();
        return all == null ? key : all.text(language, module, key);
    }

    /** In which times of that unit are told: the portal's where there is none, or the directory is away. */
    public ZoneId zone(@Nullable UUID unit) {
        @Nullable Units all = units.get();
        return unit == null || all == null ? ZONE : all.find(unit).map(Unit::zone).orElse(ZONE);
    }

    private static <T> T need(@Nullable T service) {
        if (service == null) {
            throw new Problem(503, "access.not-ready");
        }
        return service;
    }
}
