/** What a roster file means: reading, checking and comparing it, without a container. */
@NullMarked
package org.shuyuan.directory.internal.roster;

import org.jspecify.annotations.NullMarked;
