/** Rules of attendance: who is expected, how a roll is taken, how figures are counted, who may do what. */
@NullMarked
package org.shuyuan.attendance.internal;

import org.jspecify.annotations.NullMarked;
