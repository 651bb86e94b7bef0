/** Sign-in, sessions, roles, permissions by unit and the audit trail. Exports nothing: the contract is org.shuyuan.api.access. */
@NullMarked
package org.shuyuan.access;

import org.jspecify.annotations.NullMarked;
