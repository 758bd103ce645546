import type { Logger } from 'pino';
import type { Db } from '../../db/pool';
import { within } from '../patience';
import { deliverNotices, type Receiver } from './deliver';
import { latestNight } from './nights';
import { recordAlerts } from './record';

export interface AlertsOptions {
  readonly db: Db;
  readonly connectors: readonly string[];
  /** null: conditions are written down and counted, nobody is told. */
  readonly receiver: Receiver | null;
  readonly everySeconds: number;
  readonly quarantine: { readonly rows: number; readonly share: number };
  readonly missedAfterMinutes: number;
  /** When the nightly plan is due next after a moment. */
  readonly nightAfter: (moment: Date) => Date;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

export interface AlertWatch {
  /** Looks and tells now, beside the regular looks. */
  look(): Promise<void>;
  /** Waits a moment for the message under way, then gives it up: its notice is tried again by whoever looks next. */
  close(): Promise<void>;
}

const CLOSE_MS = 2_000;

/** A schedule whose next time cannot be told (an hour that the clocks leave out) keeps nothing else from being told. */
function nightDue({ nightAfter, missedAfterMinutes, logger }: AlertsOptions): Date | null {
  try {
    return latestNight(nightAfter, new Date(Date.now() - missedAfterMinutes * 60_000));
  } catch (error) {
    logger.warn({ kind: (error as { name?: unknown }).name }, 'the latest night cannot be told');
    return null;
  }
}

/** One look: what began and ended is written down, then told. */
async function lookOnce(
  options: AlertsOptions,
  until: Parameters<typeof deliverNotices>[2],
): Promise<void> {
  const { db, connectors, receiver, quarantine, logger } = options;
  const lastNight = nightDue(options);
  const noted = await recordAlerts(db, { connectors, quarantine, lastNight });
  if (noted !== null && noted.began + noted.ended > 0) logger.info(noted, 'alerts');
  if (receiver === null) return;
  const { told, failed, word } = await deliverNotices(db, receiver, until);
  if (told > 0) logger.info({ told }, 'alerts delivered');
  if (failed > 0)
    logger.warn({ failed, answer: word }, 'alerts could not be delivered; they are tried again');
}

/**
 * Looks for alerts every so often, as long as it is open. Any number of workers may: one of them writes a condition down,
 * one delivers a notice. A database that is away is looked for again at the next turn.
 */
export function watchAlerts(options: AlertsOptions): AlertWatch {
  const closing = new AbortController();
  const givingUp = new AbortController();
  const until = { closing: closing.signal, givingUp: givingUp.signal };
  let busy: Promise<void> | null = null;
  const look = (): Promise<void> =>
    (busy ??= lookOnce(options, until)
      .catch((error: unknown) => {
        const { name, code } = error as { name?: unknown; code?: unknown };
        options.logger.warn({ kind: name, code }, 'alerts could not be looked for');
      })
      .finally(() => {
        busy = null;
      }));
  const timer = setInterval(() => void look(), options.everySeconds * 1000);
  timer.unref();
  return {
    look,
    async close() {
      clearInterval(timer);
      closing.abort();
      const underWay = busy ?? Promise.resolve();
      await within(underWay, CLOSE_MS, undefined);
      givingUp.abort();
      // What became of the message is still written down, if the database answers.
      await within(underWay, CLOSE_MS / 4, undefined);
    },
  };
}
