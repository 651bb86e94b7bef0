package org.shuyuan.attendance.internal;

import org.shuyuan.testing.ModuleContract;

class AttendanceContractTest extends ModuleContract {}
