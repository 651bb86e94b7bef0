/** Encrypted connections: the connector over TLS, where plain HTTP leads, the local authority's certificate for everybody. */
@NullMarked
package org.shuyuan.transport.internal;

import org.jspecify.annotations.NullMarked;
