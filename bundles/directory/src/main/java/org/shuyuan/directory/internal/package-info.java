/** Units, people and their rules. */
@NullMarked
package org.shuyuan.directory.internal;

import org.jspecify.annotations.NullMarked;
