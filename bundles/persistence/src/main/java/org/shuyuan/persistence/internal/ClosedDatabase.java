package org.shuyuan.persistence.internal;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * H2 closes itself when its file cannot be written and opens again for the next connection; its codes for that are its own, so the pool
 * has to be told that such a connection is of no use any more.
 */
final class ClosedDatabase implements SQLExceptionOverride {

    /** Connection broken; database closed; database is closing. */
    private static final Set<Integer> CODES = Set.of(90067, 90098, 90121);

    @java.lang.Override
    public Override adjudicate(SQLException e) {
        return CODES.contains(e.getErrorCode()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
