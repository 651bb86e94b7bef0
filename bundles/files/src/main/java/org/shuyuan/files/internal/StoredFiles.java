package org.shuyuan.files.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.shuyuan.api.files.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The portal's files, in the folder {@code files} of its data folder (system property {@code shuyuan.data}). */
@Component(immediate = true)
public final class StoredFiles implements Files {

    private static final Logger LOG = LoggerFactory.getLogger(StoredFiles.class);
    private static final int MINUTES = 5;

    private final ContentStore store;
    private final ScheduledExecutorService watching;

    @Activate
    public StoredFiles() throws IOException {
        Path root = Path.of(System.getProperty("shuyuan.data", "data"), "files").toAbsolutePath();
        Disk disk = new Disk();
        store = new ContentStore(root, disk);
        int cleared = store.start();
        if (cleared > 0) {
            LOG.info("Removed {} uploads that were not finished when the portal ended", cleared);
        }
        watching = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "shuyuan-files-space");
            thread.setDaemon(true);
            return thread;
        });
        SpaceWatch watch = new SpaceWatch(root, disk);
        watching.scheduleWithFixedDelay(watch::look, 0, MINUTES, TimeUnit.MINUTES);
    }

    @Deactivate
    void stop() {
        watching.shutdownNow();
    }

    @Override
    public StoredFile put(InputStream content, long limit) {
        return store.put(content, limit);
    }

    @Override
    public Optional<StoredFile> find(String id) {
        return store.find(id);
    }

    @Override
    public InputStream open(String id) throws IOException {
        return store.open(id);
    }

    @Override
    public void remove(String id) throws IOException {
        store.remove(id);
    }
}
