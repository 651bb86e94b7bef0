package org.shuyuan.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import javax.servlet.ServletException;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

class SecureOnlyTest {

    private static final Tls ON = new Tls("/nowhere", 8443, 30, "0.0.0.0", "");
    private static final Tls OFF = new Tls(null, 0, 0, "0.0.0.0", "");

    private boolean passed;
    private int status;
    private final Map<String, String> headers = new HashMap<>();

    private void call(Tls tls, Map<String, Object> asked) throws IOException, ServletException {
        passed = false;
        status = 0;
        headers.clear();
        Map<String, Object> request = new HashMap<>(Map.of("isSecure", false, "getRemoteAddr", "10.0.0.9", "getLocalAddr", "10.0.0.2", "getRequestURI", "/m/a",
                "getMethod", "GET", "getServerName", "portal.example"));
        request.putAll(asked);
        HttpServletRequest in = (HttpServletRequest) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {HttpServletRequest.class},
                (proxy, method, args) -> request.get(method.getName()));
        HttpServletResponse out = (HttpServletResponse) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "setStatus" -> status = (Integer) args[0];
                    case "setHeader" -> headers.put((String) args[0], (String) args[1]);
                    case "getOutputStream" -> new Nowhere();
                    default -> null;
                });
        new SecureOnly(tls).doFilter(in, out, (a, b) -> passed = true);
    }

    @Test
    void pagesOverPlainHttpLeadToTls() throws Exception {
        call(ON, Map.of("getQueryString", "unit=1&q=a%20b"));
        assertThat(passed).isFalse();
        assertThat(status).isEqualTo(307);
        assertThat(headers).containsEntry("Location", "https://portal.example:8443/m/a?unit=1&q=a%20b");
        call(ON, Map.of("getServerName", "fd00::2"));
        assertThat(headers).containsEntry("Location", "https://[fd00::2]:8443/m/a");
    }

    @Test
    void whatWouldCarryAPasswordOrANameThatIsNoneIsRefused() throws Exception {
        call(ON, Map.of("getMethod", "POST"));
        assertThat(passed).isFalse();
        assertThat(status).isEqualTo(403);
        call(ON, Map.of("getServerName", "evil\r\nSet-Cookie: a"));
        assertThat(status).isEqualTo(403);
    }

    @Test
    void thisMachinesOwnProgramsAndTheSheetStay() throws Exception {
        for (Map<String, Object> asked : java.util.List.<Map<String, Object>>of(Map.of("getRemoteAddr", "127.0.0.1"), Map.of("getRemoteAddr", "0:0:0:0:0:0:0:1"),
                Map.of("getRemoteAddr", "10.0.0.2"), Map.of("getRequestURI", "/tls/ca.crt"), Map.of("getRequestURI", "/tls"))) {
            call(ON, asked);
            assertThat(passed).as(asked.toString()).isTrue();
        }
        call(ON, Map.of("getRequestURI", "/tlsx"));
        assertThat(passed).isFalse();
    }

    @Test
    void overTlsBrowsersAreToldToStayThereAsLongAsTheSettingSays() throws Exception {
        call(ON, Map.of("isSecure", true));
        assertThat(passed).isTrue();
        assertThat(headers).containsEntry("Strict-Transport-Security", "max-age=2592000");
        call(new Tls("/nowhere", 8443, 0, "0.0.0.0", ""), Map.of("isSecure", true));
        assertThat(headers).isEmpty();
    }

    @Test
    void withoutTlsNothingChanges() throws Exception {
        call(OFF, Map.of());
        assertThat(passed).isTrue();
        assertThat(headers).isEmpty();
        assertThat(OFF.exposed()).isTrue();
        assertThat(new Tls(null, 0, 0, "127.0.0.1", "").exposed()).isFalse();
    }

    private static final class Nowhere extends ServletOutputStream {

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}

        @Override
        public void write(int b) {}
    }
}
