/** Sign-in by sources outside: whose account it is, what the groups give, and the journey to another sign-in page and back. */
@NullMarked
package org.shuyuan.access.internal.outside;

import org.jspecify.annotations.NullMarked;
