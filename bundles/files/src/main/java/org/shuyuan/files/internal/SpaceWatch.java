package org.shuyuan.files.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that the disk gets full, and again only after it was better in between. Confined to one thread. */
final class SpaceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SpaceWatch.class);
    private static final long LITTLE = 1L << 30;

    private final Path directory;
    private final Disk disk;
    private boolean warned;

    SpaceWatch(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /** @return whether it warned now */
    boolean look() {
        try {
            long free = disk.free(directory);
            long total = disk.total(directory);
            // A small disk is allowed a tenth of itself instead of a whole GiB.
            boolean little = free < Math.min(LITTLE, total / 10);
            boolean warn = little && !warned;
            if (warn) {
                LOG.warn("Only {} MiB are free for files in {}. Free space before uploads are refused.", free >> 20, directory);
            }
            warned = little;
            return warn;
        } catch (IOException e) {
            LOG.warn("How much space is free in {} cannot be told: {}", directory, e.toString());
            return false;
        }
    }
}
