#!/usr/bin/env node
/**
 * The Singer tap that the vendor of human resources ships (Singer specification 0.3.0). It knows nothing of the hub:
 *
 *   tap-human-resources.mjs --config config.json --discover
 *   tap-human-resources.mjs --config config.json --catalog catalog.json [--state state.json]
 *
 * config.json: folder (where the platform lays its files), start_date (optional). Both streams are incremental by updated_at;
 * a bookmark is inclusive, as Singer taps usually have it, so the last rows come again. Standard output is messages and
 * nothing else.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';

const STATE_EVERY = 500;

const text = { type: ['null', 'string'] };
const time = { type: ['null', 'string'], format: 'date-time' };
const STREAMS = {
  employment: {
    key: 'reg_id',
    properties: {
      reg_id: { type: ['null', 'string'], description: '就业登记编号' },
      id_card: { ...text, description: '劳动者身份证号' },
      name: { ...text, description: '劳动者姓名' },
      employer_code: { ...text, description: '用人单位统一社会信用代码' },
      employer_name: { ...text, description: '用人单位名称' },
      job_title: { ...text, description: '岗位' },
      contract_kind: { ...text, description: '劳动合同类型' },
      start_date: { ...time, description: '合同起始' },
      end_date: { ...time, description: '合同终止' },
      wage_base: { type: ['null', 'integer'], description: '社会保险缴费基数' },
      updated_at: { type: 'string', format: 'date-time', description: '更新时间' },
    },
  },
  job_seekers: {
    key: 'seeker_id',
    properties: {
      seeker_id: { type: ['null', 'string'], description: '求职登记编号' },
      id_card: { ...text, description: '求职者身份证号' },
      name: { ...text, description: '求职者姓名' },
      phone: { ...text, description: '联系电话' },
      address: { ...text, description: '居住地址' },
      education: { ...text, description: '学历' },
      wanted_job: { ...text, description: '意向岗位' },
      hardship_kind: { ...text, description: '就业困难类别' },
      registered_on: { ...text, description: '登记日期' },
      status: { ...text, description: '状态' },
      match_score: { type: ['null', 'integer'], description: '求职者信用评分' },
      updated_at: { type: 'string', format: 'date-time', description: '更新时间' },
    },
  },
};

function fail(sentence) {
  process.stderr.write(`CRITICAL ${sentence}\n`);
  process.exit(1);
}

function optionsOf(argv) {
  const options = {};
  for (let i = 0; i < argv.length; i++) {
    const name = argv[i];
    if (name === '--discover' || name === '-d') options.discover = true;
    else if (['--config', '--catalog', '--properties', '--state'].includes(name)) {
      const file = argv[++i];
      if (file === undefined) fail(`${name} needs a file`);
      try {
        options[name.slice(2)] = JSON.parse(readFileSync(file, 'utf8'));
      } catch {
        fail(`the file of ${name} is not JSON that can be read`);
      }
    } else fail('usage: --config FILE (--discover | --catalog FILE [--state FILE])');
  }
  return options;
}

function discover() {
  return {
    streams: Object.entries(STREAMS).map(([stream, { key, properties }]) => ({
      tap_stream_id: stream,
      stream,
      key_properties: [key],
      schema: { type: 'object', additionalProperties: false, properties },
      metadata: [
        {
          breadcrumb: [],
          metadata: {
            inclusion: 'available',
            'table-key-properties': [key],
            'forced-replication-method': 'INCREMENTAL',
            'valid-replication-keys': ['updated_at'],
          },
        },
        ...Object.keys(properties).map((property) => ({
          breadcrumb: ['properties', property],
          metadata: {
            inclusion: [key, 'updated_at'].includes(property) ? 'automatic' : 'available',
          },
        })),
      ],
    })),
  };
}

/** Properties that the catalog selects; automatic ones always, others when selected (or selected by default). */
function selectedOf(entry) {
  const of = (breadcrumb) =>
    (entry.metadata ?? []).find(
      (each) => JSON.stringify(each.breadcrumb) === JSON.stringify(breadcrumb),
    )?.metadata ?? {};
  const whole = of([]).selected ?? entry.schema?.selected;
  if (whole !== true) return undefined;
  const { key, properties } = STREAMS[entry.tap_stream_id ?? entry.stream];
  return Object.keys(properties).filter((property) => {
    if (property === key || property === 'updated_at') return true;
    const { selected, inclusion } = of(['properties', property]);
    if (inclusion === 'unsupported') return false;
    return selected ?? of(['properties', property])['selected-by-default'] ?? true;
  });
}

/** Waits while the reader of standard output is slower than the files. */
async function say(message) {
  if (!process.stdout.write(`${JSON.stringify(message)}\n`)) await once(process.stdout, 'drain');
}

async function sync({ config, catalog, state }) {
  const bookmarks = { ...(state?.bookmarks ?? {}) };
  for (const entry of catalog.streams ?? []) {
    const stream = entry.tap_stream_id ?? entry.stream;
    if (STREAMS[stream] === undefined)
      fail('the catalog names a stream that the platform does not have');
    const fields = selectedOf(entry);
    if (fields === undefined) continue;
    const { key, properties } = STREAMS[stream];
    await say({
      type: 'SCHEMA',
      stream,
      schema: {
        type: 'object',
        properties: Object.fromEntries(fields.map((field) => [field, properties[field]])),
      },
      key_properties: [key],
      bookmark_properties: ['updated_at'],
    });
    const since = bookmarks[stream]?.updated_at ?? config.start_date ?? '';
    const lines = createInterface({
      input: createReadStream(join(config.folder, `${stream}.jsonl`)),
    });
    let written = 0;
    for await (const line of lines) {
      const row = JSON.parse(line);
      if (row.updated_at < since) continue;
      const record = Object.fromEntries(fields.map((field) => [field, row[field] ?? null]));
      await say({ type: 'RECORD', stream, record, time_extracted: new Date().toISOString() });
      bookmarks[stream] = { updated_at: row.updated_at };
      written += 1;
      if (written % STATE_EVERY === 0) await say({ type: 'STATE', value: { bookmarks } });
    }
    await say({ type: 'STATE', value: { bookmarks } });
    process.stderr.write(`INFO ${stream}: ${written} records\n`);
  }
}

const options = optionsOf(process.argv.slice(2));
const { config } = options;
if (typeof config?.folder !== 'string') fail('config needs a folder');
if (options.discover === true) process.stdout.write(`${JSON.stringify(discover(), null, 2)}\n`);
else {
  const catalog = options.catalog ?? options.properties;
  if (catalog === undefined) fail('a sync needs --catalog');
  await sync({ config, catalog, state: options.state });
}
