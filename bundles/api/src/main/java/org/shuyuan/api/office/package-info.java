/** Documents that offices exchange: workbooks, documents, calendars, codes. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.office;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
