export { guardProcess, type Guard } from './guardProcess';
export { runningEmbeddedServer } from './runningEmbeddedServer';
export { type EmbeddedServer, type EmbeddedServerOptions } from './server';
export { shareEmbeddedServer } from './shareEmbeddedServer';
export { startEmbeddedServer } from './startEmbeddedServer';
export { stopEmbeddedServer } from './stopEmbeddedServer';
