/** Notices to people, and events for pages that are open. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.notices;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
