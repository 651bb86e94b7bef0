@NullMarked
package org.shuyuan.notices.internal;

import org.jspecify.annotations.NullMarked;
