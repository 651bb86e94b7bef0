package org.shuyuan.api.module;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a bundle of the platform keeps on behalf of modules, in tables of its own: it stays when they are withdrawn, and goes when somebody purges one. Registered as a
 * service. Thread-safe.
 */
@ConsumerType
public interface KeptForModules {

    /**
     * How much is kept for a module.
     *
     * @param module its id
     * @return rows
     */
    long rows(String module);

    /**
     * Takes it away, in the transaction of the caller.
     *
     * @param module its id
     */
    void erase(String module);
}
