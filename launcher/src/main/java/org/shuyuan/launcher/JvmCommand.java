package org.shuyuan.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command line of the server's process: Karaf's own switches for a modular JDK, and the memory the portal keeps to. */
final class JvmCommand {

    private final Path home;
    private final DataFolder data;

    JvmCommand(Path home, DataFolder data) {
        this.home = home;
        this.data = data;
    }

    List<String> server(Settings settings, long parent) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(java());
        // a start fills about so much; growing to it from the JVM's own beginnings costs a second of collections, five of them of the whole heap
        int first = Math.min(160, settings.memory());
        line.addAll(List.of("-Xms" + first + "m", "-XX:NewSize=" + first / 3 + "m", "-XX:MetaspaceSize=128m", "-Xmx" + settings.memory() + "m", "-Xss512k", "-XX:+UseSerialGC",
                "-XX:MaxMetaspaceSize=256m", "-XX:ReservedCodeCacheSize=96m", "-XX:+HeapDumpOnOutOfMemoryError",
                "-XX:HeapDumpPath=" + data.log(), "-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true"));
        if (parent == 0) {
            // in the foreground the launcher sees it end
            line.add("-XX:OnOutOfMemoryError=" + Recovery.command(home, data, settings));
        }
        lateOptimiser(line);
        modular(line);
        line.addAll(List.of(
                "-Dkaraf.home=" + home, "-Dkaraf.base=" + data.root(), "-Dkaraf.data=" + data.karaf(), "-Dkaraf.etc=" + data.etc(),
                "-Dkaraf.log=" + data.log(), "-Dkaraf.instances=" + data.karaf().resolve("instances"),
                "-Djava.io.tmpdir=" + data.karaf().resolve("tmp"),
                "-Dkaraf.startLocalConsole=false", "-Dkaraf.startRemoteShell=true",
                "-Dshuyuan.home=" + home, "-Dshuyuan.data=" + data.root(),
                "-Dorg.osgi.service.http.port=" + settings.port(), "-Dorg.apache.felix.http.host=" + settings.host(),
                "-Dshuyuan.console.port=" + settings.consolePort()));
        TlsFolder tls = TlsFolder.of(data);
        if (tls.on()) {
            line.addAll(List.of("-Dshuyuan.tls.folder=" + tls.root(), "-Dshuyuan.tls.port=" + settings.httpsPort(), "-Dshuyuan.tls.hsts=" + settings.hstsDays()));
        }
        if (parent > 0) {
            line.add("-Dshuyuan.parent=" + parent);
        }
        line.addAll(settings.javaOptions());
        line.addAll(List.of("-cp", classPath("lib/boot", "lib/jdk9plus", "lib"), Server.class.getName()));
        return line;
    }

    /** Karaf's ssh client. @param typed somebody types into it; else it needs no terminal and must not complain that there is none */
    List<String> console(int port, boolean typed) throws IOException {
        List<String> line = new ArrayList<>(List.of(java(), "-Xmx96m", "-XX:TieredStopAtLevel=1", "-Dkaraf.home=" + home,
                "-Dkaraf.base=" + data.root(), "-Dkaraf.etc=" + data.etc(), "-Dfile.encoding=UTF-8",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-Dorg.jline.terminal.dumb=" + !typed, "-cp",
                classPath("lib/boot", "lib/jdk9plus", "system/org/apache/karaf/org.apache.karaf.client", "system/org/apache/sshd", "system/org/jline",
                        "system/org/slf4j"),
                "org.apache.karaf.client.Main", "-h", "127.0.0.1", "-a", String.valueOf(port), "-u", ConsoleKey.USER,
                "-k", ConsoleKey.file(data).toString(), "-r", "5", "-d", "1"));
        return line;
    }

    /**
     * The JVM's second compiler takes a third of a start's processor time on two cores, for code that mostly never runs again. Ten times its usual thresholds
     * (Tier4InvocationThreshold 5000 and its kin): what is really hot reaches them within seconds of load.
     */
    private static void lateOptimiser(List<String> line) {
        line.addAll(List.of("-XX:Tier4InvocationThreshold=50000", "-XX:Tier4MinInvocationThreshold=6000", "-XX:Tier4CompileThreshold=150000", "-XX:Tier4BackEdgeThreshold=400000"));
    }

    private void modular(List<String> line) {
        Path endorsed = home.resolve("lib/endorsed");
        line.addAll(List.of(
                "--add-reads=java.xml=java.logging",
                "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
                "--patch-module", "java.base=" + jar(endorsed, "org.apache.karaf.specs.locator-"),
                "--patch-module", "java.xml=" + jar(endorsed, "org.apache.karaf.specs.java.xml-4")));
        for (String opened : List.of("java.base/java.security", "java.base/java.net", "java.base/java.lang", "java.base/java.util",
                "java.naming/javax.naming.spi")) {
            line.addAll(List.of("--add-opens", opened + "=ALL-UNNAMED"));
        }
        for (String exported : List.of("java.base/sun.net.www.protocol.file", "java.base/sun.net.www.protocol.http",
                "java.base/sun.net.www.protocol.https", "java.base/sun.net.www.protocol.jar", "java.base/sun.net.www.content.text",
                "java.security.sasl/com.sun.security.sasl", "java.naming/com.sun.jndi.ldap")) {
            line.add("--add-exports=" + exported + "=ALL-UNNAMED");
        }
        line.addAll(List.of("-Djava.security.manager=allow",
                // a library nests a jar whose zip field newer JDKs refuse
                "-Djdk.util.zip.disableZip64ExtraFieldValidation=true"));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", File.separatorChar == '\\' ? "java.exe" : "java").toString();
    }

    private static Path jar(Path folder, String prefix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith(prefix)).findFirst().orElseThrow();
        } catch (IOException | java.util.NoSuchElementException e) {
            throw new Failure(1, "broken-distribution", folder.resolve(prefix + "*.jar"));
        }
    }

    /** All jars in these folders and below; in {@code lib} itself only what lies there directly. */
    private String classPath(String... folders) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String name : folders) {
            Path folder = home.resolve(name);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder, name.equals("lib") ? 1 : 10)) {
                    files.filter(f -> f.toString().endsWith(".jar")).map(Path::toString).sorted().forEach(jars::add);
                }
            }
        }
        return String.join(File.pathSeparator, jars);
    }
}
