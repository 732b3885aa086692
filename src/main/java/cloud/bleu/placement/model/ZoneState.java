package cloud.bleu.placement.model;

/** The effective state of a zone, the better first. */
public enum ZoneState {
  /** Takes new replicas. */
  Active,
  /** Nothing new; keeps what it has. */
  Cordoned,
  /** Move away, surge first. */
  Drained,
  /** Move now. */
  Lost;

  /** The worse of two. */
  public ZoneState worse(ZoneState other) {
    return ordinal() >= other.ordinal() ? this : other;
  }
}
