/** The store of files by content; nothing of it is exported. */
@NullMarked
package org.shuyuan.files.internal;

import org.jspecify.annotations.NullMarked;
