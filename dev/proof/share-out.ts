/** Shares of about the same weight: the heaviest first, each to whoever has least. */
export function shareOut<Piece extends { weight: number }>(pieces: readonly Piece[], of: number): Piece[][] {
  const shares = Array.from({ length: of }, () => ({ weight: 0, pieces: [] as Piece[] }));
  for (const piece of pieces.toSorted((a, b) => b.weight - a.weight)) {
    const lightest = shares.reduce((least, one) => (one.weight < least.weight ? one : least));
    lightest.pieces.push(piece);
    lightest.weight += piece.weight;
  }
  return shares.map((share) => share.pieces);
}
