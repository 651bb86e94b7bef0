package org.shuyuan.notices.internal.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that refuses, breaks off or encrypts at the step that a test wants. */
final class ScriptedServer {

    private ScriptedServer() {}

    /** A server that says what the test wants at one step. */
    static ServerSocket open(String step, String answer, AtomicInteger delivered) throws IOException {
        return open(step, answer, delivered, null);
    }

    /** @param tls what STARTTLS goes on with; null: it is not offered */
    static ServerSocket open(String step, String answer, AtomicInteger delivered, @Nullable SSLContext tls) throws IOException {
        ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!listening.isClosed()) {
                try (Socket accepted = listening.accept()) {
                    Socket socket = accepted;
                    BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                    OutputStream out = socket.getOutputStream();
                    say(out, "220 here");
                    boolean data = false;
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        String said = data && line.equals(".") ? "." : data ? "" : line.split("[ :]")[0].toUpperCase(Locale.ROOT);
                        if (said.isEmpty()) {
                            continue;
                        }
                        if (said.equals(".")) {
                            delivered.incrementAndGet();
                            data = false;
                        }
                        if (said.equals(step)) {
                            if (answer.isEmpty()) {
                                break;
                            }
                            say(out, answer);
                            continue;
                        }
                        if (tls != null && said.equals("EHLO") && socket == accepted) {
                            say(out, "250-here\r\n250 STARTTLS");
                            continue;
                        }
                        if (tls != null && said.equals("STARTTLS")) {
                            say(out, "220 go on");
                            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(accepted, null, accepted.getPort(), true);
                            secure.setUseClientMode(false);
                            socket = secure;
                            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                            out = socket.getOutputStream();
                            continue;
                        }
                        if (tls != null && said.equals("MAIL") && socket == accepted) {
                            say(out, "530 STARTTLS first");
                            continue;
                        }
                        data = said.equals("DATA");
                        say(out, data ? "354 go on" : said.equals("QUIT") ? "221 bye" : "250 ok");
                    }
                } catch (IOException closed) {
                    // the test is over
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return listening;
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** A certificate for 127.0.0.1, and where its own authority stands in PEM. */
    static SSLContext certificate(Path folder, String name) throws Exception {
        Path store = folder.resolve(Integer.toHexString(name.hashCode()) + ".p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(keytool, "-genkeypair", "-alias", "s", "-keyalg", "EC", "-dname", "CN=mail", "-ext", "san=" + name, "-validity", "2", "-storetype", "PKCS12", "-keystore", store.toString(),
                "-storepass", "changeit");
        run(keytool, "-exportcert", "-rfc", "-alias", "s", "-keystore", store.toString(), "-storepass", "changeit", "-file", folder.resolve("ca.pem").toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void run(String... command) throws Exception {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command));
        }
    }
}
