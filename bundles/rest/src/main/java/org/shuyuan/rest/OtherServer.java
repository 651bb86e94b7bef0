package org.shuyuan.rest;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Asks another server: the whole answer comes in time and is not larger than it should be, or there is none. Follows no redirection, keeps no
 * cookie. Thread-safe.
 */
public final class OtherServer {

    /** What it answered. */
    public record Answer(int status, HttpHeaders headers, byte[] body) {}

    private final HttpClient client;
    private final Duration timeout;
    private final int largest;

    /**
     * @param authorities see {@link Trust#of}
     * @param timeout for one question with its whole answer
     * @param largest bytes of an answer
     */
    public OtherServer(@Nullable Path authorities, Duration timeout, int largest) {
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER).connectTimeout(timeout)
                .sslContext(Trust.of(authorities)).build();
        this.timeout = timeout;
        this.largest = largest;
    }

    /** @throws IOException when there is no whole answer in time, or one that is too large */
    public Answer ask(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, info -> new Bounded(largest));
        try {
            HttpResponse<byte[]> whole = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(whole.statusCode(), whole.headers(), whole.body());
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw new IOException("no answer within " + timeout.toSeconds() + " seconds", slow);
        } catch (InterruptedException stopping) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException(stopping);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
        }
    }

    private static final class Bounded implements BodySubscriber<byte[]> {

        private final int largest;
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        Bounded(int largest) {
            this.largest = largest;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                if (bytes.size() + part.remaining() > largest) {
                    if (subscription != null) {
                        subscription.cancel();
                    }
                    body.completeExceptionally(new IOException("the answer is larger than " + largest + " bytes"));
                    return;
                }
                byte[] some = new byte[part.remaining()];
                part.get(some);
                bytes.writeBytes(some);
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
