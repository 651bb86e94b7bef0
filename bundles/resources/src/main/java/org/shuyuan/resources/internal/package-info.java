/** Rules of rooms and equipment: what can be booked, by whom, and that nothing is booked twice. */
@NullMarked
package org.shuyuan.resources.internal;

import org.jspecify.annotations.NullMarked;
