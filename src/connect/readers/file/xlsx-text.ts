import { unescaped } from './cell';
import { localName, type XmlBuilder } from './xml-builder';

/** Text of a shared string (CT_Rst): its runs one after the other, without the reading aids (rPh) of East Asian names. */
export class XlsxText implements XmlBuilder {
  readonly fault = null;
  #depth = 0;
  #inText = false;
  /** Depth at which a reading aid began. */
  #aid = 0;
  #text = '';

  get depth(): number {
    return this.#depth;
  }

  get value(): string {
    return unescaped(this.#text);
  }

  open(name: string): void {
    this.#depth += 1;
    const local = localName(name);
    if (local === 'rPh' && this.#aid === 0) this.#aid = this.#depth;
    this.#inText = local === 't' && this.#aid === 0;
  }

  text(text: string): void {
    if (this.#inText) this.#text += text;
  }

  close(): boolean {
    if (this.#aid === this.#depth) this.#aid = 0;
    this.#depth -= 1;
    this.#inText = false;
    return this.#depth === 0;
  }
}
