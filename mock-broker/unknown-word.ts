/** An error of one sentence for a word that is not one of a closed list. */
export class UnknownWord extends RangeError {
  override name = 'UnknownWord';
  /** What was typed. */
  readonly word: string;
  /** What can be typed in its place. */
  readonly known: readonly string[];

  constructor(message: string, word: string, known: readonly string[]) {
    super(message);
    this.word = word;
    this.known = known;
  }
}
