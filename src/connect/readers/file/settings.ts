import { z } from 'zod';
import { secret } from '../secret';

const duration = z
  .string()
  .regex(
    /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$/,
    'an ISO 8601 duration such as PT30S or P1D',
  );
const batchPattern = z
  .string()
  .regex(/^[^/\\]*\{batch\}[^/\\]*$/, 'a file name with {batch} in it, without a folder');

/** What stands in the environment is text. */
const portNumber = z.union([
  z.int().min(1).max(65_535),
  z
    .string()
    .regex(/^([1-9]\d{0,4}|\$\{[A-Z][A-Z0-9_]*\})$/, 'a port: a number from 1 to 65535')
    .transform(Number)
    .pipe(z.int().min(1).max(65_535)),
]);

const sftp = z
  .strictObject({
    host: z.string().min(1).describe('Name or address of the SFTP server'),
    port: portNumber.default(22).describe('Port of the SFTP server, or ${NAME} of one'),
    username: z.string().min(1).describe('Account on the SFTP server'),
    password: secret.optional().describe('Password of the account, from the environment'),
    privateKey: secret
      .optional()
      .describe('Private key (PEM or OpenSSH) of the account, from the environment'),
    passphrase: secret.optional().describe('Passphrase of the private key, from the environment'),
    hostKey: z
      .string()
      .regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'a fingerprint as ssh-keygen -lf prints it: SHA256:…')
      .describe(
        "Fingerprint of the server's key, told by the department (ssh-keygen -lf); another key is refused",
      ),
    folder: z.string().min(1).default('.').describe('Folder of the files on the SFTP server'),
    timeoutMs: z
      .int()
      .min(100)
      .default(30_000)
      .describe('How long the server may take to answer one request'),
    retries: z
      .int()
      .min(0)
      .max(10)
      .default(4)
      .describe('How often a lost connection is made again, each time after a longer wait'),
  })
  .refine(
    ({ password, privateKey }) => (password === undefined) !== (privateKey === undefined),
    'either password or privateKey, and not both',
  )
  .refine(
    ({ passphrase, privateKey }) => passphrase === undefined || privateKey !== undefined,
    'a privateKey that the passphrase opens',
  );

const manifest = z.strictObject({
  file: batchPattern.describe('Name of the manifest: {batch}.manifest.csv'),
  format: z
    .enum(['csv', 'json', 'properties'])
    .describe(
      'csv: a header, then a line per data file; json: a list of objects, or an object that holds one in `files`, or one ' +
        'object per file name; properties: lines NAME=ROWS, or NAME.rows=, NAME.size=, NAME.sha256=',
    ),
  name: z.string().min(1).default('file').describe('Column or key: name of the data file'),
  rows: z.string().min(1).default('rows').describe('Column or key: rows of the data file'),
  size: z.string().min(1).default('size').describe('Column or key: bytes of the data file'),
  sha256: z
    .string()
    .min(1)
    .default('sha256')
    .describe('Column or key: SHA-256 of the data file, in hexadecimal'),
});

const exchange = z
  .strictObject({
    kind: z.literal('exchange').describe('The folder of a front-end exchange machine (前置机)'),
    manifest: manifest
      .optional()
      .describe('A file of the batch that says what the batch consists of; all of it is checked'),
    done: batchPattern
      .optional()
      .describe('A file that is put there when the batch is whole: {batch}.ok'),
    sequence: z
      .enum(['number', 'day'])
      .optional()
      .describe(
        'What tells that a batch is missing: number: the last number in the id grows by one; day: ids hold days, none is left ' +
          'out. Batches behind a missing one wait, and after patience it is an error that names it. Default: nothing tells',
      ),
    patience: duration
      .default('PT6H')
      .describe('A batch that is still not whole so long after its last file came is an error'),
  })
  .refine(
    ({ manifest: listed, done }) => listed !== undefined || done !== undefined,
    'a manifest or a done marker, else nothing tells when a batch is whole',
  );

export const fileSettings = z
  .strictObject({
    kind: z.literal('file').describe('Files in a folder'),
    folder: z.string().min(1).optional().describe('Folder of the files, on this machine'),
    sftp: sftp.optional().describe('Folder of the files, on an SFTP server'),
    format: z.enum(['csv', 'tsv', 'xlsx', 'jsonl', 'xml']).describe('Form of the files'),
    encoding: z
      .enum(['utf-8', 'utf-16', 'utf-16le', 'utf-16be', 'gb18030'])
      .optional()
      .describe(
        'Encoding of text files; default: what their byte order mark or XML declaration says, else utf-8. utf-16 needs the ' +
          'mark; gb18030 reads gbk and gb2312 too. A mark or declaration that says something else is an error',
      ),
    delimiter: z
      .string()
      .length(1)
      .refine((text) => /^[\t !#-~]$/.test(text), 'one ASCII character other than a quote')
      .optional()
      .describe('What parts the fields of a CSV line; default: a comma, for tsv a tab'),
    sheet: z.string().min(1).optional().describe('Worksheet of a workbook; default: the first'),
    headerRow: z.int().min(1).default(1).describe('Row of a worksheet that names the columns'),
    row: z
      .string()
      .min(1)
      .optional()
      .describe(
        'XML: name of the element that is a row, without a prefix. Its child elements are fields, attributes are @name, ' +
          'nested names are joined by dots (address.street, address.@code)',
      ),
    emptyFile: z
      .enum(['refuse', 'no-rows'])
      .optional()
      .describe(
        'A file of 0 bytes where a header, a workbook or an XML document is required: refuse (default) stops there, no-rows ' +
          'takes it for a file without rows. JSON lines need no header: 0 bytes are no rows',
      ),
    drops: z
      .union([z.literal('daily'), exchange])
      .optional()
      .describe(
        'daily: `from` is a pattern with {date} (hotline-{date}.csv), and may have *; each file is read once, in the order of ' +
          'their days. kind exchange: `from` is a pattern with {batch}; batches are read whole or not at all, in the order of ' +
          'their ids. Behind one that comes late or is sent again, all that are newer are read again',
      ),
    quiet: duration
      .optional()
      .describe(
        'A file that changed so recently is still being written, and is left for the next run; default: PT0S. One that changes ' +
          'while it is read ends the run, and one that changes later is read again, in any case; set PT1M or more where files are ' +
          'copied or written in their place, with pauses. Batches with a marker or manifest need none',
      ),
  })
  .refine(
    ({ folder, sftp: remote }) => (folder === undefined) !== (remote === undefined),
    'either folder or sftp, and not both',
  )
  .refine(
    ({ format, row }) => (format === 'xml') === (row !== undefined),
    'row with format xml, and with no other',
  );

export type FileSettings = z.infer<typeof fileSettings>;
export type SftpSettings = z.infer<typeof sftp>;
export type ExchangeSettings = z.infer<typeof exchange>;
export type ManifestSettings = z.infer<typeof manifest>;
