import { XmlQuotes } from '../../../src/connect/readers/file/xml-quotes';
import { Random } from '../../../src/demo/random';
import { testFolder } from '../../support/hub';
import { readAll } from './contract';
import { fileReader, streamOf } from './file-source';

/** The same by looking at the whole text at once. */
const standsWithin = (text: string): boolean =>
  /<!\[CDATA\[|<!--/.test(text.replace(/<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->/g, ''));

describe('CDATA and comments in a text that comes in parts', () => {
  it('are known to be open or closed behind every part, wherever the parts end', () => {
    const random = new Random(9, 'quotes');
    for (let round = 0; round < 3_000; round += 1) {
      const quotes = new XmlQuotes();
      let text = '';
      for (let i = random.between(1, 12); i > 0; i -= 1) {
        const piece = random.pick(['<![CDATA[', ']]>', '<!--', '-->', '</r>', 'x', ']', '-', '<']);
        const cut = random.between(0, piece.length);
        for (const part of [piece.slice(0, cut), piece.slice(cut)]) {
          quotes.take(part);
          text += part;
          expect([text, quotes.open]).toEqual([text, standsWithin(text)]);
        }
      }
    }
  });

  it('cost what their length is, also where they are full of end tags', async () => {
    const folder = testFolder();
    try {
      const tags = '</r>'.repeat(120_000);
      const rows = [
        `<r><bh>1</bh><xm><![CDATA[${tags}]]></xm></r>`,
        `<r><!--${tags}--><bh>2</bh></r>`,
      ];
      folder.write('rows.xml', `<l>${rows.join('')}</l>`);
      const began = performance.now();
      const reader = fileReader({ folder: folder.path, format: 'xml', row: 'r' });
      const read = await readAll(reader, streamOf('rows.xml'));
      expect([read.keys, read.unreadable]).toEqual([['1', '2'], []]);
      expect(performance.now() - began).toBeLessThan(5_000);
    } finally {
      folder.remove();
    }
  });
});
