import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Writes THIRD-PARTY.txt: every library in the distribution with its version and licence. Looks into the jars themselves
 * (bundles, the jars nested in them, libraries unpacked into them by their META-INF/maven), and into the lock file of the
 * browser side. A library whose licence nobody states fails the build, until licences.properties names it.
 *
 * Arguments: the assembly's folder, the file of licences known by hand, the lock file of the browser side, the local
 * Maven repository (where a jar's own pom lies beside it).
 */
public class ThirdParty {

    private static final Map<String, String> FOUND = new TreeMap<>();
    private static final TreeSet<String> UNKNOWN = new TreeSet<>();
    private static final Properties BY_HAND = new Properties();
    private static Path repository;

    public static void main(String[] args) throws IOException {
        Path assembly = Path.of(args[0]);
        try (var in = Files.newBufferedReader(Path.of(args[1]))) {
            BY_HAND.load(in);
        }
        repository = Path.of(args[3]);
        for (String folder : new String[] {"system", "lib", "catalogue"}) {
            try (Stream<Path> files = Files.walk(assembly.resolve(folder))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".jar")).sorted().toList()) {
                    try (InputStream in = Files.newInputStream(file)) {
                        jar(file.getFileName().toString(), in, beside(assembly, file), 0);
                    }
                }
            }
        }
        npm(Path.of(args[2]));
        StringBuilder text = new StringBuilder("Third-party software in this distribution, with the licence each part states.\n"
                + "Made by the build; the licences' texts lie in the jars and at the addresses named.\n\n");
        FOUND.forEach((name, licence) -> text.append(String.format("%-70s %s%n", name, licence)));
        Files.writeString(assembly.resolve("THIRD-PARTY.txt"), text);
        if (!UNKNOWN.isEmpty()) {
            System.err.println("No licence found for " + UNKNOWN + ": name it in karaf-assembly/src/build/licences.properties");
            System.exit(1);
        }
    }

    /** The library's pom in the local repository: where Maven itself read what the library is. */
    private static String beside(Path assembly, Path jar) throws IOException {
        Path system = assembly.resolve("system");
        if (!jar.startsWith(system)) {
            return "";
        }
        Path folder = repository.resolve(system.relativize(jar.getParent()).toString());
        return pomLicence(folder, 0);
    }

    private static String pomLicence(Path folder, int depth) throws IOException {
        if (depth > 6 || !Files.isDirectory(folder)) {
            return "";
        }
        Path pom = folder.resolve(folder.getParent().getFileName() + "-" + folder.getFileName() + ".pom");
        if (!Files.exists(pom)) {
            return "";
        }
        String xml = Files.readString(pom);
        String own = licences(xml);
        if (!own.isEmpty()) {
            return own;
        }
        Matcher parent = Pattern.compile("<parent>(.*?)</parent>", Pattern.DOTALL).matcher(xml);
        if (!parent.find()) {
            return "";
        }
        String p = parent.group(1);
        return pomLicence(repository.resolve(tag(p, "groupId").replace('.', '/')).resolve(tag(p, "artifactId")).resolve(tag(p, "version")), depth + 1);
    }

    private static String tag(String xml, String name) {
        Matcher m = Pattern.compile("<" + name + ">\\s*(.*?)\\s*</" + name + ">", Pattern.DOTALL).matcher(xml);
        return m.find() ? m.group(1) : "-";
    }

    private static String licences(String xml) {
        Matcher all = Pattern.compile("<licenses>(.*?)</licenses>", Pattern.DOTALL).matcher(xml);
        TreeSet<String> names = new TreeSet<>();
        if (all.find()) {
            Matcher one = Pattern.compile("<name>\\s*(.*?)\\s*</name>", Pattern.DOTALL).matcher(all.group(1));
            while (one.find()) {
                names.add(one.group(1).replaceAll("\\s+", " "));
            }
        }
        return String.join(" or ", names);
    }

    private static void jar(String name, InputStream bytes, String besides, int depth) throws IOException {
        String licence = "";
        String own = name.replaceFirst("\\.jar$", "");
        ZipInputStream zip = new ZipInputStream(bytes);
        String pomText = "";
        for (ZipEntry e; (e = zip.getNextEntry()) != null;) {
            String entry = e.getName();
            if (entry.endsWith(".jar") && depth < 3) {
                byte[] nested = zip.readAllBytes();
                jar(entry.substring(entry.lastIndexOf('/') + 1), new ByteArrayInputStream(nested), "", depth + 1);
            } else if (entry.equals("META-INF/MANIFEST.MF")) {
                var main = new Manifest(new ByteArrayInputStream(zip.readAllBytes())).getMainAttributes();
                String stated = main.getValue("Bundle-License");
                licence = stated == null ? "" : stated.replaceAll(";[^,]*", "").replaceAll("\\s+", " ");
                if (main.getValue("Bundle-SymbolicName") != null && main.getValue("Bundle-Version") != null && depth > 0) {
                    own = main.getValue("Bundle-SymbolicName").replaceAll(";.*", "") + " " + main.getValue("Bundle-Version");
                }
            } else if (entry.matches("META-INF/maven/[^/]+/[^/]+/pom.xml")) {
                String[] path = entry.split("/");
                String xml = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                String found = licences(xml);
                if (own.startsWith(path[3])) {
                    pomText = found;
                } else if (!path[2].equals("org.shuyuan")) {
                    add(path[2] + ":" + path[3], found.isEmpty() ? known(path[2] + ":" + path[3]) : found);
                }
            }
        }
        if (own.startsWith("shuyuan-") || own.startsWith("org.shuyuan") || own.startsWith("calendar-")) {
            return;
        }
        if (licence.isEmpty() || licence.equals("<<EXTERNAL>>")) {
            licence = pomText.isEmpty() ? besides : pomText;
            licence = licence.isEmpty() ? known(own) : licence;
        }
        add(own, licence);
    }

    private static String known(String name) {
        return BY_HAND.stringPropertyNames().stream().filter(name::startsWith).findFirst().map(BY_HAND::getProperty).orElse("");
    }

    private static void add(String name, String licence) {
        FOUND.merge(name, licence, (a, b) -> a.isEmpty() ? b : a);
        if (FOUND.get(name).isEmpty()) {
            UNKNOWN.add(name);
        } else {
            UNKNOWN.remove(name);
        }
    }

    /** Packages that reach the browser: what the lock file does not mark as needed for building only. */
    private static void npm(Path lock) throws IOException {
        if (!Files.exists(lock)) {
            return;
        }
        Matcher m = Pattern.compile("\"node_modules/([^\"]+)\": \\{(.*?)\\n    \\}", Pattern.DOTALL).matcher(Files.readString(lock));
        while (m.find()) {
            String body = m.group(2);
            if (!body.contains("\"dev\": true") && !body.contains("\"optional\": true")) {
                Matcher version = Pattern.compile("\"version\": \"([^\"]+)\"").matcher(body);
                Matcher licence = Pattern.compile("\"license\": \"([^\"]+)\"").matcher(body);
                String name = "npm " + m.group(1).replaceAll(".*node_modules/", "") + (version.find() ? " " + version.group(1) : "");
                add(name, licence.find() ? licence.group(1) : known(name));
            }
        }
    }
}
