package org.shuyuan.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends the server: by its own shutdown port, so that it goes the same gentle way on every system. */
final class Stopper {

    static final int PATIENCE_SECONDS = 60;

    private final DataFolder data;

    Stopper(DataFolder data) {
        this.data = data;
    }

    /** Returns true when it ended by itself, false when it had to be ended after a minute. */
    boolean stop() throws IOException, InterruptedException {
        if (!data.inUse()) {
            throw new Failure(Failure.NOT_RUNNING, "not-running", data.root());
        }
        Optional<ProcessHandle> process = data.process();
        if (!ask()) {
            process.ifPresent(ProcessHandle::destroy);
        }
        if (process.isEmpty()) {
            return true;
        }
        try {
            process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            process.get().destroyForcibly();
            return false;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** False while the port is not open yet, early in a start. */
    boolean ask() throws IOException {
        String port = data.read("stop.port");
        String command = data.read("stop.command");
        if (port == null || command == null || !port.matches("\\d+")) {
            return false;
        }
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), Integer.parseInt(port))) {
            socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return true;
        } catch (java.net.ConnectException e) {
            return false;
        }
    }
}
