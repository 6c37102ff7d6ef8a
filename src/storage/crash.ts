/**
 * Whether the embedded engine has crashed: a statement that made it fail hangs for good in its own thread, and every other is refused
 * with these words (ClickHouse 26.7: 236, ABORTED). Only a new process ends it. Words alone would be anybody's, who writes them
 * into a statement.
 */
export const isCrash = (error: unknown): boolean => {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return code === '236' && /^The server is shutting down due to a fatal error/.test(String(message))
}
