import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useRef, useState } from 'react';
import { loadCredentials, readFragment, requestHeaders, saveCredentials } from './credentials';
import type { Credentials } from './credentials';
import { createFetcher } from './fetcher';
import type { Notice } from './notices';
import { sampleTab, type Settings } from './settings';
import { TopBar } from './TopBar';

/** Pause after the last keystroke before the schema is asked for again, in milliseconds. */
const SETTLE_MS = 400;

/** What a new session shows when the hub hands over no samples. */
const FIRST_QUERY = `# 在此编写查询，Ctrl-空格 提示字段。
# Write a query here; Ctrl-Space completes it.

query Hello {
  __typename
}
`;

interface AppProps {
  settings: Settings;
  firstNotice: Notice | null;
}

export function App({ settings, firstNotice }: AppProps) {
  const [credentials, setCredentials] = useCredentials();
  const [notice, setNotice] = useState(firstNotice);
  const latest = useRef(credentials);
  latest.current = credentials;

  // What decides which schema the caller may see: a new fetcher makes GraphiQL introspect anew.
  const identity = useSettled(`${credentials.token}\n${credentials.purpose}`);
  const fetcher = useMemo(
    () =>
      createFetcher({
        endpoint: settings.endpoint,
        headers: () => requestHeaders(latest.current),
        onNotice: setNotice,
      }),
    [settings.endpoint, identity],
  );
  const tabs = useMemo(() => openingTabs(settings), [settings]);

  return (
    <div className="ws-page">
      <TopBar
        endpoint={settings.endpoint}
        demo={settings.demo}
        credentials={credentials}
        wrong={notice?.field ?? null}
        onChange={(next) => {
          setCredentials(next);
          setNotice(null);
        }}
        onSignOut={signOut}
      />
      {notice && (
        <p className="ws-notice" role="alert">
          <span lang="zh-CN">{notice.zh}</span> <span lang="en">{notice.en}</span>
        </p>
      )}
      <main className="ws-main">
        <GraphiQL
          fetcher={fetcher}
          // Without a token there is nothing to introspect, and no reason to fill the hub's log with refusals.
          {...(identity.startsWith('\n') ? { schema: null } : {})}
          defaultQuery={FIRST_QUERY}
          {...tabs}
          // Variables may name a resident: tabs and history end with the browser's session, and hold no headers.
          storage={window.sessionStorage}
          shouldPersistHeaders={false}
          isHeadersEditorEnabled={false}
        >
          <GraphiQL.Logo>
            <span className="ws-hint">Ctrl-Enter 执行 run</span>
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </div>
  );
}

/** Credentials of this browser session, filled from the URL fragment, which is then taken out of the address bar. */
function useCredentials() {
  const [credentials, setCredentials] = useState(() =>
    takeFragment(loadCredentials(sessionStorage)),
  );
  useEffect(() => {
    saveCredentials(sessionStorage, credentials);
  }, [credentials]);
  useEffect(() => {
    const onHashChange = () => setCredentials((current) => takeFragment(current));
    window.addEventListener('hashchange', onHashChange);
    return () => window.removeEventListener('hashchange', onHashChange);
  }, []);
  return [credentials, setCredentials] as const;
}

function takeFragment(current: Credentials): Credentials {
  const given = readFragment(location.hash, current);
  if (!given) return current;
  // Saved before the fragment goes: React may call this twice, and the second call finds the address bar clean.
  saveCredentials(sessionStorage, given);
  history.replaceState(null, '', location.pathname + location.search);
  return given;
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/**
 * The samples as tabs. GraphiQL fills the variables editor of the first tab from `initialVariables` only, and opens an
 * extra tab when that is given beside stored tabs: so it is given for a fresh session only.
 */
function openingTabs(settings: Settings) {
  const defaultTabs = settings.samples.map(sampleTab);
  const first = defaultTabs[0];
  if (!first) return {};
  const fresh = sessionStorage.getItem('graphiql:tabState') === null;
  return {
    defaultTabs,
    defaultEditorToolsVisibility: defaultTabs.some((tab) => tab.variables) ? 'variables' : false,
    ...(fresh && first.variables ? { initialVariables: first.variables } : {}),
  } as const;
}

/** Forgets token, purpose, case number, tabs, answers and history: the next person at this desk finds nothing. */
function signOut(): void {
  sessionStorage.clear();
  window.location.reload();
}
