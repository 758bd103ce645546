import { BROKER, openBroker, type Broker } from './broker';

/** Where global-teardown finds what was opened here; the two share nothing but the process. */
export interface Opened {
  wangshuBroker?: Broker;
}

export default async function globalSetup(): Promise<void> {
  const broker = await openBroker();
  process.env[BROKER] = broker.address;
  (globalThis as Opened).wangshuBroker = broker;
}
