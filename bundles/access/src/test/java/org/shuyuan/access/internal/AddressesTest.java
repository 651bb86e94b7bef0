package org.shuyuan.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressesTest {

    private static final Set<String> PROXIES = Set.of("10.0.0.1", "10.0.0.2");

    @Test
    void believesNobodyButTheProxiesItWasToldOf() {
        assertThat(Addresses.client("192.168.1.5", "1.2.3.4", PROXIES)).isEqualTo("192.168.1.5");
        assertThat(Addresses.client("10.0.0.1", "1.2.3.4", Set.of())).isEqualTo("10.0.0.1");
        assertThat(Addresses.client("10.0.0.1", null, PROXIES)).isEqualTo("10.0.0.1");
        assertThat(Addresses.client(null, "1.2.3.4", PROXIES)).isEmpty();
    }

    @Test
    void takesTheLastAddressThatNoProxyOfOursWrote() {
        assertThat(Addresses.client("10.0.0.1", "192.168.1.5", PROXIES)).isEqualTo("192.168.1.5");
        assertThat(Addresses.client("10.0.0.1", "6.6.6.6, 192.168.1.5", PROXIES)).as("what the client wrote itself").isEqualTo("192.168.1.5");
        assertThat(Addresses.client("10.0.0.1", "192.168.1.5, 10.0.0.2", PROXIES)).isEqualTo("192.168.1.5");
        assertThat(Addresses.client("10.0.0.1", "2001:db8::7", PROXIES)).isEqualTo("2001:db8::7");
        assertThat(Addresses.client("10.0.0.1", "evil.example", PROXIES)).as("nothing is looked up").isEqualTo("10.0.0.1");
        assertThat(Addresses.client("10.0.0.1", "x".repeat(4000), PROXIES)).isEqualTo("10.0.0.1");
    }

    @Test
    void oneMachineIsCountedAsOne() {
        assertThat(Addresses.network("2001:db8:1:2:aaaa::1")).isEqualTo(Addresses.network("2001:db8:1:2::ffff")).isNotEqualTo(Addresses.network("2001:db8:1:3::1"));
        assertThat(Addresses.network("::ffff:10.0.0.1")).isEqualTo("10.0.0.1");
        assertThat(Addresses.network("10.0.0.1")).isEqualTo("10.0.0.1");
        assertThat(Addresses.network("not an address")).isEqualTo("not an address");
    }

    @Test
    void encryptionIsBelievedOfNamedProxiesOnlyAndOfTheLastOfThem() {
        assertThat(Addresses.forwardedTls("10.0.0.5", "https", Set.of("10.0.0.5"))).isTrue();
        assertThat(Addresses.forwardedTls("10.0.0.5", "http, https", Set.of("10.0.0.5"))).isTrue();
        assertThat(Addresses.forwardedTls("10.0.0.5", "https, http", Set.of("10.0.0.5"))).isFalse();
        assertThat(Addresses.forwardedTls("10.0.0.9", "https", Set.of("10.0.0.5"))).as("anybody could write it").isFalse();
        assertThat(Addresses.forwardedTls("10.0.0.5", null, Set.of("10.0.0.5"))).isFalse();
    }
}
