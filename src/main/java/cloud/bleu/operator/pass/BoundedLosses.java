package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.zone.ObservationTrust;
import cloud.bleu.translate.zone.ObservedLosses;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The losses of zones that this operator takes by observation, as its options bound them. It knows
 * what it took until the statuses of the zones say so. For one thread.
 */
public final class BoundedLosses {
  private static final Logger LOG = LoggerFactory.getLogger(BoundedLosses.class);

  /** Longer than a status takes to be written and read. */
  private static final Duration LATE = Duration.ofSeconds(30);

  private final @Nullable ObservedLosses bound;
  private List<LossBudget.Taken> taken = List.of();

  /** Zones of which it was told that nothing moves for them. */
  private Set<String> told = Set.of();

  /**
   * @param most losses within an hour; null: no bound
   */
  public BoundedLosses(@Nullable Integer most) {
    this.bound = most == null ? null : new ObservedLosses(most, true);
  }

  /**
   * The estate with the bound in it. That nothing moves for a zone because its status is not
   * written is told in the log, once.
   *
   * @param zones as the pass read them
   * @param watch from when on what is seen counts
   */
  public Translation in(
      Translation translation, List<AvailabilityZone> zones, ObservationTrust watch) {
    if (bound == null) {
      return translation;
    }
    Estate bounded = bound.in(translation.estate(), zones, taken, watch);
    LossBudget budget = bounded.lossBudget();
    taken = budget == null ? List.of() : budget.taken();
    tell(bounded, ObservedLosses.recorded(zones, bounded.now(), watch));
    return translation.of(bounded);
  }

  private void tell(Estate bounded, Set<LossBudget.Taken> recorded) {
    Instant now = bounded.now();
    Set<String> late = new TreeSet<>();
    for (Zone zone : bounded.zones()) {
      LossBudget.Taken one =
          taken.stream().filter(t -> t.standsFor(zone, now)).findFirst().orElse(null);
      if (one == null
          || LossBudget.stands(recorded, zone, now)
          || one.at().plus(LATE).isAfter(now)) {
        continue;
      }
      late.add(zone.name());
      if (!told.contains(zone.name())) {
        LOG.warn(
            "the loss of zone {} was taken at {}, and its status does not say so: nothing moves for"
                + " it; see whether its status can be written and its CustomResourceDefinition has"
                + " status.observedLosses (crds/), or set the annotation"
                + " placement.bleu.cloud/incident to Lost on it",
            zone.name(),
            one.at());
      }
    }
    told = late;
  }
}
