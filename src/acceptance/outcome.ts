/** The promise is broken. */
export class Failed extends Error {
  constructor(
    readonly tried: string,
    readonly saw: string,
  ) {
    super(saw);
  }
}

/** The promise says nothing about this connector. */
export class NotApplicable extends Error {}

/** Ends a case where `holds` is false. */
export function ensure(holds: boolean, tried: string, saw: string): asserts holds {
  if (!holds) throw new Failed(tried, saw);
}
