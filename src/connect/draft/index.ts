export { draftStreams, type DraftStream } from './draft-stream';
export { guessItem, type GuessedItem } from './guess-item';
export { settingsFor } from './reader-settings';
export { renderConnector, type Draft } from './render-connector';
export { renderReadme } from './render-readme';
