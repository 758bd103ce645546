/** A query opened as a tab when the page starts. */
export interface Sample {
  name: string;
  query: string;
  variables?: Record<string, unknown> | string | null;
}

/** A role of the demo district whose token can be taken with one click. */
export interface DemoRole {
  role: string;
  label: string;
  token: string;
  purpose: string;
}

export interface Settings {
  endpoint: string;
  samples: Sample[];
  demo: DemoRole[];
}

interface Config {
  endpoint: string;
  /** Whether samples.json and demo.json are there, so that the page asks only for what exists. */
  samples: boolean;
  demo: boolean;
}

export const DEFAULT_SETTINGS: Settings = { endpoint: '/graphql', samples: [], demo: [] };

/** Loads what the hub says about itself. @throws Error when a file is announced and cannot be read. */
export async function loadSettings(): Promise<Settings> {
  const config = await readJson<Config>('./config.json');
  const [samples, demo] = await Promise.all([
    config.samples ? readJson<Sample[]>('./samples.json') : [],
    config.demo ? readJson<DemoRole[]>('./demo.json') : [],
  ]);
  return { endpoint: config.endpoint, samples, demo };
}

async function readJson<T>(path: string): Promise<T> {
  const response = await fetch(path, { credentials: 'omit' });
  if (!response.ok) throw new Error(`${path}: HTTP ${String(response.status)}`);
  return (await response.json()) as T;
}

/** A tab of GraphiQL. Its title is the operation's name, so the sample's own name leads as a comment. */
export function sampleTab(sample: Sample): { query: string; variables?: string } {
  const query = sample.query.trimStart().startsWith('#')
    ? sample.query
    : `# ${sample.name}\n${sample.query.trim()}\n`;
  const { variables } = sample;
  if (typeof variables === 'string') return { query, variables };
  if (!variables || Object.keys(variables).length === 0) return { query };
  return { query, variables: JSON.stringify(variables, null, 2) };
}
