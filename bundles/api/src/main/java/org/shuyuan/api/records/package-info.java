/** What people have done and what is held about them, told by the modules that know it; and how it is taken out again. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.records;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
