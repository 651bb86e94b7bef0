/** Tables of the calendar. Entities stay in here. */
@NullMarked
package org.shuyuan.calendar.internal.jpa;

import org.jspecify.annotations.NullMarked;
