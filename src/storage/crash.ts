/**
 * Whether the embedded engine has crashed: a statement that made it fail hangs for good in its own thread, and every other is refused
 * with these words (ClickHouse 26.7). Only a new process ends it.
 */
export const isCrash = (error: unknown): boolean =>
  /shutting down due to a fatal error/.test(String((error as { message?: unknown } | null)?.message))
