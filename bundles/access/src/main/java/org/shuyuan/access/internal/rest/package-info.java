/** Resources of /api/access and their records. */
@NullMarked
package org.shuyuan.access.internal.rest;

import org.jspecify.annotations.NullMarked;
