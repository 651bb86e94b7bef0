/** Sign-in by the Central Authentication Service. */
@NullMarked
package org.shuyuan.access.cas;

import org.jspecify.annotations.NullMarked;
