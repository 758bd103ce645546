import { signToken } from '../../access/token';
import { PUSHED, pushOutbox } from '../../demo/push-outbox';
import { WangshuError } from '../../domain/errors';
import { serveApi } from '../api';
import { withOpened, type Hub } from '../hub';

const VALID_SECONDS = 600;

/**
 * The volunteers' app posts what it has through the hub's own endpoint, on a free port of this machine that is open for so
 * long alone: the first night then finds the rows, and the API that people use is served behind it. Rows posted; rows sent
 * before are among them, and land nothing. WangshuError CONFIG_INVALID where no role of hub.yaml may push.
 */
export async function pushVolunteers(
  hub: Hub,
  options: { readonly folder: string; readonly signal: AbortSignal },
): Promise<number> {
  const [name, role] = Object.entries(hub.config.hub.roles).find(([, { rights }]) =>
    rights.includes('push'),
  ) ?? [''];
  const [purpose] = role?.purposes ?? [];
  if (purpose === undefined)
    throw new WangshuError(
      'CONFIG_INVALID',
      'a role with the right to push and a purpose is required in hub.yaml for the demo, there is none; see department-system in the hub.yaml that comes with Wangshu',
    );
  const token = await signToken(
    hub.tokenSecret,
    {
      id: 'demo-volunteers-app',
      name: '志愿服务小程序',
      role: name,
      department: PUSHED.department,
      areas: 'ALL',
      purposes: [purpose],
    },
    { validFor: VALID_SECONDS },
  );
  return withOpened(async (opened) => {
    const config = { ...hub.config, host: '127.0.0.1', port: 0, portStated: true };
    const { url } = await serveApi(opened, { ...hub, config });
    const counts = await pushOutbox({
      ...options,
      url,
      token,
      headers: { 'x-wangshu-purpose': purpose },
    });
    return Object.values(counts).reduce((sum, { read }) => sum + read, 0);
  });
}
