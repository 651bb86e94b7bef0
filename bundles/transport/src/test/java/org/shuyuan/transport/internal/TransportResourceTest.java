package org.shuyuan.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.access.Authenticator;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.rest.Call;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeUnits;

/** Who administers is told when what they do crosses the network in clear, and not otherwise. */
class TransportResourceTest {

    private final FakeUnits units = new FakeUnits();
    private final Unit unit = units.add("县支行", null);
    private final FakeAccess access = new FakeAccess(units);
    private final Caller admin = FakeAccess.person("管理员");

    /** One proxy, 10.0.0.5, is named. */
    private static final class OneProxy implements Authenticator {
        @Override
        public Optional<Caller> authenticate(Credentials credentials) {
            return Optional.empty();
        }

        @Override
        public String address(@Nullable String connection, @Nullable String forwarded) {
            return forwarded != null && "10.0.0.5".equals(connection) ? forwarded : String.valueOf(connection);
        }

        @Override
        public boolean encrypted(boolean secure, @Nullable String connection, @Nullable String forwarded) {
            return secure || "10.0.0.5".equals(connection) && "https".equals(forwarded);
        }
    }

    private TransportResource.Status seen(String remote, boolean secure, Map<String, String> headers) {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, method, args) ->
                switch (method.getName()) {
                    case "getRemoteAddr" -> remote;
                    case "getLocalAddr" -> "10.0.0.2";
                    case "isSecure" -> secure;
                    case "getHeader" -> headers.get(String.valueOf(args[0]));
                    default -> null;
                });
        return new TransportResource(new Tls(null, 0, 0, "0.0.0.0", ""), access, new OneProxy()).status(Call.of(admin, unit.id(), null), request);
    }

    @Test
    void plainIsWhatCrossedTheNetworkInClear() {
        access.grant(admin, "transport.see", unit.id());
        assertThat(seen("10.0.0.9", false, Map.of()).plain()).isTrue();
        assertThat(seen("10.0.0.9", true, Map.of()).plain()).isFalse();
        assertThat(seen("127.0.0.1", false, Map.of()).plain()).as("on the machine itself").isFalse();
        assertThat(seen("10.0.0.2", false, Map.of()).plain()).as("by the machine's own address").isFalse();
        assertThat(seen("10.0.0.5", false, Map.of("X-Forwarded-For", "10.0.0.9", "X-Forwarded-Proto", "https")).plain()).as("the proxy encrypts").isFalse();
        assertThat(seen("10.0.0.5", false, Map.of("X-Forwarded-For", "10.0.0.9", "X-Forwarded-Proto", "http")).plain()).isTrue();
        assertThat(seen("10.0.0.9", false, Map.of("X-Forwarded-For", "127.0.0.1", "X-Forwarded-Proto", "https")).plain()).as("anybody could write it").isTrue();
    }

    @Test
    void othersAreNotTold() {
        assertThatThrownBy(() -> seen("10.0.0.9", false, Map.of())).hasMessage("access.forbidden");
    }
}
