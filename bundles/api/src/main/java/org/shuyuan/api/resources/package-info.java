/** Rooms and equipment, booked by modules for what they plan. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.resources;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
