import { assets, traders } from './people.ts';

const hourMs = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/**
 * Two hundred and forty positions of the followed traders, newest first; each sixth is still open. The last was opened a
 * day before the gateway `startedAt`.
 */
export const positionsBefore = (startedAt: number) =>
  Array.from({ length: 240 }, (_, index) => {
    const trader = traders[index % traders.length]!;
    const asset = assets[index % assets.length]!;
    const openedAt = startedAt - (24 + index * 7) * hourMs;
    const openPrice = 100 + ((index * 37) % 90);
    const change = ((index * 13) % 21) - 10;
    const isOpen = index % 6 === 0;
    return {
      id: `pos_${String(index).padStart(4, '0')}`,
      traderId: trader.id,
      assetId: asset.id,
      direction: index % 4 === 3 ? ('short' as const) : ('long' as const),
      openAt: iso(openedAt),
      openPrice,
      /** Unknown now and then, as prices are. */
      price: index % 11 === 5 ? null : openPrice + change,
      closeAt: isOpen ? null : iso(openedAt + 5 * hourMs),
    };
  });

export type Position = ReturnType<typeof positionsBefore>[number];

/** In percent, with the sign of what was earned. */
export function returnOf({ direction, openPrice, price }: Position): number | null {
  if (price === null) return null;
  const change = ((price - openPrice) / openPrice) * 100;
  return Math.round((direction === 'long' ? change : -change) * 100) / 100;
}

/** What happened to positions, newest first: each was opened, most were closed. */
export const eventsOf = (positions: readonly Position[]) =>
  positions
    .flatMap((position) => [
      { id: `evt_${position.id}_open`, eventType: 'open' as const, timeOfEvent: position.openAt, position },
      ...(position.closeAt === null
        ? []
        : [{ id: `evt_${position.id}_close`, eventType: 'close' as const, timeOfEvent: position.closeAt, position }]),
    ])
    .sort((a, b) => b.timeOfEvent.localeCompare(a.timeOfEvent));
