/** Names: read, spelled, put in order. */
@NullMarked
package org.shuyuan.directory.internal.names;

import org.jspecify.annotations.NullMarked;
