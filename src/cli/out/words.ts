/** Numbers and times as people read them. */

export function countWord(count: number): string {
  return count.toLocaleString('en-US');
}

/** A duration in milliseconds: 240 ms, 3.1 s, 2 min 05 s, 8 h 00 min. */
export function durationWord(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 120)
    return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** A moment in the hub's time zone: 2026-11-23 02:00. */
export function momentWord(moment: Date | null, timeZone: string): string {
  if (moment === null) return '–';
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return parts.format(moment);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countWord(count)} ${count === 1 ? one : many}`;
}

/** How long ago, roughly: 5 min, 3 h, 12 d. */
export function ageWord(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 120) return `${String(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${String(hours)} h` : `${String(Math.floor(hours / 24))} d`;
}
