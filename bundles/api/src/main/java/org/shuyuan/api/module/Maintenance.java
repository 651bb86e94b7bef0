package org.shuyuan.api.module;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Whether the portal's data is out of reach for a moment: a backup is being read back, or the database is away. Thread-safe. */
@ProviderType
public interface Maintenance {

    /**
     * While present, every request but readiness, static files and event stream is answered 503.
     *
     * @return a problem code, e.g. {@code persistence.maintenance}, {@code persistence.database-unavailable}
     */
    Optional<String> reason();
}
