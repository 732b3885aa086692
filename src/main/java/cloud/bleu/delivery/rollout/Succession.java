package cloud.bleu.delivery.rollout;

import cloud.bleu.api.v1alpha1.RolloutSettings;
import cloud.bleu.api.v1alpha1.RolloutSettings.Replacement;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntSupplier;

/**
 * Which replicas of a workload come and go first.
 *
 * @param oldFirst whether no more may run than are decided
 * @param ending what is being deleted, and may run on until it is gone
 * @param held zones that keep the template that they have
 * @param disruption that a rollout makes, and its bound
 */
record Succession(
    boolean oldFirst, List<ZoneObservation> ending, Set<String> held, Disruption disruption) {

  /** New replicas come before old ones go, and templates roll out. */
  static final Succession NEW_FIRST =
      new Succession(false, List.of(), Set.of(), new Disruption(Replacement.NEW_FIRST, () -> 1));

  Succession {
    ending = List.copyOf(ending);
    held = Set.copyOf(held);
  }

  /**
   * That of a workload with these settings.
   *
   * @param most replicas that may be missing at once, by its disruption budget
   */
  static Succession of(
      RolloutSettings settings,
      List<ZoneManifest> decided,
      TargetObservation seen,
      IntSupplier most) {
    return new Succession(
        settings.replacement() == Replacement.RECREATE,
        seen.ending(),
        settings.paused() ? ofAnotherTemplate(decided, seen.zones()) : Set.of(),
        new Disruption(settings.replacement(), most));
  }

  private static SortedSet<String> ofAnotherTemplate(
      List<ZoneManifest> decided, List<ZoneObservation> standing) {
    Map<String, String> templates = new HashMap<>();
    decided.forEach(m -> templates.put(m.zone(), m.template()));
    SortedSet<String> zones = new TreeSet<>();
    for (ZoneObservation child : standing) {
      String template = templates.get(child.zone());
      if (template != null
          && !child.surplus()
          && child.template() != null
          && !child.template().equals(template)) {
        zones.add(child.zone());
      }
    }
    return zones;
  }
}
