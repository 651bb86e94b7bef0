/** Attendance: who was expected at a gathering, who came, and what follows from it in figures. Nothing of it is exported. */
@NullMarked
package org.shuyuan.attendance;

import org.jspecify.annotations.NullMarked;
