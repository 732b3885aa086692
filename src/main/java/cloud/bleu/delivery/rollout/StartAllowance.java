package cloud.bleu.delivery.rollout;

/** Replicas that may be started before others have ended. */
final class StartAllowance {

  private int left;

  private StartAllowance(int left) {
    this.left = left;
  }

  /** As many as anybody asks for. */
  static StartAllowance unbounded() {
    return new StartAllowance(Integer.MAX_VALUE);
  }

  /** So many that no more run than are decided. */
  static StartAllowance of(int decided, int running) {
    return new StartAllowance(Math.max(0, decided - running));
  }

  /**
   * Takes what a zone starts, and returns how many replicas it may have: as many as it is to have,
   * or fewer for now.
   *
   * @param there asked of it already
   */
  int take(int replicas, int there) {
    int more = Math.max(0, Math.min(replicas - there, left));
    left -= more;
    return Math.min(replicas, there + more);
  }
}
