package org.shuyuan.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The installation sheet for the office's PCs: a page in three languages, to be printed, to be opened from the folder, or read at
 * {@code /tls/} of the portal before one can sign in safely. The fingerprint on paper is what makes the download trustworthy.
 */
final class TlsSheet {

    private static final List<String> LANGUAGES = List.of("zh-CN", "zh-TW", "en");

    private final TlsFolder folder;

    TlsSheet(TlsFolder folder) {
        this.folder = folder;
    }

    void write(X509Certificate authority, List<String> names, int port, int httpsPort) throws IOException, GeneralSecurityException {
        List<String> others = names.stream().filter(name -> !List.of("localhost", "127.0.0.1", "::1").contains(name)).toList();
        String addresses = (others.isEmpty() ? List.of("localhost") : others).stream()
                .map(name -> "https://" + (name.contains(":") ? "[" + name + "]" : name) + (httpsPort == 443 ? "" : ":" + httpsPort) + "/")
                .map(url -> "<li><code>" + escaped(url) + "</code></li>").collect(Collectors.joining("\n"));
        for (String language : LANGUAGES) {
            String text = resource("tls-sheet." + language + ".html").replace("{addresses}", addresses)
                    .replace("{name}", escaped(authority.getSubjectX500Principal().getName().replaceFirst(".*?CN=([^,]*).*", "$1")))
                    .replace("{sha256}", grouped(fingerprint(authority, "SHA-256"))).replace("{sha1}", grouped(fingerprint(authority, "SHA-1")))
                    .replace("{until}", authority.getNotAfter().toInstant().toString().substring(0, 10)).replace("{port}", String.valueOf(port));
            put(folder.open().resolve(language + ".html"), text);
        }
        put(folder.open().resolve("index.html"), Files.readString(folder.open().resolve("zh-CN.html")));
        put(folder.open().resolve("sheet.css"), resource("tls-sheet.css"));
    }

    private static void put(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TlsSheet.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** As browsers and Windows show it: {@code AB:CD:…}. */
    static String fingerprint(X509Certificate certificate, String algorithm) throws GeneralSecurityException {
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
    }

    private static String grouped(String fingerprint) {
        return fingerprint.replaceAll("((?:[0-9A-F]{2}:){7}[0-9A-F]{2}):", "$1:<wbr>");
    }
}
