/** The modules in this portal and the profiles that units start from. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.module;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
