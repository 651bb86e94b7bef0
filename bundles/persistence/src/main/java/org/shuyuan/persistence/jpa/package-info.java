/** Column types that every persistence unit lists in its {@code persistence.xml}, so that all modules store alike. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.persistence.jpa;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
