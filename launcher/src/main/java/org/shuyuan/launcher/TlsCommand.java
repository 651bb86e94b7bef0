package org.shuyuan.launcher;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code portal tls}: takes the unit's certificate, makes a local authority, switches TLS off, or says how it stands. */
final class TlsCommand {

    private final DataFolder data;
    private final TlsFolder folder;
    private final Messages messages;
    private final PrintStream out;
    private final Clock clock;

    TlsCommand(DataFolder data, Messages messages, PrintStream out, Clock clock) {
        this.data = data;
        this.folder = TlsFolder.of(data);
        this.messages = messages;
        this.out = out;
        this.clock = clock;
    }

    /** What stands after {@code tls} on the command line. */
    private static final class Wish {
        private static final List<String> VALUED = List.of("--cert", "--key", "--chain", "--pkcs12", "--name");
        private @Nullable Path cert;
        private @Nullable Path key;
        private @Nullable Path chain;
        private @Nullable Path pkcs12;
        private boolean local;
        private boolean off;
        private final List<String> names = new ArrayList<>();

        Wish(List<String> words) {
            for (int i = 0; i < words.size(); i++) {
                String[] word = words.get(i).split("=", 2);
                switch (word[0]) {
                    case "--local-ca" -> local = true;
                    case "--off" -> off = true;
                    case "--status" -> { }
                    default -> {
                        if (!VALUED.contains(word[0])) {
                            throw new Failure(Failure.USAGE, "usage.unknown-option", word[0]);
                        }
                        String value = word.length > 1 ? word[1] : i + 1 < words.size() ? words.get(++i) : "";
                        if (value.isBlank() || word.length == 1 && value.startsWith("--")) {
                            throw new Failure(Failure.USAGE, "usage.value-missing", word[0]);
                        }
                        take(word[0], value.strip());
                    }
                }
            }
        }

        private void take(String option, String value) {
            switch (option) {
                case "--cert" -> cert = Path.of(value);
                case "--key" -> key = Path.of(value);
                case "--chain" -> chain = Path.of(value);
                case "--pkcs12" -> pkcs12 = Path.of(value);
                default -> {
                    if (!TlsAuthority.possible(value)) {
                        throw new Failure(Failure.USAGE, "tls.bad-name", value);
                    }
                    names.add(value);
                }
            }
        }

        /** At most one of the four ways. */
        boolean clear() {
            boolean pem = cert != null || key != null || chain != null;
            int ways = (pem ? 1 : 0) + (pkcs12 != null ? 1 : 0) + (local ? 1 : 0) + (off ? 1 : 0);
            return ways <= 1 && (!pem || cert != null && key != null) && (names.isEmpty() || local);
        }
    }

    int run(List<String> words) throws IOException {
        Wish wish = new Wish(words);
        if (!wish.clear()) {
            throw new Failure(Failure.USAGE, "usage.words", "tls");
        }
        data.create();
        try {
            Path cert = wish.cert;
            Path key = wish.key;
            Path pkcs12 = wish.pkcs12;
            if (cert != null && key != null) {
                take(TlsCertificate.ofPem(cert, key, wish.chain == null ? cert : wish.chain, password()));
            } else if (pkcs12 != null) {
                take(TlsCertificate.ofPkcs12(pkcs12, password()));
            } else if (wish.local) {
                local(wish.names);
            } else if (wish.off) {
                folder.mode(TlsFolder.Mode.OFF, List.of());
                out.println(messages.get("tls.switched-off"));
                out.println(messages.get(data.inUse() ? "tls.restart" : "tls.at-start"));
            } else {
                return status();
            }
        } catch (GeneralSecurityException e) {
            throw new Failure(1, "tls.failed", String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private void take(TlsCertificate given) throws IOException, GeneralSecurityException {
        given.check(clock.instant());
        folder.store(given.key(), given.chain());
        folder.mode(TlsFolder.Mode.CERTIFICATE, List.of());
        told();
    }

    private void local(List<String> names) throws IOException, GeneralSecurityException {
        TlsAuthority authority = new TlsAuthority(folder, clock.instant());
        List<String> all = TlsAuthority.names(names);
        authority.issue(all);
        folder.mode(TlsFolder.Mode.LOCAL, names);
        Settings settings = Settings.read(data.etc().resolve("portal.properties"), Arguments.parse("tls"));
        new TlsSheet(folder).write(authority.authority(), all, settings.port(), settings.httpsPort());
        told();
        out.println(messages.get("tls.sheet", folder.open().resolve("index.html"), "http://" + all.get(0) + ":" + settings.port() + "/tls/"));
    }

    private void told() throws IOException, GeneralSecurityException {
        status();
        out.println(messages.get(Files.exists(data.run("tls.port")) && data.inUse() ? "tls.soon" : data.inUse() ? "tls.restart" : "tls.at-start"));
    }

    private int status() throws IOException {
        out.println(line(folder, messages, clock.instant()));
        return folder.on() ? 0 : Failure.NOT_READY;
    }

    /** How it stands, in a sentence. */
    static String line(TlsFolder folder, Messages messages, Instant now) throws IOException {
        try {
            List<X509Certificate> chain = folder.on() ? folder.chain() : null;
            if (chain == null) {
                return messages.get("tls.off");
            }
            X509Certificate server = chain.get(0);
            Instant end = server.getNotAfter().toInstant();
            String names = String.join(", ", TlsCertificate.names(server));
            String text = messages.get(folder.mode() == TlsFolder.Mode.LOCAL ? "tls.on-local" : "tls.on", names, end.toString().substring(0, 10),
                    TlsSheet.fingerprint(folder.mode() == TlsFolder.Mode.LOCAL ? chain.get(chain.size() - 1) : server, "SHA-256"));
            boolean soon = folder.mode() == TlsFolder.Mode.CERTIFICATE && end.isBefore(now.plus(Duration.ofDays(30)));
            return soon ? text + System.lineSeparator() + messages.get("tls.ends-soon", Math.max(0, Duration.between(now, end).toDays())) : text;
        } catch (GeneralSecurityException e) {
            return messages.get("tls.failed", String.valueOf(e.getMessage()));
        }
    }

    /** Of the key's file: from the environment, or asked for at a terminal; never from the command line, which others on the machine can read. */
    private char[] password() {
        String given = System.getenv("SHUYUAN_TLS_PASSWORD");
        Console console = System.console();
        if (given != null || console == null) {
            return given == null ? new char[0] : given.toCharArray();
        }
        char[] typed = console.readPassword("%s", messages.get("tls.password"));
        return typed == null ? new char[0] : typed;
    }

    /**
     * Makes the server's certificate anew when the local authority's is near its end.
     *
     * @return whether it did
     */
    static boolean renew(TlsFolder folder, Instant now, int port, int httpsPort) throws IOException {
        if (folder.mode() != TlsFolder.Mode.LOCAL) {
            return false;
        }
        try {
            TlsAuthority authority = new TlsAuthority(folder, now);
            List<String> names = TlsAuthority.names(folder.names());
            boolean renewed = authority.renew(names);
            if (renewed) {
                new TlsSheet(folder).write(authority.authority(), names, port, httpsPort);
            }
            return renewed;
        } catch (GeneralSecurityException e) {
            throw new Failure(1, "tls.failed", String.valueOf(e.getMessage()));
        }
    }
}
