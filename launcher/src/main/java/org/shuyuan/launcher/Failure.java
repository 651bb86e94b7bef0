package org.shuyuan.launcher;

/** Something the user must hear: a message of {@link Messages} and the exit code that scripts see. */
final class Failure extends RuntimeException {

    static final int USAGE = 2;
    static final int ALREADY_RUNNING = 3;
    static final int PORT_TAKEN = 5;
    static final int NOT_RUNNING = 6;
    static final int SERVER_ENDED = 7;
    static final int NOT_READY = 8;
    static final int REFUSED = 9;

    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final String key;
    private final transient Object[] values;

    Failure(int exitCode, String key, Object... values) {
        super(key, null, false, false);
        this.exitCode = exitCode;
        this.key = key;
        this.values = values;
    }

    int exitCode() {
        return exitCode;
    }

    String text(Messages messages) {
        return messages.get(key, values);
    }
}
