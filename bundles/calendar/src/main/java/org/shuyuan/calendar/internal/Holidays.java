package org.shuyuan.calendar.internal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.persistence.OptimisticLockException;
import javax.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.HolidayStore;

/**
 * Holidays and make-up workdays as units publish them, a whole year at a time. What a unit publishes holds below it as well; the nearest unit that has a
 * year wins with all of it. Thread-safe.
 */
@Component(service = Holidays.class)
public final class Holidays {

    /** Most days of one answer: three years, so that the weeks around a year are asked for at once. */
    private static final int LONGEST = 1_100;

    /** @param here what holds at the unit; null when nobody has published the year */
    public record State(int year, @Nullable HolidayYear here) {}

    /** @param unpublished years of the period that nobody has published */
    public record Period(List<SpecialDay> days, List<Integer> unpublished) {}

    private final HolidayStore store;
    private final Units units;
    private final Access access;
    private final Audit audit;
    private final Transactions transactions;
    private final Live live;
    private final Settings settings;

    @Activate
    public Holidays(@Reference HolidayStore store, @Reference Units units, @Reference Access access, @Reference Audit audit, @Reference Transactions transactions,
            @Reference Live live, @Reference Settings settings) {
        this.store = store;
        this.units = units;
        this.access = access;
        this.audit = audit;
        this.transactions = transactions;
        this.live = live;
        this.settings = settings;
    }

    /** The years that are published for the unit, and this year and the next in any case; the latest first. */
    public List<State> years(Caller caller, UUID unit) {
        access.require(caller, Permissions.READ, unit);
        int now = settings.clock().instant().atZone(units.get(unit).zone()).getYear();
        TreeSet<Integer> wanted = new TreeSet<>(Comparator.reverseOrder());
        wanted.addAll(List.of(now, now + 1));
        Map<Integer, HolidayYear> published = nearest(unit, store.of(path(unit)));
        wanted.addAll(published.keySet());
        return wanted.stream().map(year -> new State(year, published.get(year))).toList();
    }

    /** What holds in that year. @throws Problem 404 {@code calendar.no-such-year}: not 1970–2200 */
    public State year(Caller caller, UUID unit, int year) {
        access.require(caller, Permissions.READ, unit);
        HolidayYear.checkYear(year);
        return new State(year, workdays(unit, year, year).years().get(year));
    }

    /** What is special about the days of {@code [from, to)}. @throws Problem 422 {@code rest.invalid}: more than 1,100 days */
    public Period days(Caller caller, UUID unit, LocalDate from, LocalDate to) {
        access.require(caller, Permissions.READ, unit);
        if (!from.isBefore(to)) {
            throw Problem.invalid("to", "calendar.end-before-start");
        }
        if (from.plusDays(LONGEST).isBefore(to)) {
            throw new Problem(422, "rest.invalid").field("to", "calendar.days-too-long", Map.of("max", LONGEST));
        }
        int last = to.minusDays(1).getYear();
        Workdays here = workdays(unit, from.getYear(), last);
        List<SpecialDay> days = here.years().values().stream().flatMap(year -> year.days().stream()).filter(d -> !d.day().isBefore(from) && d.day().isBefore(to))
                .sorted(Comparator.comparing(SpecialDay::day)).toList();
        return new Period(days, IntStream.rangeClosed(from.getYear(), last).filter(year -> !here.years().containsKey(year)).boxed().toList());
    }

    /**
     * The unit's own year, for the first time or anew.
     *
     * @param wanted with the version that was seen, {@link HolidayYear#NEW} when the unit had not published the year
     * @throws OptimisticLockException another version is stored; {@link #year} gives it
     */
    public HolidayYear publish(Caller caller, HolidayYear wanted) {
        access.require(caller, Permissions.HOLIDAYS, wanted.unit());
        Optional<HolidayYear> before = own(wanted.unit(), wanted.year());
        if (before.map(HolidayYear::version).orElse(HolidayYear.NEW) != wanted.version()) {
            throw new OptimisticLockException("year " + wanted.year());
        }
        HolidayYear year = new HolidayYear(before.map(HolidayYear::id).orElseGet(Ids::next), wanted.version(), wanted.unit(), wanted.year(), wanted.source(), wanted.days(),
                settings.clock().instant(), caller.name()).checked();
        try {
            return transactions.call(() -> {
                HolidayYear after = before.isPresent() ? store.change(year) : store.add(year);
                audit.write(caller, year.unit(), before.isPresent() ? "calendar.change-year" : "calendar.publish-year", subject(year),
                        before.map(HolidayYear::snapshot).orElse(null), after.snapshot());
                tell(year.unit());
                return after;
            });
        } catch (OptimisticLockException meanwhile) {
            throw meanwhile;
        } catch (PersistenceException twice) {
            if (before.isEmpty() && own(wanted.unit(), wanted.year()).isPresent()) {
                throw new OptimisticLockException("year " + wanted.year(), twice);
            }
            throw twice;
        }
    }

    /** The unit has the year no longer: what a unit above has published holds again, or nothing. @throws OptimisticLockException as {@link #publish} */
    public void takeBack(Caller caller, UUID unit, int year, int version) {
        access.require(caller, Permissions.HOLIDAYS, unit);
        Optional<HolidayYear> own = own(unit, year);
        if (own.map(HolidayYear::version).orElse(HolidayYear.NEW) != version) {
            throw new OptimisticLockException("year " + year);
        }
        HolidayYear before = own.orElseThrow(() -> Problem.notFound("calendar.year-not-here"));
        transactions.run(() -> {
            store.remove(before);
            audit.write(caller, unit, "calendar.take-back-year", subject(before), before.snapshot(), null);
            tell(unit);
        });
    }

    /** The version of the unit's own year, which may stand below one of a unit above. */
    public int ownVersion(UUID unit, State state) {
        HolidayYear here = state.here();
        return here != null && here.unit().equals(unit) ? here.version() : HolidayYear.NEW;
    }

    /** @param from a year @param to another, inclusive */
    Workdays workdays(UUID unit, int from, int to) {
        return new Workdays(nearest(unit, store.of(path(unit), from, to)));
    }

    private Optional<HolidayYear> own(UUID unit, int year) {
        return store.of(List.of(unit), year, year).stream().findFirst();
    }

    private List<UUID> path(UUID unit) {
        return units.get(unit).path();
    }

    /** Of each year what the nearest unit has. */
    private Map<Integer, HolidayYear> nearest(UUID unit, List<HolidayYear> published) {
        List<UUID> upwards = new ArrayList<>(path(unit));
        Collections.reverse(upwards);
        Map<Integer, HolidayYear> nearest = new HashMap<>();
        published.stream().sorted(Comparator.comparingInt(year -> upwards.indexOf(year.unit()))).forEach(year -> nearest.putIfAbsent(year.year(), year));
        return nearest;
    }

    private void tell(UUID unit) {
        transactions.afterCommit(() -> live.publish("changed", "{\"module\":\"calendar\",\"type\":\"holidays\",\"unit\":\"" + unit + "\"}"));
    }

    private static Audit.Subject subject(HolidayYear year) {
        return new Audit.Subject("calendar.year", year.id().toString(), Integer.toString(year.year()));
    }
}
