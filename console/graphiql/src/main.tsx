import 'graphiql/setup-workers/vite';
// Not 'graphiql/style.css': that one carries half a megabyte of Latin fonts, and these pages are read in Chinese.
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { SETTINGS_UNREADABLE, type Notice } from './notices';
import { DEFAULT_SETTINGS, loadSettings } from './settings';

async function start(root: HTMLElement): Promise<void> {
  let settings = DEFAULT_SETTINGS;
  let notice: Notice | null = null;
  try {
    settings = await loadSettings();
  } catch (reason) {
    console.error('Wangshu: settings', reason);
    notice = SETTINGS_UNREADABLE;
  }
  createRoot(root).render(
    <StrictMode>
      <App settings={settings} firstNotice={notice} />
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html must hold an element with the id "root"');
void start(root);
