package org.shuyuan.modules.internal;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * Asks a module's interface as a browser does, over the port that the portal listens on: what the container says of itself is not what answers. Whoever asks is nobody,
 * so that the answer is a refusal mostly; that it is the module's own is seen by its being JSON. Thread-safe.
 */
final class Answers {

    /** Told to the {@link Gate}, which lets nobody else in while a module is exchanged. */
    static final String PROBE = "X-Shuyuan-Probe";
    private static final int CONNECTED_WITHIN_MS = 2_000;
    /** A first answer loads classes; on an old PC that takes its time. */
    private static final int ANSWERED_WITHIN_MS = 10_000;

    private final @Nullable String address;

    /** @param address {@code http://host:port}; null where nothing listens, as in tests without a server: then nothing is asked */
    Answers(@Nullable String address) {
        this.address = address;
    }

    /** Of the portal that runs in this process. */
    static Answers ofThisPortal() {
        String port = System.getProperty("org.osgi.service.http.port");
        String host = System.getProperty("org.apache.felix.http.host", "");
        boolean all = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
        return new Answers(port == null ? null : "http://" + (all ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    /** Why it does not answer, 422 {@code modules.not-answering}; empty when it does. @param secret what the gate knows the question by */
    Optional<Problem> trouble(String id, String secret) {
        if (address == null) {
            return Optional.empty();
        }
        try {
            HttpURLConnection asked = (HttpURLConnection) URI.create(address + "/api/" + id + "/").toURL().openConnection(Proxy.NO_PROXY);
            asked.setConnectTimeout(CONNECTED_WITHIN_MS);
            asked.setReadTimeout(ANSWERED_WITHIN_MS);
            asked.setInstanceFollowRedirects(false);
            asked.setRequestProperty("Accept", "application/json");
            asked.setRequestProperty(PROBE, secret);
            int status = asked.getResponseCode();
            boolean own = String.valueOf(asked.getContentType()).contains("json");
            asked.disconnect();
            return status < HttpURLConnection.HTTP_INTERNAL_ERROR && own ? Optional.empty() : Optional.of(silent(id, "HTTP " + status));
        } catch (IOException e) {
            return Optional.of(silent(id, String.valueOf(e.getMessage())));
        }
    }

    private static Problem silent(String id, String what) {
        return new Problem(422, "modules.not-answering").with("module", id).with("what", what);
    }
}
