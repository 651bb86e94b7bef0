import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Writes THIRD-PARTY.txt: every library in the distribution with its version and licence. Looks into the jars themselves (bundles, the
 * jars nested in them, libraries unpacked into other jars by their META-INF/maven), finds out which libraries' classes our own bundles
 * have taken in, and adds what the browser side was built from, with those licences' texts. A library whose licence nobody states, or a
 * class in one of our bundles that is nobody's, fails the build.
 *
 * Arguments: the assembly's folder, the file of licences known by hand, the local Maven repository (where a jar's own pom lies beside
 * it), a file with the class path that the bundles are built from.
 */
public class ThirdParty {

    /** How licences are spelt, to how they are called (SPDX); the first that is found in the text counts. */
    private static final Map<Pattern, String> SPELLINGS = new LinkedHashMap<>();

    static {
        for (String[] one : new String[][] {{"h2database", "MPL-2.0 or EPL-1.0"}, {"cddl.*gpl|javax.annotation/blob", "CDDL-1.1 or GPL-2.0 with Classpath exception"},
                {"epl.?2.*gpl|epl-2.*classpath", "EPL-2.0 or GPL-2.0 with Classpath exception"}, {"epl.?2.*apache", "EPL-2.0 or Apache-2.0"},
                {"(distribution license|edl).*(public license|epl)|epl.*edl", "EPL-2.0 or EDL-1.0"}, {"apache|asl.?2", "Apache-2.0"},
                {"edl|eclipse distribution", "EDL-1.0"}, {"epl.?2|eclipse public license.*2", "EPL-2.0"}, {"bouncy castle", "MIT (Bouncy Castle Licence)"},
                {"bsd.?2", "BSD-2-Clause"}, {"bsd.?3", "BSD-3-Clause"}, {"\\bmit\\b", "MIT"}}) {
            SPELLINGS.put(Pattern.compile(one[0], Pattern.CASE_INSENSITIVE | Pattern.DOTALL), one[1]);
        }
    }

    private static final Map<String, String> FOUND = new TreeMap<>();
    private static final TreeSet<String> UNKNOWN = new TreeSet<>();
    private static final Properties BY_HAND = new Properties();
    private static Path repository;

    public static void main(String[] args) throws IOException {
        Path assembly = Path.of(args[0]);
        try (var in = Files.newBufferedReader(Path.of(args[1]))) {
            BY_HAND.load(in);
        }
        repository = Path.of(args[2]);
        Map<String, Path> classes = classes(Files.readString(Path.of(args[3])).strip().split(File.pathSeparator));
        StringBuilder texts = new StringBuilder();
        for (Path file : jars(assembly)) {
            if (file.toString().contains("shuyuan") || file.startsWith(assembly.resolve("catalogue"))) {
                own(file, classes, texts);
            } else {
                try (InputStream in = Files.newInputStream(file)) {
                    jar(coordinates(assembly.resolve("system"), file), in, licenceBeside(assembly.resolve("system"), file), 0);
                }
            }
        }
        StringBuilder text = new StringBuilder("Third-party software in this distribution, with the licence each part states; made by the build.\n"
                + "The licences' texts lie in the jars themselves; those of the browser side follow below. Apache-2.0 is the file LICENSE.\n\n");
        FOUND.forEach((name, licence) -> text.append(String.format("%-78s %s%n", name, licence)));
        Files.writeString(assembly.resolve("THIRD-PARTY.txt"), text.append(texts));
        if (!UNKNOWN.isEmpty()) {
            System.err.println("No licence found for " + UNKNOWN + ": name it in karaf-assembly/src/build/licences.properties");
            System.exit(1);
        }
    }

    private static List<Path> jars(Path assembly) throws IOException {
        List<Path> all = new ArrayList<>();
        for (String folder : new String[] {"system", "lib", "catalogue"}) {
            try (Stream<Path> files = Files.walk(assembly.resolve(folder))) {
                files.filter(f -> f.toString().endsWith(".jar")).sorted().forEach(all::add);
            }
        }
        return all;
    }

    /** Which library each class that our bundles are built from belongs to. */
    private static Map<String, Path> classes(String[] path) throws IOException {
        Map<String, Path> classes = new HashMap<>();
        for (String element : path) {
            if (element.endsWith(".jar") && element.startsWith(repository.toString())) {
                try (ZipFile zip = new ZipFile(element)) {
                    zip.stream().map(ZipEntry::getName).filter(n -> n.endsWith(".class")).forEach(n -> classes.putIfAbsent(n, Path.of(element)));
                }
            }
        }
        return classes;
    }

