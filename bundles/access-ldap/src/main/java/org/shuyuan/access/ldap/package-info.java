/** Sign-in by a directory server: LDAP, OpenLDAP, Active Directory. */
@NullMarked
package org.shuyuan.access.ldap;

import org.jspecify.annotations.NullMarked;
