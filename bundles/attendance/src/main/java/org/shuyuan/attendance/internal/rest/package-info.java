/** REST of attendance. */
@NullMarked
package org.shuyuan.attendance.internal.rest;

import org.jspecify.annotations.NullMarked;
