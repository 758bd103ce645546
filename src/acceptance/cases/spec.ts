import type { Case } from '../case';
import { ensure } from '../outcome';
import { literalSecrets } from '../secrets';

/** The file itself was checked when it was loaded; what is left is where its secrets come from. */
export const specCase: Case = {
  name: 'spec',
  promise: {
    zh: '配置有效，密钥只来自环境变量',
    en: 'connector.yaml is valid, and its secrets come from the environment alone',
  },
  run({ connector, rawReader }) {
    const tried = `loaded ${connector.id}, and looked for secrets that stand in the file itself`;
    const found = literalSecrets(rawReader);
    ensure(
      found.length === 0,
      tried,
      `a variable such as \${NAME} is required for ${found.join(', ')}, the value itself stands there`,
    );
    const items = connector.streams.reduce((sum, { items: own }) => sum + own.size, 0);
    return Promise.resolve({
      tried,
      saw: `${String(connector.streams.length)} streams, ${String(items)} items, no secret in the file`,
    });
  },
};
