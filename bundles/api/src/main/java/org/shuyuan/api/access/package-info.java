/** Who calls, what the caller may do where, and the trail of what was written. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.access;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
