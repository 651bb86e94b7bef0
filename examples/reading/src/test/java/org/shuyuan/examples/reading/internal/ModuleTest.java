package org.shuyuan.examples.reading.internal;

import org.shuyuan.testing.ModuleContract;

/** What every module keeps to (ModuleContract). */
class ModuleTest extends ModuleContract {}
