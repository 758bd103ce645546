import { WangshuError } from '../../../domain/errors';
import type { BatchRequest } from './batch';

/**
 * Whether the file has 0 bytes and may. A file that must begin with something (a header, a workbook's directory, an XML
 * declaration or element) and is empty was cut or is still to be written: SOURCE_PROTOCOL, unless the settings say that it
 * has no rows.
 */
export async function isEmpty({ handle, file, settings }: BatchRequest): Promise<boolean> {
  if ((await handle.stat()).size > 0) return false;
  if (settings.emptyFile === 'no-rows') return true;
  throw new WangshuError(
    'SOURCE_PROTOCOL',
    `a file that begins with ${BEGINNING[settings.format]} is required, ${file.label} has 0 bytes; have it sent again, or say emptyFile: no-rows in connector.yaml where that means that there are no rows`,
  );
}

const BEGINNING = {
  csv: 'a header',
  tsv: 'a header',
  jsonl: 'a row',
  xlsx: 'a workbook',
  xml: 'an XML document',
} as const;
