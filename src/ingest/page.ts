import { setImmediate } from 'node:timers/promises';
import type { Page, SourceRow } from '../connect/reader';
import type { Tx } from '../db/pool';
import { TRUST_CODE } from '../domain/nouns';
import type { Uuid } from '../domain/ids';
import { addCounts, noCounts, type Counts } from './counts';
import { closeQuarantine, seenAgain, writeQuarantine } from './quarantine';
import { isBad, unreadable, type BadRow, type KeyedRow } from './row';
import { landNew, prepareNew, type NewPart } from './land-new';
import { isTombstone, sortRows } from './sort-rows';
import { stageAndDiff, stageText } from './stage';
import type { StreamWork } from './stream-work';
import { forgetMentions, writeMentions } from './write-mentions';
import { writeRecords } from './write-records';

/** Rows with keys of their own, and their text: for the table itself where all are likely new, else for the temporary one. */
interface PreparedPart {
  readonly rows: readonly KeyedRow[];
  readonly text: readonly string[];
  readonly asNew: NewPart | null;
}

/** A page as far as it can be worked without a database. */
export interface PreparedPage {
  readonly page: Page;
  readonly parts: readonly PreparedPart[];
  readonly bad: readonly BadRow[];
}

/**
 * Parts in which every key stands once: the first forms of all rows, then the second forms, and so on, so that a later
 * form of a row meets the earlier one as if it came another day. What stands between two rows of other keys does not matter.
 */
function partsOf(rows: readonly KeyedRow[]): KeyedRow[][] {
  const forms = new Map<Uuid, number>();
  const parts: KeyedRow[][] = [];
  for (const row of rows) {
    const form = forms.get(row.key) ?? 0;
    forms.set(row.key, form + 1);
    const part = parts[form];
    if (part === undefined) parts.push([row]);
    else part.push(row);
  }
  return parts;
}

async function landPart(tx: Tx, work: StreamWork, part: PreparedPart): Promise<Counts> {
  if (part.asNew !== null) {
    const landed = await landNew(tx, work, part.asNew);
    if (landed !== null) return landed;
    work.hope.allNew = false;
  }
  return landStaged(tx, work, part);
}

async function landStaged(
  tx: Tx,
  work: StreamWork,
  { rows, text, asNew }: PreparedPart,
): Promise<Counts> {
  const { stream, runId } = work;
  const counts = { ...noCounts(), read: rows.length };
  const diff = await stageAndDiff(tx, stream.id, asNew === null ? text : [...stageText(rows)]);
  // A tombstone that comes again is what it was.
  const changed = diff.changed.filter(
    (ord) => !(diff.removed.has(ord) && isTombstone(stream, rows[ord] as KeyedRow)),
  );
  counts.quarantined = diff.stillBad.length;
  counts.unchanged = rows.length - changed.length - diff.stillBad.length;
  work.hope.allNew = diff.known.size === 0 && changed.length === rows.length;
  let bad: readonly BadRow[] = [];
  if (changed.length > 0) {
    const sorted = sortRows(work, rows, changed);
    const { good, goodOrds, deletedOrds } = sorted;
    bad = sorted.bad;
    const ords = [...goodOrds, ...deletedOrds];
    const keyOf = (ord: number): Uuid => (rows[ord] as KeyedRow).key;
    if (ords.length > 0) {
      await writeRecords(tx, {
        streamId: stream.id,
        runId,
        ords: ords.length === rows.length ? null : ords,
        deleted: deletedOrds,
        allNew: diff.known.size === 0,
      });
      // What a stream without mentions ever said was forgotten when its mapping was changed to that.
      if (Object.keys(stream.spec.mentions).length > 0)
        await forgetMentions(tx, stream.id, ords.filter((ord) => diff.known.has(ord)).map(keyOf));
      const said = await writeMentions(
        tx,
        { streamId: stream.id, rank: TRUST_CODE[stream.spec.trust] },
        good,
      );
      counts.mentions = said.mentions;
      counts.links = said.links;
    }
    counts.landed = goodOrds.length;
    counts.deleted = deletedOrds.length;
    counts.quarantined += bad.length;
  }
  const badKeys = bad.flatMap(({ key }) => (key === null ? [] : [key]));
  await closeQuarantine(tx, stream.id, badKeys);
  await seenAgain(tx, stream.id, diff.stillBad);
  await writeQuarantine(tx, work, bad);
  await tx.query('TRUNCATE stage');
  return counts;
}

/** So many rows are prepared at a stretch (some milliseconds); then the connection that lands the page before gets its turn. */
const SLICE = 500;

/** Keys, hashes and text of a page: the part of landing that is done while the database lands the page before. */
export async function preparePage(work: StreamWork, page: Page): Promise<PreparedPage> {
  const bad: BadRow[] = page.unreadable.map(unreadable);
  const keyed: KeyedRow[] = [];
  for (let i = 0; i < page.rows.length; i += 1) {
    if (i % SLICE === SLICE - 1) await setImmediate();
    const result = work.toRow(page.rows[i] as SourceRow);
    if (isBad(result)) bad.push(result);
    else keyed.push(result);
  }
  const parts: PreparedPart[] = [];
  for (const [form, rows] of partsOf(keyed).entries()) {
    // Later forms of a key are never new.
    if (form === 0 && work.hope.allNew) {
      parts.push({ rows, text: [], asNew: await prepareNew(work, rows) });
      continue;
    }
    const text: string[] = [];
    for (const chunk of stageText(rows)) {
      text.push(chunk);
      await setImmediate();
    }
    parts.push({ rows, text, asNew: null });
  }
  return { page, parts, bad };
}

/** Lands, maps and quarantines one page within the caller's transaction. Rows are taken in the page's order. */
export async function ingestPage(
  tx: Tx,
  work: StreamWork,
  { parts, bad }: PreparedPage,
): Promise<Counts> {
  const { stream } = work;
  const counts = noCounts();
  for (const part of parts) addCounts(counts, await landPart(tx, work, part));
  const open = await writeQuarantine(tx, work, bad);
  if (open > 0)
    await tx.query('UPDATE stream SET keyless = keyless + $2 WHERE id = $1', [stream.id, open]);
  counts.read += bad.length;
  counts.quarantined += bad.length;
  if (stream.spec.deletes === 'snapshot' && parts.length > 0) {
    await tx.query({
      name: 'ingest-seen',
      text: 'INSERT INTO snapshot_seen (stream_id, key) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING',
      values: [stream.id, parts.flatMap(({ rows }) => rows.map((row) => row.key))],
    });
  }
  return counts;
}
