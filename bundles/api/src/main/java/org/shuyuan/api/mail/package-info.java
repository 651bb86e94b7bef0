/** Mail to people, where the portal has a mail server to hand it to. */
@Export
@Version("0.1.0")
@NullMarked
package org.shuyuan.api.mail;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
