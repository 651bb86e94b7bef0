package org.shuyuan.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * First class of the server's process: takes the data folder for itself, says in {@code run/} how it can be stopped, and
 * hands over to Karaf. The lock belongs to this process, so it is free again however the process ends.
 */
public final class Server {

    /** The process's exit code where another has the data folder; 3, as the launcher's own for it, is what Java ends with when memory runs out. */
    static final int LOCKED = 14;
    /** Java's own, by {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int OUT_OF_MEMORY = 3;

    private static @Nullable FileLock lock;

    private Server() {}

    public static void main(String[] args) throws Exception {
        DataFolder data = new DataFolder(Path.of(System.getProperty("shuyuan.data")));
        FileChannel channel = FileChannel.open(data.run("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock = channel.tryLock();
        if (lock == null) {
            System.err.println("The data folder " + data.root() + " is in use by another portal.");
            System.exit(LOCKED);
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String command = HexFormat.of().formatHex(random);
        Files.deleteIfExists(data.run("stop.port"));
        DataFolder.writeSecret(data.run("stop.command"), command);
        Files.writeString(data.run("portal.pid"), String.valueOf(ProcessHandle.current().pid()));
        Files.writeString(data.run("address"), url(System.getProperty("org.apache.felix.http.host"), System.getProperty("org.osgi.service.http.port")));
        Files.writeString(data.run("host"), System.getProperty("org.apache.felix.http.host"));
        Files.writeString(data.run("console.port"), System.getProperty("shuyuan.console.port"));
        String tls = System.getProperty("shuyuan.tls.port");
        if (tls != null) {
            TlsFolder folder = TlsFolder.of(data);
            System.setProperty("shuyuan.tls.password", folder.password());
            Files.writeString(data.run("tls.port"), tls);
            Files.writeString(data.run("tls.address"), secure(folder, System.getProperty("org.apache.felix.http.host"), tls));
            renewDaily(folder, Integer.parseInt(System.getProperty("org.osgi.service.http.port")), Integer.parseInt(tls));
        }
        System.setProperty("karaf.shutdown.command", command);
        System.setProperty("karaf.shutdown.port.file", data.run("stop.port").toString());
        System.setProperty("karaf.pid.file", data.run("portal.pid").toString());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> tidy(data)));
        followParent();
        Class.forName("org.apache.karaf.main.Main").getMethod("main", String[].class).invoke(null, (Object) args);
    }

    /** The first name of the certificate that is not this machine's own for itself. */
    private static String secure(TlsFolder folder, String host, String port) throws Exception {
        var chain = folder.chain();
        String name = chain == null ? host : TlsCertificate.names(chain.get(0)).stream().filter(one -> !one.startsWith("*")).findFirst().orElse(host);
        return "https://" + (name.contains(":") ? "[" + name + "]" : name) + (port.equals("443") ? "" : ":" + port);
    }

    /** A portal that runs for years gets its local certificate anew too; the connector looks for the file. */
    private static void renewDaily(TlsFolder folder, int port, int httpsPort) {
        Thread thread = new Thread(() -> {
            while (true) {
                try {
                    Thread.sleep(Duration.ofHours(12).toMillis());
                    if (TlsCommand.renew(folder, Instant.now(), port, httpsPort)) {
                        System.out.println("The local authority's certificate was renewed.");
                    }
                } catch (InterruptedException ended) {
                    return;
                } catch (IOException | RuntimeException e) {
                    System.err.println("The local authority's certificate could not be renewed, tried again in 12 hours: " + e);
                }
            }
        }, "tls-renewal");
        thread.setDaemon(true);
        thread.start();
    }

    /** The portal in the foreground ends with the launcher that started it, even when that was killed. */
    private static void followParent() {
        Long parent = Long.getLong("shuyuan.parent");
        if (parent != null) {
            ProcessHandle.of(parent).ifPresentOrElse(p -> p.onExit().thenRun(() -> System.exit(0)), () -> System.exit(0));
        }
    }

    private static void tidy(DataFolder data) {
        for (String name : new String[] {"stop.port", "stop.command", "portal.pid", "address", "host", "tls.port", "tls.address", "console.port"}) {
            try {
                Files.deleteIfExists(data.run(name));
            } catch (IOException e) {
                // the next start overwrites it, and the lock is what counts
            }
        }
    }

    /** Whether a portal that listens there is reached from this machine only. */
    static boolean local(String host) {
        return host.startsWith("127.") || host.equals("localhost") || host.equals("::1");
    }

    /** Where a browser on this machine finds a portal that listens on that address. */
    static String url(String host, String port) {
        boolean all = host.equals("0.0.0.0") || host.equals("::") || host.isEmpty();
        String name = all ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + ":" + port;
    }
}
