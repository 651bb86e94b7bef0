/** What every REST application of the portal shares; see {@code docs/rest.md}. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.rest;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
