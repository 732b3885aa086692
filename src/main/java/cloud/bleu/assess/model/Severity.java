package cloud.bleu.assess.model;

import java.util.Locale;

/** What a finding means for a move, the worst first. */
public enum Severity {
  /** The target has nothing in its place, as far as is publicly known: somebody has to decide. */
  Blocks,
  /** It has to be changed before it runs on the target. */
  Change,
  /** Somebody has to look: manifests do not say whether it matters. */
  Look,
  /** It fits the target as it is. */
  Fine;

  /** As it is typed. */
  public String typed() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is that bad or worse. */
  public boolean atLeast(Severity other) {
    return compareTo(other) <= 0;
  }
}
