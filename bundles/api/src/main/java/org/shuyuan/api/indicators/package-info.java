/** Named measures of people and units with the evidence behind each, told by the modules that know it. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.indicators;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
