/** What can be told of migrations without running them. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.persistence.scripts;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
