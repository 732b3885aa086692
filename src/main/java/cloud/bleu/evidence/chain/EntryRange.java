package cloud.bleu.evidence.chain;

/**
 * Entries that follow one another.
 *
 * @param from number of the first
 * @param to number of the last
 */
public record EntryRange(long from, long to) {

  @Override
  public String toString() {
    return from == to ? "entry " + from : "entries " + from + " to " + to;
  }
}
