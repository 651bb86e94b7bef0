/** Rooms and equipment: what a unit has, and who uses it when. Nothing of it is exported; modules book by {@code org.shuyuan.api.resources}. */
@NullMarked
package org.shuyuan.resources;

import org.jspecify.annotations.NullMarked;
