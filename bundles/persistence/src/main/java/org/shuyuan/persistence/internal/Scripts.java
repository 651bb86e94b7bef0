package org.shuyuan.persistence.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * The migration scripts of one module: {@code db/migration}, then {@code db/migration-<vendor>}; a vendor's script replaces its
 * namesake. Flyway gets them handed over, so nothing depends on scanning a class path.
 */
public final class Scripts implements ResourceProvider {

    private static final List<String> FOLDERS = List.of("db/migration", "db/migration-h2", "db/migration-postgresql");

    private final Map<String, Script> scripts = new TreeMap<>();

    private Scripts() {}

    /** Where a script lies: {@code db/migration}, {@code V1__….sql}. */
    public record Place(String folder, String name) {}

    /** The text of every script of the bundle, for whichever database it is. */
    public static Map<Place, String> texts(Bundle bundle) throws IOException {
        Map<Place, String> texts = new HashMap<>();
        for (String folder : FOLDERS) {
            Enumeration<URL> found = bundle.findEntries(folder, "*.sql", false);
            while (found != null && found.hasMoreElements()) {
                URL url = found.nextElement();
                try (InputStream in = url.openStream()) {
                    texts.put(new Place(folder, url.getPath().substring(url.getPath().lastIndexOf('/') + 1)),
                            new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return texts;
    }

    /**
     * The same of a module that is not installed.
     *
     * @param resources the folder that holds {@code db/}
     */
    public static Map<Place, String> texts(Path resources) throws IOException {
        Map<Place, String> texts = new HashMap<>();
        for (String folder : FOLDERS) {
            Path dir = resources.resolve(folder);
            if (Files.isDirectory(dir)) {
                try (DirectoryStream<Path> found = Files.newDirectoryStream(dir, "*.sql")) {
                    for (Path file : found) {
                        texts.put(new Place(folder, file.getFileName().toString()), Files.readString(file));
                    }
                }
            }
        }
        return texts;
    }

    public static Scripts of(Bundle bundle, String vendor) {
        Scripts scripts = new Scripts();
        for (String folder : folders(vendor)) {
            Enumeration<URL> found = bundle.findEntries(folder, "*.sql", false);
            while (found != null && found.hasMoreElements()) {
                scripts.add(found.nextElement());
            }
        }
        return scripts;
    }

    /** @param resources the folder that holds {@code db/} */
    public static Scripts of(Path resources, String vendor) {
        Scripts scripts = new Scripts();
        for (String folder : folders(vendor)) {
            Path dir = resources.resolve(folder);
            if (Files.isDirectory(dir)) {
                try (DirectoryStream<Path> found = Files.newDirectoryStream(dir, "*.sql")) {
                    for (Path file : found) {
                        scripts.add(file.toUri().toURL());
                    }
                } catch (MalformedURLException e) {
                    throw new IllegalArgumentException(e);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return scripts;
    }

    /** Those up to a version, as an earlier version of the module had them. */
    public Scripts upTo(int version) {
        Scripts some = new Scripts();
        scripts.forEach((name, script) -> {
            if (version(name) <= version) {
                some.scripts.put(name, script);
            }
        });
        return some;
    }

    /** The versions that the scripts have, from the first. */
    public SortedSet<Integer> versions() {
        return scripts.keySet().stream().map(Scripts::version).collect(Collectors.toCollection(TreeSet::new));
    }

    private static int version(String name) {
        String digits = name.replaceFirst("^V(\\d{1,9})__.*$", "$1");
        return digits.matches("\\d+") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
    }

    /** Of all scripts of a jar those for that kind of database, path by name. */
    static Map<String, String> chosen(Collection<String> paths, String vendor) {
        Map<String, String> chosen = new TreeMap<>();
        for (String folder : folders(vendor)) {
            paths.stream().filter(path -> path.startsWith(folder + "/")).forEach(path -> chosen.put(path.substring(folder.length() + 1), path));
        }
        return chosen;
    }

    private static List<String> folders(String vendor) {
        return List.of("db/migration", "db/migration-" + vendor);
    }

    private void add(URL url) {
        String name = url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
        scripts.put(name, new Script(name, url));
    }

    public boolean isEmpty() {
        return scripts.isEmpty();
    }

    /** The scripts' file names; the set is the caller's own. */
    Set<String> names() {
        return new HashSet<>(scripts.keySet());
    }

    /** The scripts' texts, in the order of their names. */
    List<String> contents() {
        return scripts.values().stream().map(script -> {
            try (Reader in = script.read(); StringWriter out = new StringWriter()) {
                in.transferTo(out);
                return out.toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return scripts.get(name);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return scripts.values().stream()
                .filter(s -> s.getFilename().startsWith(prefix) && Stream.of(suffixes).anyMatch(s.getFilename()::endsWith))
                .map(LoadableResource.class::cast)
                .toList();
    }

    private static final class Script extends LoadableResource {
        private final String name;
        private final URL url;

        Script(String name, URL url) {
            this.name = name;
            this.url = url;
        }

        @Override
        public Reader read() {
            try {
                InputStream in = url.openStream();
                return new InputStreamReader(in, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String getAbsolutePath() {
            return name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
