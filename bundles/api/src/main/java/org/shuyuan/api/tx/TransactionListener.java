package org.shuyuan.api.tx;

import org.osgi.annotation.versioning.ConsumerType;

/** A service that takes part in every outermost transaction, on its thread. */
@ConsumerType
public interface TransactionListener {

    /**
     * Just before the commit, inside the transaction; may write.
     *
     * @throws Exception to roll everything back
     */
    void beforeCommit() throws Exception;
}
