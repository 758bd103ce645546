/**
 * What each source row truly is, written apart from the departments and never read by the hub: for measuring joins.
 * One file a stream, one line a source key.
 */
import { join } from 'node:path';
import type { NameState } from '../dirty/name';
import type { NumberState } from '../dirty/number';
import { FileSink } from '../sinks/file-sink';

export interface PersonTruth {
  readonly role:
    | 'self'
    | 'caller'
    | 'husband'
    | 'wife'
    | 'applicant'
    | 'representative'
    | 'employee'
    | 'partyA'
    | 'partyB'
    | 'pupil'
    | 'guardian'
    | 'petitioner'
    | 'complainant'
    | 'manager';
  /** True person id; null for a caller who gave no name. */
  readonly person: string | null;
  readonly number?: NumberState;
  readonly name?: NameState;
}

export interface RowTruth {
  /** Source key of the row; null for one that has none. */
  readonly key: string | null;
  readonly persons?: readonly PersonTruth[];
  readonly organization?: string;
  readonly place?: string;
  readonly event?: string;
  readonly thing?: string;
  /** Form in which the address is written. */
  readonly address?: string;
  /** This row is a second paper of the row with this key. */
  readonly repeats?: string;
  readonly outbreak?: string;
  readonly category?: string;
  /** The sex code of the row is the other one. */
  readonly swappedSex?: boolean;
}

/** NUMBER: an identity number or credit code whose checksum fails, in a source whose connector insists on it. */
export type Fault = 'DATE' | 'ENCODING' | 'KEY' | 'NUMBER';

export class Truth {
  private readonly sinks = new Map<string, FileSink>();

  /** Broken rows by stream. */
  readonly brokenRows: Record<string, number> = {};

  /** @param folder the folder that is to hold the truth */
  constructor(private readonly folder: string) {}

  /** @param stream `department.stream`, e.g. `police.t_syrk` */
  row(stream: string, row: RowTruth): void {
    this.sink(`rows/${stream}`).json(row);
  }

  /** A row that nobody can understand: where it stands, and what is wrong with it. `key` is its true key. */
  broken(stream: string, o: { key: string; at: string; fault: Fault }): void {
    this.brokenRows[stream] = (this.brokenRows[stream] ?? 0) + 1;
    this.sink('broken').json({ stream, ...o });
  }

  /** A true entity: file `residents`, `organizations`, `places`, `things`. */
  entity(file: string, value: Record<string, unknown>): void {
    this.sink(file).json(value);
  }

  end(): void {
    for (const sink of this.sinks.values()) sink.end();
    this.sinks.clear();
  }

  private sink(name: string): FileSink {
    let sink = this.sinks.get(name);
    if (sink === undefined) {
      sink = new FileSink(join(this.folder, `${name}.jsonl`));
      this.sinks.set(name, sink);
    }
    return sink;
  }
}
