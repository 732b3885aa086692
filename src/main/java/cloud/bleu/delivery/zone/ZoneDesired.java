package cloud.bleu.delivery.zone;

import org.jspecify.annotations.Nullable;

/**
 * What one zone is to hold of one workload: all of it, and no change to it. So it suits an engine
 * that takes only complete states as well.
 */
public sealed interface ZoneDesired {

  /** The zone. */
  String zone();

  /**
   * The manifest of the decision.
   *
   * @param seen what stands there, null for nothing: where something else stands by now, nothing is
   *     created, and no replica goes that may be one of those that were not seen
   */
  record DecidedManifest(ZoneManifest manifest, int replicas, @Nullable ZoneObservation seen)
      implements ZoneDesired {
    @Override
    public String zone() {
      return manifest.zone();
    }
  }

  /**
   * The manifest that stands there, be it an old one, with other replicas.
   *
   * @param seen what stands there: a newer version is not written over
   */
  record StandingManifest(ZoneObservation seen, int replicas) implements ZoneDesired {
    @Override
    public String zone() {
      return seen.zone();
    }
  }

  /**
   * Nothing of what was seen there.
   *
   * @param seen what goes: a newer version is not removed
   */
  record Absence(ZoneObservation seen) implements ZoneDesired {
    @Override
    public String zone() {
      return seen.zone();
    }
  }
}
