package org.shuyuan.modules.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Json;

/** What a bundle holds under {@code shuyuan/}: texts, and a hash by which pages notice any change. */
final class Assets {

    /** Where a module keeps what browsers ask for. */
    static final String WEB = "shuyuan/web/";

    private Assets() {}

    /** {@code <version>-<8 hex digits>}: another tag whenever any byte under {@code shuyuan/} differs. */
    static String tag(Bundle bundle) throws IOException {
        Map<String, URL> files = new TreeMap<>();
        Enumeration<URL> found = bundle.findEntries("shuyuan", "*", true);
        for (URL url : found == null ? Collections.<URL>emptyList() : Collections.list(found)) {
            if (!url.getPath().endsWith("/")) {
                files.put(url.getPath(), url);
            }
        }
        return tag(bundle.getVersion(), files, URL::openStream);
    }

    /** The same of a jar that is no bundle yet, or no more. */
    static String tag(JarFile jar, Version version) throws IOException {
        Map<String, ZipEntry> files = new TreeMap<>();
        jar.stream().filter(entry -> entry.getName().startsWith("shuyuan/") && !entry.isDirectory()).forEach(entry -> files.put("/" + entry.getName(), entry));
        return tag(version, files, jar::getInputStream);
    }

    private interface Opening<T> {
        InputStream open(T file) throws IOException;
    }

    private static <T> String tag(Version version, Map<String, T> files, Opening<T> opening) throws IOException {
        MessageDigest digest = sha256();
        for (Map.Entry<String, T> file : files.entrySet()) {
            digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
            try (InputStream in = new DigestInputStream(opening.open(file.getValue()), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
        return version + "-" + HexFormat.of().formatHex(digest.digest(), 0, 4);
    }

    static Map<Language, Map<String, String>> texts(Bundle bundle) throws IOException {
        Map<Language, Map<String, String>> texts = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            URL url = bundle.getEntry("shuyuan/i18n/" + language.tag() + ".json");
            Map<String, String> own = new TreeMap<>();
            if (url != null) {
                try (InputStream in = url.openStream()) {
                    Json.mapper().readTree(in).fields().forEachRemaining(e -> own.put(e.getKey(), e.getValue().asText()));
                }
            }
            texts.put(language, Map.copyOf(own));
        }
        return texts;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
