/** Files kept by content. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.files;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
