/** The tables of the directory; entities never leave here. */
@NullMarked
package org.shuyuan.directory.internal.jpa;

import org.jspecify.annotations.NullMarked;
