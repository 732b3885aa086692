package cloud.bleu.placement.search;

/**
 * Webster's (Sainte-Laguë's) method: the next seat goes to the highest weight / (2 × seats + 1).
 * Monotone: one seat more takes none away.
 */
public final class WebsterMethod {
  private WebsterMethod() {}

  /** Whether the first has the better claim to the next seat; a tie is not better. */
  public static boolean before(int weight, int seats, int otherWeight, int otherSeats) {
    return (long) weight * (2L * otherSeats + 1) > (long) otherWeight * (2L * seats + 1);
  }

  /** Whether the first has the weaker claim to the last of its seats; a tie is weaker. */
  public static boolean gives(int weight, int seats, int otherWeight, int otherSeats) {
    return (long) weight * (2L * otherSeats - 1) <= (long) otherWeight * (2L * seats - 1);
  }
}
