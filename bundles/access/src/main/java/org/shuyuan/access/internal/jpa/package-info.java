/** Entities and stores of the tables access_*. */
@NullMarked
package org.shuyuan.access.internal.jpa;

import org.jspecify.annotations.NullMarked;
