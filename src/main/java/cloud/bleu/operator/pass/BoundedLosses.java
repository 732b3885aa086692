package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.zone.ObservedLosses;
import cloud.bleu.translate.zone.ObservedLosses.Recording;
import cloud.bleu.translate.zone.ObservedState;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The losses of zones that this operator takes by observation, as its options bound them. It
 * remembers what it took until the statuses of the zones say so. For one thread.
 */
public final class BoundedLosses {
  private static final Logger LOG = LoggerFactory.getLogger(BoundedLosses.class);

  private final @Nullable Integer most;
  private final BooleanSupplier recordable;
  private @Nullable LossBudget last;

  /** Zones of which it was told that nothing moves for them. */
  private Set<String> told = Set.of();

  /**
   * @param most losses within an hour; null: no bound
   * @param recordable whether statuses of zones have a field for them; asked in each pass with a
   *     bound
   */
  public BoundedLosses(@Nullable Integer most, BooleanSupplier recordable) {
    this.most = most;
    this.recordable = recordable;
  }

  /**
   * The estate with the bound in it. That nothing moves for a zone because its status does not say
   * what was taken is told in the log, once.
   *
   * @param zones as the pass read them
   * @param observed from when on what is seen counts
   */
  public Translation in(
      Translation translation, List<AvailabilityZone> zones, ObservedState observed) {
    if (most == null) {
      return translation;
    }
    Recording recording = recordable.getAsBoolean() ? Recording.First : Recording.Impossible;
    Estate bounded =
        new ObservedLosses(most, recording).in(translation.estate(), zones, last, observed);
    LossBudget budget = bounded.lossBudget();
    if (budget != null) {
      last = budget;
      tell(budget);
    }
    return translation.of(bounded);
  }

  private void tell(LossBudget budget) {
    Set<String> late = new TreeSet<>();
    for (LossBudget.Waiting waiting : budget.waiting()) {
      if (waiting.why() != LossBudget.Why.NotRecorded) {
        continue;
      }
      late.add(waiting.zone());
      if (!told.contains(waiting.zone())) {
        LOG.warn(
            "zone {} is lost by observation, and its status does not say so: nothing moves for it;"
                + " see whether its status can be written and its CustomResourceDefinition has"
                + " status.observedLosses (crds/), or set the annotation"
                + " placement.bleu.cloud/incident to Lost on it",
            waiting.zone());
      }
    }
    told = late;
  }
}
