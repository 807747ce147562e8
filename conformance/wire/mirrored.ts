/** An argument that clients mirror in a header: where its annotation stands in the input schema, and what it says. */
export interface Mirrored {
  name: unknown;
  /** Steps from the root: `.symbol` for a property, else the keyword. */
  path: string[];
  type: unknown;
  /** Bounds and values of an integer. */
  limits: number[];
}

/** How deep schemas are looked into: a stranger may nest without end. */
const DEEPEST = 12;

/** Every `x-mcp-header` in a schema, wherever it stands. */
export function annotationsOf(schema: unknown, path: string[] = []): Mirrored[] {
  if (typeof schema !== 'object' || schema === null || path.length > DEEPEST) return [];
  if (Array.isArray(schema)) return schema.flatMap((one) => annotationsOf(one, path));
  const own = schema as Record<string, unknown>;
  const found = Object.entries(own).flatMap(([key, inside]) => {
    if (['default', 'const', 'enum', 'examples'].includes(key)) return [];
    if (key !== 'properties') return annotationsOf(inside, [...path, key]);
    return Object.entries(inside ?? {}).flatMap(([name, one]) => annotationsOf(one, [...path, `.${name}`]));
  });
  if (!('x-mcp-header' in own)) return found;
  const limits = [own.minimum, own.maximum, own.exclusiveMinimum, own.exclusiveMaximum, own.const, own.enum]
    .flat()
    .filter((limit) => typeof limit === 'number' && own.type === 'integer') as number[];
  return [{ name: own['x-mcp-header'], path, type: own.type, limits }, ...found];
}
