package org.shuyuan.launcher;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Speaks to the running portal as the local console, by the token that only this machine's administrator can read. */
final class Control {

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    private final String url;
    private final String token;
    private final String language;

    private Control(String url, String token, String language) {
        this.url = url;
        this.token = token;
        this.language = language;
    }

    /** Says so when no portal runs on this data folder. */
    static Control of(DataFolder data, String language) throws IOException {
        String url = data.read("address");
        if (url == null || !data.inUse()) {
            throw new Failure(Failure.NOT_RUNNING, "not-running", data.root());
        }
        String token = data.read("control.token");
        if (token == null) {
            throw new Failure(Failure.NOT_READY, "not-ready-yet");
        }
        return new Control(url, token, language);
    }

    String get(String path) throws IOException, InterruptedException {
        return text(request(path, Duration.ofSeconds(60)).GET());
    }

    String post(String path) throws IOException, InterruptedException {
        return text(request(path, Duration.ofMinutes(5)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    String upload(String path, Path file) throws IOException, InterruptedException {
        if (!Files.isRegularFile(file)) {
            throw new Failure(Failure.USAGE, "no-such-file", file);
        }
        return text(request(path, Duration.ofHours(2)).header("Content-Type", "application/octet-stream").POST(HttpRequest.BodyPublishers.ofFile(file)));
    }

    /** Stores the answer of that POST; a file is there whole or not at all, and none is overwritten. */
    void download(String path, Path file) throws IOException, InterruptedException {
        if (Files.exists(file)) {
            throw new Failure(Failure.USAGE, "file-exists", file);
        }
        Path part = file.toAbsolutePath().resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            Files.createFile(part);
            DataFolder.restrict(part, "rw-------");
            HttpResponse<Path> answer = send(request(path, Duration.ofHours(2)).POST(HttpRequest.BodyPublishers.noBody()),
                    HttpResponse.BodyHandlers.ofFile(part));
            if (answer.statusCode() != 200) {
                throw refused(answer.statusCode(), Files.readString(part));
            }
            Files.move(part, file);
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            throw new Failure(Failure.USAGE, "cannot-write", file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private HttpRequest.Builder request(String path, Duration limit) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(limit)
                .header("Authorization", "Bearer " + token).header("Accept-Language", language);
    }

    private String text(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw refused(answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) throws IOException, InterruptedException {
        try {
            return http.send(request.build(), body);
        } catch (ConnectException e) {
            throw new Failure(Failure.NOT_RUNNING, "no-answer", url);
        } catch (HttpTimeoutException | SocketException | EOFException e) {
            throw new Failure(Failure.SERVER_ENDED, "broken-off", url);
        } catch (IOException e) {
            // what the client says when the server's process ends: it has no class of its own
            if (e.getCause() instanceof EOFException || String.valueOf(e.getMessage()).contains("received no bytes")) {
                throw new Failure(Failure.SERVER_ENDED, "broken-off", url);
            }
            throw e;
        }
    }

    /** What the portal said, in its own words where it sent a problem. */
    static Failure refused(int status, String body) {
        Map<String, Object> problem = Json.object(body);
        Object title = problem.get("title");
        return title == null ? new Failure(Failure.REFUSED, "refused-status", status)
                : new Failure(Failure.REFUSED, "refused", String.valueOf(title).replaceFirst("[.。]$", ""), problem.getOrDefault("detail", ""));
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The entries of an answer that is a list, or an object with the list under one of these names. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> entries(String body, String... names) {
        Object read = Json.read(body);
        if (read instanceof Map<?, ?> map) {
            for (String name : names) {
                if (map.get(name) instanceof List<?> list) {
                    return (List<Map<String, Object>>) list;
                }
            }
        }
        return read instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
    }
}
