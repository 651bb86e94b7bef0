@NullMarked
package org.shuyuan.modules.internal;

import org.jspecify.annotations.NullMarked;
