// Field that may have no value → an object with it, or an empty one, to be spread.

/** An object with the field, or without it where there is no value. */
export function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
