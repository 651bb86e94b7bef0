/** Documents that offices exchange: workbooks, calendars, codes. */
@Export
@Version("0.2.0")
@NullMarked
package org.shuyuan.api.office;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
