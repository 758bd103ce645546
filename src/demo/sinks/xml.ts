/** Writes elements of XML 1.0 as the departments' vendors do: no attributes, no namespaces, one element an item. */
export type XmlValue = string | number | null | undefined | { readonly [name: string]: XmlValue };

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ESCAPES[c] ?? c);
}

/** One element and all below it; what has no value is an empty element. */
export function xmlElement(name: string, value: XmlValue): string {
  if (value === null || value === undefined || value === '') return `<${name}/>`;
  if (typeof value !== 'object') return `<${name}>${escapeXml(String(value))}</${name}>`;
  const inner = Object.entries(value).map(([child, each]) => xmlElement(child, each));
  return `<${name}>${inner.join('')}</${name}>`;
}
