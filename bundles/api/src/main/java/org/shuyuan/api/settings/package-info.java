/** What all settings in {@code etc} have in common. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.settings;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
