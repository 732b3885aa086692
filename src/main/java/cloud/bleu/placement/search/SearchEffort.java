package cloud.bleu.placement.search;

/** How much a search for a place may try. */
public enum SearchEffort {
  /** All ways are tried where they are few, and a place that is found is bettered. */
  FULL(true, true),
  /** A place is not bettered: for who asks only whether there is one. */
  ANY_PLACE(true, false),
  /**
   * Not all ways are tried, however few: that none is found proves nothing. No plan is made so: it
   * measures what the others find beyond it.
   */
  HEURISTIC(false, true);

  private final boolean exact;
  private final boolean betters;

  SearchEffort(boolean exact, boolean betters) {
    this.exact = exact;
    this.betters = betters;
  }

  /** Whether all ways are tried where they are few. */
  boolean isExact() {
    return exact;
  }

  /** Whether better floors are looked for once a place is found. */
  boolean betters() {
    return betters;
  }
}
