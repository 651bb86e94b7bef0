package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.Unusual.Sign;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** What the organiser is shown of sign-ins that look otherwise than the others. */
class UnusualTest {

    private static void signed(Portal p, UUID id, Person person, String device, String address, int second) {
        Instant at = Portal.START.plus(Duration.ofSeconds(second));
        p.now(at);
        p.doors.signIn(Portal.phone(person, address), p.doors.enter(p.doors.code(p.organiser, id), device).ticket(), device);
    }

    private static Set<Sign> signs(List<Unusual.Line> lines, Person person) {
        return lines.stream().filter(l -> l.signIn().person().equals(person.id())).findFirst().orElseThrow().signs();
    }

    @BothDatabases
    void devicesNetworksAndRhythmAreTold(Database database) {
        try (Portal p = new Portal(database)) {
            Person zhao = p.people.add("赵云", "C6", p.credit);
            Person qian = p.people.add("钱多", "C7", p.credit);
            Person sun = p.people.add("孙武", "C8", p.credit);
            UUID first = p.gathering("first", Portal.START);
            p.doors.open(p.organiser, first, 60, "");
            signed(p, first, p.li, "phone of li 0123456789", "10.1.2.1", 0);
            signed(p, first, p.wang, "phone of wang 0123456789", "10.1.2.2", 60);
            UUID id = p.gathering("second", Portal.START);
            p.now(Portal.START);
            p.doors.open(p.organiser, id, 60, "");

            signed(p, id, p.li, "phone of li 0123456789", "10.1.2.1", 0);
            signed(p, id, p.wang, "a new phone of wang 0123456789", "10.1.2.2", 60);
            signed(p, id, p.zhang, "phone of wang 0123456789", "10.1.2.3", 120);
            signed(p, id, zhao, "phone of zhao 0123456789", "10.1.2.4", 180);
            signed(p, id, qian, "phone of qian 0123456789", "10.1.2.4", 185);
            signed(p, id, sun, "phone of sun 0123456789", "192.168.7.9", 240);

            Unusual unusual = new Unusual(p.doorStore, p.gatherings);
            List<Unusual.Line> lines = unusual.of(p.inspector, id);
            assertThat(signs(lines, p.li)).isEmpty();
            assertThat(signs(lines, p.wang)).containsExactly(Sign.NEW_DEVICE);
            assertThat(signs(lines, p.zhang)).as("wang's phone of last time").containsExactly(Sign.DEVICE_OF_ANOTHER);
            assertThat(signs(lines, zhao)).isEmpty();
            assertThat(signs(lines, qian)).as("five seconds later, from the same address").containsExactly(Sign.RHYTHM);
            assertThat(signs(lines, sun)).containsExactly(Sign.ADDRESS);
            assertThatThrownBy(() -> unusual.of(p.member, id)).hasMessage("attendance.no-such-gathering");
        }
    }

    @Test
    void rangesAreNumbersAndMeanWhatTheySay() {
        AddressRanges ranges = AddressRanges.of("10.1.2.0/24，192.168.0.7; fd00::/8");
        assertThat(List.of("10.1.2.0", "10.1.2.255", "192.168.0.7", "fd12:3::1")).allMatch(ranges::allow);
        assertThat(List.of("10.1.3.0", "192.168.0.8", "fe80::1", "", "localhost", "1")).noneMatch(ranges::allow);
        assertThat(AddressRanges.of(" ").allow("anything")).as("none: from anywhere").isTrue();
        for (String wrong : List.of("example.com", "10.1.2.0/33", "10.1.2", "300.1.1.1", "10.1.2.0/x", "abc")) {
            assertThatThrownBy(() -> AddressRanges.of(wrong)).as(wrong).isInstanceOf(Problem.class);
        }
    }
}
