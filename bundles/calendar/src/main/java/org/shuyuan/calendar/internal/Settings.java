package org.shuyuan.calendar.internal;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The module's settings, from {@code etc/org.shuyuan.calendar.cfg}. Immutable: a change makes a new one. */
@Component(service = Settings.class, configurationPid = "org.shuyuan.calendar")
public final class Settings {

    /** Keys of the configuration file. */
    @interface Keys {
        /** {@code horizon-months}: how many months ahead occurrences are made, 1–60. */
        int horizon$_$months() default 24;
    }

    private final int horizonMonths;
    private final Clock clock;

    @Activate
    public Settings(Keys keys) {
        this(keys.horizon$_$months(), Clock.systemUTC());
    }

    Settings(int horizonMonths, Clock clock) {
        if (horizonMonths < 1 || horizonMonths > 60) {
            throw new IllegalArgumentException("horizon-months must be 1 to 60, not " + horizonMonths);
        }
        this.horizonMonths = horizonMonths;
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    /** Up to where occurrences are made today: the start of a day, so that it is the same all day long. */
    LocalDateTime horizon(ZoneId zone) {
        return clock.instant().atZone(zone).toLocalDate().plusMonths(horizonMonths).atStartOfDay();
    }
}
