/** Errors people can act on: a code, a text in three languages, what to do next. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.problem;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
