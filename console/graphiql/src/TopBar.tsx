import { useId } from 'react';
import { readClaims, type TokenClaims } from './claims';
import { withToken, type Credentials } from './credentials';
import type { DemoRole } from './settings';

interface TopBarProps {
  endpoint: string;
  demo: DemoRole[];
  credentials: Credentials;
  /** The field that the last answer complained of. */
  wrong: keyof Credentials | null;
  onChange: (next: Credentials) => void;
  onSignOut: () => void;
}

export function TopBar({ endpoint, demo, credentials, wrong, onChange, onSignOut }: TopBarProps) {
  const id = useId();
  const claims = readClaims(credentials.token);
  const demoIndex = demo.findIndex((entry) => entry.token === credentials.token);
  return (
    <header className="ws-bar">
      <div className="ws-brand">
        <img src="./favicon.svg" alt="" width="32" height="32" />
        <div>
          <h1>
            网枢 <span>Wangshu</span>
          </h1>
          <code title={endpoint}>POST {endpoint}</code>
        </div>
      </div>
      <form
        className="ws-fields"
        autoComplete="off"
        aria-label="访问设置 Access"
        onSubmit={(event) => event.preventDefault()}
      >
        {demo.length > 0 && (
          <label className="ws-field ws-demo">
            <span>演示角色 Demo role</span>
            <select
              value={demoIndex}
              onChange={(event) => {
                const entry = demo[Number(event.target.value)];
                if (entry) onChange({ token: entry.token, purpose: entry.purpose, caseNumber: '' });
              }}
            >
              <option value={-1} disabled>
                选择… Choose…
              </option>
              {demo.map((entry, index) => (
                <option key={entry.role} value={index}>
                  {entry.label}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="ws-field ws-token">
          <span>访问令牌 Access token</span>
          <input
            type="password"
            name="wangshu-token"
            autoComplete="new-password"
            spellCheck={false}
            placeholder="粘贴令牌 Paste a token"
            aria-invalid={wrong === 'token'}
            value={credentials.token}
            onChange={(event) => onChange(withToken(credentials, event.target.value))}
          />
        </label>
        <label className="ws-field ws-purpose">
          <span>用途 Purpose</span>
          <input
            type="text"
            list={`${id}-purposes`}
            spellCheck={false}
            placeholder="选择或填写 Choose"
            aria-invalid={wrong === 'purpose'}
            value={credentials.purpose}
            onChange={(event) => onChange({ ...credentials, purpose: event.target.value })}
          />
          <datalist id={`${id}-purposes`}>
            {claims?.purposes.map((purpose) => (
              <option key={purpose} value={purpose} />
            ))}
          </datalist>
        </label>
        <label className="ws-field ws-case">
          <span>案号 Case number</span>
          <input
            type="text"
            spellCheck={false}
            placeholder="如需 If required"
            aria-invalid={wrong === 'caseNumber'}
            value={credentials.caseNumber}
            onChange={(event) => onChange({ ...credentials, caseNumber: event.target.value })}
          />
        </label>
      </form>
      <Holder token={credentials.token} claims={claims} />
      {credentials.token !== '' && (
        <button
          type="button"
          className="ws-signout"
          title="清除令牌、标签页与历史 Forget token, tabs and history"
          onClick={onSignOut}
        >
          退出 Sign out
        </button>
      )}
    </header>
  );
}

/** Whose token it is, in the token's own words. */
function Holder({ token, claims }: { token: string; claims: TokenClaims | null }) {
  if (token === '') return null;
  if (!claims) return <p className="ws-holder ws-bad">不是有效令牌 Not a token</p>;
  const expired = claims.expiresAt !== null && claims.expiresAt.getTime() <= Date.now();
  return (
    <p className="ws-holder">
      <strong>{claims.name || '—'}</strong>
      <span className={expired ? 'ws-bad' : ''}>
        {claims.role}
        {claims.expiresAt &&
          (expired ? ' · 已过期 expired' : ` · 至 ${shortTime(claims.expiresAt)}`)}
      </span>
    </p>
  );
}

function shortTime(time: Date): string {
  const sameDay = time.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat('zh-CN', {
    ...(sameDay ? {} : { month: 'numeric', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(time);
}
