package org.shuyuan.directory.internal;

/** How far a long work is. Told by the thread that does it. */
public interface Progress {

    /** Nobody looks. */
    Progress UNSEEN = new Progress() {
        @Override
        public void phase(String phase, long total) {
        }

        @Override
        public void done(long rows) {
        }
    };

    /** @param phase {@code reading}, {@code comparing}, {@code writing}, {@code finishing} @param total rows of it @throws Cancelled */
    void phase(String phase, long total);

    /** @param rows of this phase so far @throws Cancelled when somebody wants it to stop */
    void done(long rows);

    /** Somebody wants it to stop: whatever it wrote is rolled back. */
    final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
