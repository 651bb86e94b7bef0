/** The languages of the portal and the texts of its modules. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.text;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
