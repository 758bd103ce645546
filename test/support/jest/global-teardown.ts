import type { Opened } from './global-setup';

export default async function globalTeardown(): Promise<void> {
  await (globalThis as Opened).wangshuBroker?.close();
}
