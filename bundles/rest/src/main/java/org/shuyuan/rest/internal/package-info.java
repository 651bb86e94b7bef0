@NullMarked
package org.shuyuan.rest.internal;

import org.jspecify.annotations.NullMarked;
