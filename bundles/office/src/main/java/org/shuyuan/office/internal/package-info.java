/** Reads and writes the documents that offices exchange; nothing of it is exported. */
@NullMarked
package org.shuyuan.office.internal;

import org.jspecify.annotations.NullMarked;
