/** Rules of the calendar: what an event is, when it takes place, who may do what. */
@NullMarked
package org.shuyuan.calendar.internal;

import org.jspecify.annotations.NullMarked;
