package cloud.bleu.migration;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.assess.Assessment;
import cloud.bleu.assess.AssessmentAnswer;
import cloud.bleu.assess.Assessor;
import cloud.bleu.assess.FindingOwners;
import cloud.bleu.assess.acceptance.Baseline;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.draft.DraftBasis;
import cloud.bleu.assess.draft.WorkloadDrafts;
import cloud.bleu.assess.manifest.SeenObject;
import cloud.bleu.assess.wave.Arrival;
import cloud.bleu.assess.wave.TargetEstate;
import cloud.bleu.assess.wave.WavePlan;
import cloud.bleu.assess.wave.WavePlanner;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.translate.manifest.Manifest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What was read of a cluster for one plan. Of an object that no draft and no decision needs nothing
 * is kept but what was found and who names whom. For one reading, and one thread.
 */
public final class SourceInventory {

  /** How long all that is kept may be, as JSON; about a byte each. */
  public static final long MOST_CHARACTERS = 64L << 20;

  private final MigrationOrder order;
  private final Assessor assessor;
  private final List<Manifest> kept = new ArrayList<>();
  private long characters;

  /**
   * @param order which objects are taken, and for which target
   */
  public SourceInventory(MigrationOrder order, FindingCatalogue catalogue) {
    this.order = order;
    assessor = new Assessor(catalogue, order.target(), order::takes);
  }

  /** Looks at some more objects, and returns whether there is room for others. */
  public boolean add(List<Manifest> objects) {
    if (objects.isEmpty()) {
      return true;
    }
    assessor.objects(objects);
    for (Manifest manifest : objects) {
      if (order.takes(manifest) && isNeeded(manifest)) {
        kept.add(manifest);
        characters += manifest.json().toString().length();
      }
    }
    return characters <= MOST_CHARACTERS;
  }

  private static boolean isNeeded(Manifest manifest) {
    return TargetEstate.OF_SOURCE.contains(manifest.ref().kind())
        || !new SeenObject(manifest).select("$pod").isEmpty();
  }

  /**
   * Plans the way to a target. To be called once, when all was added.
   *
   * @param plan whose last status says which waves have begun
   * @param target what it holds
   */
  public PlannedMigration plan(MigrationPlan plan, TargetEstate target, Instant now) {
    assessor.end();
    LocalDate today = now.atZone(ZoneRule.PARIS).toLocalDate();
    Assessment assessment = AssessmentAnswer.of(assessor, order.accepted(), Baseline.NONE, today);
    DependencyGraph graph = assessor.dependencies();
    WorkloadDrafts.Result drafts =
        WorkloadDrafts.of(
            kept,
            assessor.inventory(),
            graph,
            new DraftBasis(
                order.target().name(),
                order.dataClasses(),
                target.offered(),
                target.isElsewhere(),
                today));
    WavePlan waves =
        WavePlanner.of(
            assessment,
            graph,
            order.rules(),
            new Arrival(target, kept, drafts, new WaveBeginnings(plan)),
            now);
    FindingOwners owners =
        new FindingOwners(assessor.inventory(), order.owners(), order.accepted(), today);
    return new PlannedMigration(assessment, owners.of(assessment), waves, now);
  }
}
