package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Zone;
import java.util.List;
import java.util.Objects;

/**
 * What of a zone the answer of a rule depends on. Zones that are the same in it get the same
 * answer, so it is asked for once.
 */
public enum ZoneAspect {
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

  /**
   * Whether two zones, each with the providers of its estate, are the same in this: then what a
   * rule answers on this ground is the same in both estates at the same instant.
   */
  public boolean same(Zone a, Estate estateOfA, Zone b, Estate estateOfB) {
    if (this == Anywhere) {
      return true;
    }
    boolean provider =
        a.provider().equals(b.provider())
            && Objects.equals(estateOfA.provider(a.provider()), estateOfB.provider(b.provider()));
    return provider
        && switch (this) {
          case Offerings -> a.offerings().equals(b.offerings()) && a.region().equals(b.region());
          case Zone -> a.equals(b);
          case Anywhere, Provider -> true;
        };
  }
}
