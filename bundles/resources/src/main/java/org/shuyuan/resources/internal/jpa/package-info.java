/** Tables of rooms and equipment. Entities stay in here. */
@NullMarked
package org.shuyuan.resources.internal.jpa;

import org.jspecify.annotations.NullMarked;
