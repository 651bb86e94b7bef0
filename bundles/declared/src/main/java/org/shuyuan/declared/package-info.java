/** What the descriptor and the pages in JSON of a module say, held against one another where their schemas cannot. Nothing here keeps any state. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.declared;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
