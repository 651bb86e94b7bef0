/** The study calendar: events, their occurrences, and what concerns whom. Nothing of it is exported. */
@NullMarked
package org.shuyuan.calendar;

import org.jspecify.annotations.NullMarked;
