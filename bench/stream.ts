import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Stream } from '../src/connect/connector';
import { loadCatalogue } from '../src/connect/load';

const YAML = `
id: bench
department: { code: bench, zh: 基准, en: Benchmark }
title: { zh: 基准, en: Benchmark }
sharing: { class: UNCONDITIONAL, basis: [基准], retention: P1Y }
reader: { kind: file, folder: /nowhere, format: csv }
streams:
  row:
    from: none.csv
    key: [id]
    record: BenchRecord
    items:
      id: { kind: ORDINARY }
      name: { kind: ORDINARY }
      address: { kind: ORDINARY }
      phone: { kind: ORDINARY }
      note: { kind: ORDINARY }
      updated: { kind: ORDINARY }
`;

/** A stream without mentions: landing alone is measured. */
export function benchStream(): Stream {
  const folder = mkdtempSync(path.join(tmpdir(), 'wangshu-bench-'));
  mkdirSync(path.join(folder, 'bench'));
  writeFileSync(path.join(folder, 'bench', 'connector.yaml'), YAML);
  try {
    const [stream] = loadCatalogue({ folders: [folder], env: {} }).connector('bench').streams;
    if (stream === undefined) throw new Error('the benchmark has no stream');
    return stream;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
