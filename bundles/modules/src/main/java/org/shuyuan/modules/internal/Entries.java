package org.shuyuan.modules.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** What stands in a jar, read no further than it may be long: before anybody has said whether the jar is to be trusted, a few bytes of it can unpack to more than memory holds. */
final class Entries {

    /** Bytes of a manifest, a file of texts, a descriptor or a script. */
    static final int LONGEST = 1 << 20;

    private Entries() {}

    /**
     * @return null when there is no such entry
     * @throws IOException also when it is longer than {@link #LONGEST}
     */
    static byte @Nullable [] bytes(JarFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException(name + " is longer than " + LONGEST + " bytes");
            }
            return bytes;
        }
    }

    /** As {@link JarFile#getManifest}. @return null when it has none */
    static @Nullable Manifest manifest(JarFile jar) throws IOException {
        byte[] bytes = bytes(jar, JarFile.MANIFEST_NAME);
        return bytes == null ? null : new Manifest(new ByteArrayInputStream(bytes));
    }
}
