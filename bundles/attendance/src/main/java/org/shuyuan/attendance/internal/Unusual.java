package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.attendance.internal.jpa.DoorStore;

/** What an organiser would want to look at among the sign-ins of a gathering: signs, never proofs. Thread-safe. */
@Component(service = Unusual.class)
public final class Unusual {

    /** What is unusual. */
    public enum Sign {
        /** The device was somebody else's at an earlier gathering. */
        DEVICE_OF_ANOTHER,
        /** The person used another device at all earlier gatherings. */
        NEW_DEVICE,
        /** From another network than nearly all others. */
        ADDRESS,
        /** Right after somebody else from the same address: one may have signed in for both. */
        RHYTHM
    }

    /** Two sign-ins of one address closer than this are quicker than handing a phone round. */
    static final Duration QUICK = Duration.ofSeconds(20);
    /** From how many sign-ins on it can be said what is usual, and which share of them a network needs at least to be usual. */
    private static final int ENOUGH = 5;
    private static final double USUAL = 0.2;

    /** One sign-in with its signs. */
    public record Line(DoorStore.SignIn signIn, Set<Sign> signs) {}

    private final DoorStore store;
    private final GatheringService gatherings;

    @Activate
    public Unusual(@Reference DoorStore store, @Reference GatheringService gatherings) {
        this.store = store;
        this.gatherings = gatherings;
    }

    /** All sign-ins in the order they came. @throws org.shuyuan.api.problem.Problem of {@link GatheringService#find} */
    public List<Line> of(Caller caller, UUID id) {
        gatherings.find(caller, id);
        List<DoorStore.SignIn> all = store.all(id);
        List<DoorStore.SignIn> before = store.before(id, all.stream().map(DoorStore.SignIn::person).toList(), all.stream().map(DoorStore.SignIn::device).distinct().toList());
        Map<UUID, Set<String>> devices = before.stream().collect(Collectors.groupingBy(DoorStore.SignIn::person, Collectors.mapping(DoorStore.SignIn::device, Collectors.toSet())));
        Map<String, Set<UUID>> owners = before.stream().collect(Collectors.groupingBy(DoorStore.SignIn::device, Collectors.mapping(DoorStore.SignIn::person, Collectors.toSet())));
        Map<String, Long> networks = all.stream().collect(Collectors.groupingBy(s -> network(s.address()), Collectors.counting()));
        boolean shared = all.size() > 1 && all.stream().map(DoorStore.SignIn::address).distinct().count() == 1;
        Map<String, DoorStore.SignIn> last = new HashMap<>();
        List<Line> lines = new ArrayList<>();
        for (DoorStore.SignIn one : all) {
            Set<Sign> signs = EnumSet.noneOf(Sign.class);
            Set<UUID> others = new HashSet<>(owners.getOrDefault(one.device(), Set.of()));
            others.remove(one.person());
            if (!others.isEmpty()) {
                signs.add(Sign.DEVICE_OF_ANOTHER);
            }
            if (devices.containsKey(one.person()) && !devices.get(one.person()).contains(one.device())) {
                signs.add(Sign.NEW_DEVICE);
            }
            if (all.size() >= ENOUGH && networks.get(network(one.address())) < all.size() * USUAL) {
                signs.add(Sign.ADDRESS);
            }
            DoorStore.SignIn previous = last.put(one.address(), one);
            // behind one proxy all have one address, which then says nothing
            if (!shared && previous != null && Duration.between(previous.at(), one.at()).compareTo(QUICK) < 0) {
                signs.add(Sign.RHYTHM);
            }
            lines.add(new Line(one, signs));
        }
        return lines;
    }

    /** The first three numbers of an IPv4 address, the first four groups of an IPv6 one. */
    private static String network(String address) {
        String[] parts = address.contains(":") ? address.split(":", 5) : address.split("\\.", 4);
        return String.join(".", List.of(parts).subList(0, Math.min(parts.length, address.contains(":") ? 4 : 3)));
    }
}