    /** One of our bundles: what it has taken in. */
    private static void own(Path file, Map<String, Path> classes, StringBuilder texts) throws IOException {
        Set<Path> taken = new HashSet<>();
        TreeSet<String> nobodys = new TreeSet<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry e : zip.stream().toList()) {
                String name = e.getName();
                if (name.endsWith(".jar")) {
                    jar(new String[] {"", name.substring(name.lastIndexOf('/') + 1), ""}, zip.getInputStream(e), "", 1);
                } else if (name.endsWith(".class") && !name.startsWith("org/shuyuan/") && !name.startsWith("META-INF/") && !name.endsWith("module-info.class")) {
                    if (classes.containsKey(name)) {
                        taken.add(classes.get(name));
                    } else {
                        nobodys.add(name.substring(0, Math.max(0, name.lastIndexOf('/'))));
                    }
                } else if (name.equals("web/third-party.txt")) {
                    browser(new String(zip.getInputStream(e).readAllBytes(), StandardCharsets.UTF_8), texts);
                }
            }
        }
        for (Path library : taken) {
            try (InputStream in = Files.newInputStream(library)) {
                jar(coordinates(repository, library), in, licenceBeside(repository, library), 0);
            }
        }
        if (!nobodys.isEmpty()) {
            UNKNOWN.add(file.getFileName() + " holds " + nobodys);
        }
    }

    /** Lines of name, tab, licence; after a blank line the licences' texts. */
    private static void browser(String list, StringBuilder texts) {
        int end = list.indexOf("\n\n");
        list.substring(0, end).lines().map(line -> line.split("\t")).forEach(part -> add("npm:" + part[0], part.length > 1 ? part[1] : known(part[0])));
        texts.append("\n\nLicences of the browser side\n").append(list.substring(end));
    }

    /** Group, artifact and version, from the place in a repository's layout; only a file's name where it lies elsewhere. */
    private static String[] coordinates(Path root, Path jar) {
        if (!jar.startsWith(root)) {
            return new String[] {"", jar.getFileName().toString(), ""};
        }
        Path version = root.relativize(jar).getParent();
        Path artifact = version.getParent();
        return new String[] {artifact.getParent().toString().replace(File.separatorChar, '.'), artifact.getFileName().toString(), version.getFileName().toString()};
    }

    /** The library's pom in the local repository: where Maven itself read what the library is. */
    private static String licenceBeside(Path root, Path jar) throws IOException {
        return jar.startsWith(root) ? pomLicence(repository.resolve(root.relativize(jar.getParent()).toString()), 0) : "";
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

    /** A library's jar, and what other libraries it says by META-INF/maven that it has taken in. */
    private static void jar(String[] who, InputStream bytes, String beside, int depth) throws IOException {
        String stated = "";
        String pomText = "";
        String symbolic = "";
        Map<String, String> inside = new TreeMap<>();
        Map<String, String> versions = new HashMap<>();
        ZipInputStream zip = new ZipInputStream(bytes);
        for (ZipEntry e; (e = zip.getNextEntry()) != null;) {
            String entry = e.getName();
            if (entry.endsWith(".jar") && depth < 3) {
                jar(new String[] {"", entry.substring(entry.lastIndexOf('/') + 1), ""}, new ByteArrayInputStream(zip.readAllBytes()), "", depth + 1);
            } else if (entry.equals("META-INF/MANIFEST.MF")) {
                var main = new Manifest(new ByteArrayInputStream(zip.readAllBytes())).getMainAttributes();
                stated = main.getValue("Bundle-License") == null ? "" : main.getValue("Bundle-License");
                symbolic = main.getValue("Bundle-SymbolicName") == null ? "" : main.getValue("Bundle-SymbolicName").replaceAll(";.*", "") + " "
                        + main.getValue("Bundle-Version");
            } else if (entry.matches("META-INF/maven/[^/]+/[^/]+/pom.xml")) {
                String[] path = entry.split("/");
                inside.put(path[2] + ":" + path[3], licences(new String(zip.readAllBytes(), StandardCharsets.UTF_8)));
            } else if (entry.matches("META-INF/maven/[^/]+/[^/]+/pom.properties")) {
                String[] path = entry.split("/");
                Properties p = new Properties();
                p.load(new StringReader(new String(zip.readAllBytes(), StandardCharsets.UTF_8)));
                versions.put(path[2] + ":" + path[3], p.getProperty("version", ""));
            }
        }
        String self = who[0].isEmpty() ? self(who[1], inside.keySet()) : who[0] + ":" + who[1];
        for (Map.Entry<String, String> one : inside.entrySet()) {
            if (one.getKey().equals(self) || one.getKey().endsWith(":" + who[1])) {
                pomText = one.getValue();
            } else if (!one.getKey().startsWith("org.shuyuan:")) {
                add((one.getKey() + " " + versions.getOrDefault(one.getKey(), "")).strip(), one.getValue().isEmpty() ? known(one.getKey()) : one.getValue());
            }
        }
        String version = who[2].isEmpty() ? versions.getOrDefault(self, "") : who[2];
        String name = self.contains(":") ? (self + " " + version).strip() : symbolic.isEmpty() ? self.replaceFirst("\\.jar$", "") : symbolic;
        String licence = known(name);
        for (String said : List.of(pomText, beside, stated)) {
            licence = licence.isEmpty() && !said.equals("<<EXTERNAL>>") ? said : licence;
        }
        add(name, licence);
    }

    private static String self(String file, Set<String> inside) {
        return inside.stream().filter(ga -> file.startsWith(ga.substring(ga.indexOf(':') + 1))).findFirst().orElse(file);
    }

    private static String known(String name) {
        return BY_HAND.stringPropertyNames().stream().filter(name::startsWith).findFirst().map(BY_HAND::getProperty).orElse("");
    }

    private static void add(String name, String licence) {
        String spdx = licence.isEmpty() ? "" : SPELLINGS.entrySet().stream().filter(s -> s.getKey().matcher(licence).find()).map(Map.Entry::getValue)
                .findFirst().orElse(licence);
        FOUND.merge(name, spdx, (a, b) -> a.isEmpty() ? b : a);
        if (FOUND.get(name).isEmpty()) {
            UNKNOWN.add(name);
        } else {
            UNKNOWN.remove(name);
        }
    }
}
