package org.shuyuan.api.tx;

import org.jspecify.annotations.Nullable;

/** Nothing was stored; the cause says what failed first. */
public class TransactionFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    public TransactionFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
