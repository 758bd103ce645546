/** Whether somebody looks for a fault of the hub itself (LOG_LEVEL): asked where the settings could not even be read. */
export function isDebugging(
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  return ['debug', 'trace'].includes(env['LOG_LEVEL'] ?? '');
}
