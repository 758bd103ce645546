/** Writes one sheet of an XLSX workbook row by row, so that memory stays flat. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { stream, type Worksheet } from 'exceljs';

export type SheetCell = string | number | Date | null;

export class XlsxSink {
  private readonly workbook: stream.xlsx.WorkbookWriter;
  private readonly sheet: Worksheet;
  rows = 0;

  /**
   * @param titles first row; dates in the rows become date cells
   * @param sharedStrings as spreadsheet programs write; keeps every different text in memory until the end
   */
  constructor(path: string, sheet: string, titles: readonly string[], sharedStrings: boolean) {
    mkdirSync(dirname(path), { recursive: true });
    this.workbook = new stream.xlsx.WorkbookWriter({
      filename: path,
      useSharedStrings: sharedStrings,
      useStyles: true,
    });
    this.sheet = this.workbook.addWorksheet(sheet);
    this.sheet.columns = titles.map((header) => ({
      header,
      width: Math.max(10, header.length * 3),
    }));
  }

  row(cells: readonly SheetCell[]): void {
    const row = this.sheet.addRow([...cells]);
    cells.forEach((cell, i) => {
      if (cell instanceof Date) row.getCell(i + 1).numFmt = 'yyyy-mm-dd';
    });
    row.commit();
    this.rows++;
  }

  /** Lets the compressor take what has gathered; call it now and then. */
  async drain(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }

  async end(): Promise<number> {
    this.sheet.commit();
    await this.workbook.commit();
    return this.rows;
  }
}
