package org.shuyuan.calendar.internal;

import org.shuyuan.testing.ModuleContract;

class CalendarContractTest extends ModuleContract {}
