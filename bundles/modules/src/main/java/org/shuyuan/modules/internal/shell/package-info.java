/** Commands of the container's console: {@code shuyuan:module-…}. */
@NullMarked
package org.shuyuan.modules.internal.shell;

import org.jspecify.annotations.NullMarked;
