import { Client, type QueryResultRow } from 'pg';

/** Sends statements over one connection of their own and returns the rows of the last. */
export async function query<Row extends QueryResultRow>(
  url: string,
  ...statements: string[]
): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  // The server may be stopped under an open session by the test itself; the statement then reports it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows: Row[] = [];
    for (const statement of statements) rows = (await client.query<Row>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}
