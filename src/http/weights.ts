// Value of a field such as `Accept-Encoding` → the weight of each item (RFC 9110 §12.4.2).

/** Items in lower case, without their other parameters. A weight that is no number counts as 0. */
export function weightsOf(field: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const item of field.toLowerCase().split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim());
    const weight = parameters.find((each) => each.startsWith('q='))?.slice(2) ?? '1';
    weights.set(name, Number(weight) || 0);
  }
  return weights;
}
