package org.shuyuan.access.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shuyuan.access.internal.Account;
import org.shuyuan.access.internal.SignIn;
import org.shuyuan.api.id.Ids;

/** What a browser is told to keep and to forget. */
class WebTest {

    private static HttpServletRequest request(boolean secure) {
        return (HttpServletRequest) Proxy.newProxyInstance(WebTest.class.getClassLoader(), new Class<?>[] {HttpServletRequest.class},
                (proxy, method, values) -> method.getName().equals("isSecure") ? secure : null);
    }

    private static String cookie(Response.ResponseBuilder response) {
        return String.valueOf(response.build().getHeaders().get("Set-Cookie").get(0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signingOutTakesAwayTheVeryCookieThatSigningInGave(boolean secure) {
        Account account = new Account(Ids.next(), "wang", "王伟", null, null, true, false, null, Instant.EPOCH, null, 1);
        String given = cookie(Web.signedIn(Response.ok(), new SignIn.Opened("secret", "device", account), request(secure)));
        String taken = cookie(Web.signedOut(Response.noContent(), request(secure)));

        assertThat(given).startsWith(secure ? "__Host-shuyuan_session=secret;" : "shuyuan_session=secret;");
        assertThat(taken).contains("; Max-Age=0");
        assertThat(taken.replace("; Max-Age=0", "")).as("name, path and guards are the same").isEqualTo(given.replace("secret", ""));
    }
}
