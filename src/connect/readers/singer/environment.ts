/** What a program needs to run at all. The hub's own variables hold the secrets of all departments: none goes to a tap. */
const PASSED = [
  ...['PATH', 'HOME', 'LANG', 'LANGUAGE', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR'],
  // Windows.
  ...['SystemRoot', 'SYSTEMROOT', 'WINDIR', 'COMSPEC', 'PATHEXT', 'TEMP', 'TMP', 'USERPROFILE'],
];

/** Taps in Python write UTF-8 whatever the language of the machine is. */
const UTF8 = { PYTHONUTF8: '1', PYTHONIOENCODING: 'utf-8' };

/** The environment of a tap: the few variables that programs need, and the connector's own. */
export function environmentOf(own: Readonly<Record<string, string>>): Record<string, string> {
  const passed = PASSED.flatMap((name) => {
    // eslint-disable-next-line no-restricted-properties -- what this process was started with, never what the hub is told
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(passed), ...UTF8, ...own };
}
