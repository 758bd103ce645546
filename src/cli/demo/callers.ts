import { signToken } from '../../access/token';
import type { ConsoleDemoRole } from '../../api';
import type { HubSettings } from '../../config/hub';
import type { Db } from '../../db/pool';

/** Somebody of the made-up district who asks the API: one for each role of hub.yaml. */
export interface DemoCaller extends ConsoleDemoRole {
  readonly zh: string;
  readonly en: string;
  readonly caseNumber: string | null;
  /** Where they work, in words. */
  readonly where: string;
}

const CASE = '澄网〔2026〕1号';
const VALID_SECONDS = 7 * 24 * 3_600;
/** Works in one community, as grid workers do; all others in the whole district. */
const LOCAL_ROLE = 'grid-worker';

/** The community with the lowest code. */
async function firstCommunity(db: Db): Promise<{ code: string; name: string } | undefined> {
  const { rows } = await db.query<{ code: string; name: string }>(
    `SELECT code, name FROM place WHERE level = 'COMMUNITY' AND code IS NOT NULL ORDER BY code LIMIT 1`,
  );
  return rows[0];
}

/** A caller of each role, with a token that is good for a week. */
export async function demoCallers(
  db: Db,
  hub: HubSettings,
  tokenSecret: string,
): Promise<DemoCaller[]> {
  const community = await firstCommunity(db);
  return Promise.all(
    Object.entries(hub.roles).map(async ([role, { zh, en, purposes, rights }]) => {
      const local = role === LOCAL_ROLE ? community : undefined;
      const purpose = purposes[0] ?? '';
      const principal = {
        id: `demo-${role}`,
        name: `演示 ${zh}`,
        role,
        // Whoever pushes, pushes for a department: the demo's is that of the volunteers.
        department: rights.includes('push') ? 'volunteers' : null,
        areas: local === undefined ? ('ALL' as const) : [local.code],
        purposes,
      };
      return {
        role,
        zh,
        en,
        label: `${zh} ${en}`,
        purpose,
        token: await signToken(tokenSecret, principal, { validFor: VALID_SECONDS }),
        caseNumber: hub.purposes[purpose]?.caseRequired === true ? CASE : null,
        where: local?.name ?? hub.district.zh,
      };
    }),
  );
}

/** Address of GraphiQL with the caller's token in it; what stands behind # never leaves the browser. */
export function consoleLink(url: string, caller: DemoCaller): string {
  const { token, purpose, caseNumber } = caller;
  const own = new URLSearchParams({
    token,
    purpose,
    ...(caseNumber === null ? {} : { case: caseNumber }),
  });
  return `${url}/graphiql/#${own.toString()}`;
}
