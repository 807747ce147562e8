const SECONDS = { s: 1, m: 60, h: 3600 } as const;

/** Seconds of a time such as 90s, 10m or 1h. */
export function seconds(time: string): number {
  const [, number = '', unit = 's'] = /^(\d+)(s|m|h)$/.exec(time) ?? [];
  return Number(number) * SECONDS[unit as keyof typeof SECONDS];
}
