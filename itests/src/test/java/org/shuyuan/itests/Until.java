package org.shuyuan.itests;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, never for a time. */
final class Until {

    private Until() {}

    static void holds(String what, Duration most, Callable<Boolean> condition) {
        long end = System.nanoTime() + most.toNanos();
        Exception last = null;
        do {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(50_000_000);
        } while (System.nanoTime() < end);
        throw new AssertionError("Not within " + most.toSeconds() + " s: " + what, last);
    }
}
