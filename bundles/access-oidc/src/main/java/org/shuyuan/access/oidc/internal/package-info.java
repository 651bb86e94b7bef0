/** Everything: nothing of this bundle is for others but the source that it registers. */
@NullMarked
package org.shuyuan.access.oidc.internal;

import org.jspecify.annotations.NullMarked;
