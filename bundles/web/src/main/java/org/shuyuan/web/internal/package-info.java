/** Serves the browser side: the shell, the shared libraries and the pages of the module bundles. */
@NullMarked
package org.shuyuan.web.internal;

import org.jspecify.annotations.NullMarked;
