import type { Cell } from './csv';

/** Takes the rows of one table, whatever server it stands on. */
export interface RowSink {
  row(cells: readonly Cell[]): void;
  /** Hands over what has gathered; call it now and then, so that memory stays small. */
  drain(): Promise<void>;
  /** Ends the filling; returns the number of rows. */
  end(): Promise<number>;
}
