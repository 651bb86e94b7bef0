/** What module tests share: real databases with the module's tables, fakes of the platform's contracts, the module contract. */
@NullMarked
package org.shuyuan.testing;

import org.jspecify.annotations.NullMarked;
