/** What must happen after a commit: written in the same commit, done afterwards, at least once. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.outbox;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
