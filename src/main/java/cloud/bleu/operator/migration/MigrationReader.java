package cloud.bleu.operator.migration;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.wave.TargetEstate;
import cloud.bleu.migration.MigrationFault;
import cloud.bleu.migration.MigrationOrder;
import cloud.bleu.migration.MigrationStatus;
import cloud.bleu.migration.SourceInventory;
import cloud.bleu.migration.TargetShortfall;
import cloud.bleu.operator.snapshot.LastRead;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.TranslationMemory;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a plan names in the cluster, and plans it on what the newest pass read. */
final class MigrationReader implements MigrationTurns.Reading {

  private static final Logger LOG = LoggerFactory.getLogger(MigrationReader.class);

  private final InventoryReader reader;
  private final FindingCatalogue catalogue;

  MigrationReader(InventoryReader reader, FindingCatalogue catalogue) {
    this.reader = reader;
    this.catalogue = catalogue;
  }

  @Override
  public MigrationTurns.Outcome read(
      MigrationPlan plan,
      MigrationOrder order,
      LastRead.Objects read,
      InventoryReader.@Nullable Place forbidden,
      Instant now)
      throws InterruptedException {
    boolean isLarge = false;
    try {
      if (forbidden != null) {
        reader.probe(forbidden);
      }
      SourceInventory source = new SourceInventory(order, catalogue);
      reader.probe(InventoryReader.first(order));
      isLarge = true;
      reader.read(order, source::add);
      String provider = order.target().name();
      TranslationMemory memory = new TranslationMemory();
      TargetEstate estate =
          TargetEstate.of(
              read.objects(),
              (objects, at) ->
                  EstateTranslator.translate(objects, at, Map.of(), read.observed(), memory),
              provider,
              TargetShortfall.of(read.objects(), provider));
      return new MigrationTurns.Outcome(
          MigrationStatus.of(plan, order, source.plan(plan, estate, now)), true, null);
    } catch (InventoryReader.ForbiddenException e) {
      MigrationFault fault =
          new MigrationFault(
              "InventoryForbidden",
              "the operator may not list "
                  + e.getMessage()
                  + "; set migration.enabled of the chart to true, and add the namespace to"
                  + " rbac.namespaces if that is not empty",
              true);
      return new MigrationTurns.Outcome(MigrationStatus.of(plan, fault, now), isLarge, e.place());
    } catch (InventoryReader.TooLargeException e) {
      MigrationFault fault =
          new MigrationFault(
              "InventoryTooLarge",
              "the namespaces have more than "
                  + InventoryReader.MOST_OBJECTS
                  + " objects, or "
                  + (SourceInventory.MOST_CHARACTERS >> 20)
                  + " MiB of workloads; make several plans, each of some of the namespaces",
              true);
      return new MigrationTurns.Outcome(MigrationStatus.of(plan, fault, now), isLarge, null);
    } catch (KubernetesClientException e) {
      LOG.debug("MigrationPlan {}: not read", plan.getMetadata().getName(), e);
      MigrationFault fault =
          new MigrationFault(
              "InventoryUnreadable",
              "the API server did not answer with all that the plan names; it is tried again",
              false);
      return new MigrationTurns.Outcome(MigrationStatus.of(plan, fault, now), isLarge, null);
    }
  }
}
