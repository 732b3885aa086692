package cloud.bleu.ledger;

/**
 * Somebody else wrote the DecisionLedger since it was read: nothing of the batch counts. The caller
 * first asks whether this process still leads.
 */
public final class LedgerConflictException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause the conflict that the API server answered
   */
  public LedgerConflictException(Throwable cause) {
    super("the DecisionLedger was written by somebody else", cause);
  }
}
