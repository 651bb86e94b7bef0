/** Sign-in by OpenID Connect. */
@NullMarked
package org.shuyuan.access.oidc;

import org.jspecify.annotations.NullMarked;
