/** Tables of attendance. Entities stay in here. */
@NullMarked
package org.shuyuan.attendance.internal.jpa;

import org.jspecify.annotations.NullMarked;
