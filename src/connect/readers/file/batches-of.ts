import type { Batch, BatchRequest } from './batch';
import { csvBatches } from './csv';
import { jsonlBatches } from './jsonl';
import { xlsxBatches } from './xlsx';
import { xmlBatches } from './xml';

/** A file's rows by its format, batch by batch. */
export function batchesOf(request: BatchRequest): AsyncGenerator<Batch> {
  switch (request.settings.format) {
    case 'csv':
    case 'tsv':
      return csvBatches(request);
    case 'jsonl':
      return jsonlBatches(request);
    case 'xlsx':
      return xlsxBatches(request);
    case 'xml':
      return xmlBatches(request);
  }
}
