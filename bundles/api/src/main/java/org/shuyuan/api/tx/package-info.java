/** One database transaction for everything that modules and platform write together, and the way a store reaches its tables. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.tx;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
