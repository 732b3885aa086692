package cloud.bleu.placement.search;

/** How far new places for what a loss takes are sought. */
enum RecoveryEffort {
  /** The nearest way alone, for who tries many counts. */
  Greedy,

  /** On from there where it leaves something without a place. */
  Exact
}
