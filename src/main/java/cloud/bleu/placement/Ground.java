package cloud.bleu.placement;

import java.util.List;

/**
 * What of a zone the answer of a rule depends on. Zones that are the same in it get the same
 * answer, so it is asked for once.
 */
public enum Ground {
  /** Nothing of it: the answer is about the workload. */
  Anywhere,
  /** Its provider and the facts about it. */
  Provider,
  /** Its provider, its offerings and its region. */
  Offerings,
  /** Anything. */
  Zone;

  /** Equal for two zones of an estate exactly if they are the same in this. */
  public Object of(Zone zone) {
    return switch (this) {
      case Anywhere -> "";
      case Provider -> zone.provider();
      case Offerings -> List.of(zone.provider(), zone.offerings(), zone.region());
      case Zone -> zone.name();
    };
  }
}
