package org.shuyuan.files.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.files.Files.StoredFile;
import org.shuyuan.api.problem.Problem;

class ContentStoreTest {

    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path root;

    private ContentStore store;

    @BeforeEach
    void started() throws IOException {
        store = new ContentStore(root, new Disk());
        store.start();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Path> everything() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aFileIsFoundByItsContentAndKeptOnce() throws IOException {
        StoredFile first = store.put(bytes("hello"), 5);
        StoredFile second = store.put(bytes("hello"), 100);

        assertThat(first).isEqualTo(second).isEqualTo(new StoredFile(HELLO, 5));
        assertThat(everything()).containsExactly(root.resolve("2c").resolve("f2").resolve(HELLO));
        assertThat(store.find(HELLO)).contains(first);
        assertThat(store.open(HELLO).readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
    }

    @Test
    void whatIsTooLargeIsRefusedAndLeavesNothing() throws IOException {
        assertThatThrownBy(() -> store.put(bytes("hello"), 4)).isInstanceOfSatisfying(Problem.class, e -> {
            assertThat(e.status()).isEqualTo(413);
            assertThat(e.code()).isEqualTo("files.too-large");
        });
        assertThat(everything()).isEmpty();
    }

    @Test
    void aFullDiskIsToldWhereverItShowsAndLeavesNothing() throws IOException {
        for (String where : List.of("create", "write", "close", "sync", "move")) {
            ContentStore failing = new ContentStore(root, new FailingDisk(where, "No space left on device"));
            assertThatThrownBy(() -> failing.put(bytes("hello"), 100)).as(where).isInstanceOfSatisfying(Problem.class, e -> {
                assertThat(e.status()).isEqualTo(507);
                assertThat(e.code()).isEqualTo("files.no-space");
            });
            assertThat(everything()).as(where).isEmpty();
            assertThat(store.find(HELLO)).isEmpty();
        }
        assertThat(store.put(bytes("hello"), 100).id()).isEqualTo(HELLO);
    }

    @Test
    void anotherFailureOfTheDiskIsNotTakenForAFullOne() throws IOException {
        ContentStore failing = new ContentStore(root, new FailingDisk("sync", "Input/output error"));
        assertThatThrownBy(() -> failing.put(bytes("hello"), 100)).isInstanceOf(UncheckedIOException.class);
        assertThat(everything()).isEmpty();
    }

    @Test
    void aSenderThatBreaksOffLeavesNothing() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Connection reset");
            }
        };
        assertThatThrownBy(() -> store.put(broken, 100)).isInstanceOf(UncheckedIOException.class);
        assertThat(everything()).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftIsClearedAtTheStart() throws IOException {
        Path incoming = root.resolve(".incoming");
        Files.setLastModifiedTime(Files.writeString(incoming.resolve("other-1"), "half"), java.nio.file.attribute.FileTime.fromMillis(0));
        Path fresh = Files.writeString(incoming.resolve("other-2"), "another node's, just now");

        assertThat(store.start()).isEqualTo(1);
        assertThat(everything()).containsExactly(fresh);
    }

    @Test
    void damageIsFoundWhenTheFileIsRead() throws IOException {
        store.put(bytes("hello"), 100);
        Files.writeString(root.resolve("2c").resolve("f2").resolve(HELLO), "hellO");
        assertThatThrownBy(() -> store.open(HELLO).readAllBytes()).isInstanceOf(IOException.class).hasMessageContaining("damaged");
    }

    @Test
    void noPathLeadsOutOfTheStore() {
        for (String id : List.of("../../etc/passwd", "", "2CF24DBA", HELLO + "/..", HELLO.toUpperCase(java.util.Locale.ROOT))) {
            assertThat(store.find(id)).isEmpty();
            assertThatThrownBy(() -> store.open(id)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void manyAtOnceKeepOneWholeFile() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        String large = "x".repeat(300_000);
        List<Callable<StoredFile>> work = IntStream.range(0, 64).mapToObj(i -> (Callable<StoredFile>) () -> store.put(bytes(large), 1 << 20)).toList();
        try {
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get().size()).isEqualTo(300_000);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(everything()).hasSize(1);
    }

    @Test
    void littleSpaceIsToldOnceUntilItWasBetter() {
        long[] free = {5L << 30};
        SpaceWatch watch = new SpaceWatch(root, new Disk() {
            @Override
            long free(Path directory) {
                return free[0];
            }

            @Override
            long total(Path directory) {
                return 100L << 30;
            }
        });
        assertThat(watch.look()).isFalse();
        free[0] = 100L << 20;
        assertThat(watch.look()).isTrue();
        assertThat(watch.look()).isFalse();
        free[0] = 5L << 30;
        assertThat(watch.look()).isFalse();
        free[0] = 100L << 20;
        assertThat(watch.look()).isTrue();
    }

    private static final class FailingDisk extends Disk {
        private final String where;
        private final String message;

        FailingDisk(String where, String message) {
            this.where = where;
            this.message = message;
        }

        private void fail(String here) throws IOException {
            if (here.equals(where)) {
                throw new IOException(message);
            }
        }

        @Override
        OutputStream create(Path file) throws IOException {
            fail("create");
            OutputStream out = super.create(file);
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    fail("write");
                    out.write(b);
                }

                @Override
                public void close() throws IOException {
                    out.close();
                    fail("close");
                }
            };
        }

        @Override
        void sync(Path file) throws IOException {
            fail("sync");
            super.sync(file);
        }

        @Override
        void move(Path from, Path to) throws IOException {
            fail("move");
            super.move(from, to);
        }
    }
}
