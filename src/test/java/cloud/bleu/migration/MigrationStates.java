package cloud.bleu.migration;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.status.StatusSample;
import cloud.bleu.translate.object.ApiObjects;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Plans in the states that their status can say, each with what whoever waits has to see. */
public final class MigrationStates {

  private static final String SPEC = "{target: bleu, namespaces: [boutique]}";
  private static final String FROZEN =
      "{target: bleu, namespaces: [boutique], freezes: [{from: '2026-11-01', until: '2026-12-01'}]}";

  private final List<StatusSample> samples = new ArrayList<>();

  private MigrationStates() {}

  /** All of them. */
  public static List<StatusSample> all() {
    MigrationStates all = new MigrationStates();
    MigrationPlan plan = MigrationSamples.plan(SPEC);
    all.add("is planned", "Current", "Healthy", plan, planned(plan));
    MigrationPlan frozen = MigrationSamples.plan(FROZEN);
    all.add("may not move its next wave", "Current", "Healthy", frozen, planned(frozen));
    all.add(
        "may not be read",
        "Failed",
        "Degraded",
        plan,
        MigrationStatus.of(
            plan,
            new MigrationFault("InventoryForbidden", "set migration.enabled", true),
            MigrationSamples.NOW));
    all.add(
        "could not be read just now",
        "InProgress",
        "Progressing",
        plan,
        MigrationStatus.of(
            plan,
            new MigrationFault("InventoryUnreadable", "it is tried again", false),
            MigrationSamples.NOW));
    MigrationPlan wrong = MigrationSamples.plan("{target: bleu, namespaces: [], interval: 1h}");
    all.add(
        "is wrong",
        "Failed",
        "Degraded",
        wrong,
        MigrationStatus.of(
            wrong,
            MigrationTranslator.read(wrong, MigrationSamples.CATALOGUE).problems(),
            MigrationSamples.NOW));
    return all.samples;
  }

  private static MigrationPlanStatus planned(MigrationPlan plan) {
    MigrationOrder order =
        Objects.requireNonNull(MigrationTranslator.read(plan, MigrationSamples.CATALOGUE).order());
    ApiObjects target = MigrationSamples.objects(MigrationSamples.seen("examples/migration"));
    return MigrationStatus.of(
        plan,
        order,
        MigrationSamples.planned(order, MigrationSamples.seen("examples/aks-shop/today"), target));
  }

  private void add(
      String state, String kstatus, String argo, MigrationPlan plan, MigrationPlanStatus status) {
    ObjectNode json = Serialization.jsonMapper().valueToTree(plan);
    json.set("status", Serialization.jsonMapper().valueToTree(status));
    samples.add(new StatusSample(state, json, kstatus, argo));
  }
}
