@NullMarked
package org.shuyuan.persistence.internal;

import org.jspecify.annotations.NullMarked;
