/** Gatherings: what people attend, whoever planned it. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.attendance;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
