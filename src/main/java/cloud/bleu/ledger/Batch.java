package cloud.bleu.ledger;

/** How much is committed at once. */
final class Batch {

  /**
   * Entries in one write: a few kilobytes each, so the object stays far below what a server takes.
   */
  static final int MOST = 64;

  private Batch() {}
}
