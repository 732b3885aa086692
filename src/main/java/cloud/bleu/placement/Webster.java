package cloud.bleu.placement;

/**
 * Webster's (Sainte-Laguë's) method: the next seat goes to the highest weight / (2 × seats + 1).
 * Monotone: one seat more takes none away.
 */
final class Webster {
  private Webster() {}

  /** Whether the first has the better claim to the next seat; a tie is not better. */
  static boolean before(int weight, int seats, int otherWeight, int otherSeats) {
    return (long) weight * (2L * otherSeats + 1) > (long) otherWeight * (2L * seats + 1);
  }

  /** Whether the first has the weaker claim to the last of its seats; a tie is weaker. */
  static boolean gives(int weight, int seats, int otherWeight, int otherSeats) {
    return (long) weight * (2L * otherSeats - 1) <= (long) otherWeight * (2L * seats - 1);
  }
}
