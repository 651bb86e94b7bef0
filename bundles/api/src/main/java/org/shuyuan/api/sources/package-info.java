/** What asks the services that modules offer one another, with a deadline. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.sources;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
