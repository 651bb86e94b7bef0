// Days as the SDK has them, by the names that this module's pages use.
import { days } from '@shuyuan/ui'

export const { now, today, next: nextDay, workday } = days
