package org.shuyuan.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code etc/portal.properties} with the command line's options over it.
 *
 * @param httpsPort port of the pages over TLS, where {@code portal tls} has switched it on
 * @param hstsDays for how many days browsers shall remember to come by TLS only, 0 = they are not told
 * @param consolePort port of the ssh console, 0 = any free one
 * @param memory heap in MB
 * @param javaOptions further options for the server's JVM
 */
record Settings(String host, int port, int httpsPort, int hstsDays, int consolePort, int memory, List<String> javaOptions) {

    static final int DEFAULT_PORT = 8181;
    static final int DEFAULT_HTTPS_PORT = 8443;
    private static final Set<String> KEYS = Set.of("host", "port", "https-port", "hsts-days", "console-port", "memory", "java-options");

    /** Reads the file (absent = defaults); an unknown key or impossible value is refused by name. */
    static Settings read(Path file, Arguments arguments) throws IOException {
        Properties p = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                p.load(in);
            }
        }
        Set<String> unknown = new TreeSet<>(p.stringPropertyNames());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new Failure(Failure.USAGE, "settings.unknown-key", file, String.join(", ", unknown));
        }
        String options = p.getProperty("java-options", "").strip();
        return new Settings(
                arguments.host().orElse(p.getProperty("host", "127.0.0.1").strip()),
                arguments.port().orElse(number("port", p.getProperty("port", String.valueOf(DEFAULT_PORT)), 1, 65535)),
                number("https-port", p.getProperty("https-port", String.valueOf(DEFAULT_HTTPS_PORT)), 1, 65535),
                number("hsts-days", p.getProperty("hsts-days", "0"), 0, 730),
                number("console-port", p.getProperty("console-port", "0"), 0, 65535),
                number("memory", p.getProperty("memory", "320"), 192, 65536),
                options.isEmpty() ? List.of() : List.of(options.split("\\s+")));
    }

    Settings withConsolePort(int chosen) {
        return new Settings(host, port, httpsPort, hstsDays, chosen, memory, javaOptions);
    }

    static int number(String name, String text, int least, int most) {
        try {
            int n = Integer.parseInt(text.strip());
            if (n >= least && n <= most) {
                return n;
            }
        } catch (NumberFormatException e) {
            // told below, together with a number out of range
        }
        throw new Failure(Failure.USAGE, "settings.number", name, text, least, most);
    }
}
