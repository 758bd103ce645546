export { guardProcess, type Guard } from './guardProcess';
export { freePort } from './ports';
export { runningEmbeddedServer } from './runningEmbeddedServer';
export { type EmbeddedServer, type EmbeddedServerOptions } from './server';
export { shareEmbeddedServer } from './shareEmbeddedServer';
export { startEmbeddedServer } from './startEmbeddedServer';
export { stopEmbeddedServer } from './stopEmbeddedServer';
