package org.shuyuan.api.tx;

import org.jspecify.annotations.Nullable;

/** Nothing was stored; the cause says what failed first. */
public class TransactionFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * With what failed first.
     *
     * @param message what was not stored
     * @param cause what failed first, if something did
     */
    public TransactionFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
