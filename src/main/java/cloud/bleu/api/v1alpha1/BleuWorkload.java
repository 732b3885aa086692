package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** What to run and what it requires. */
@JsonClassDescription(
    "BleuWorkload says what to run and what it requires: how many replicas, on what soil, under which policies, and"
        + " which losses it must survive.")
@Group("placement.bleu.cloud")
@Version("v1alpha1")
@Plural("bleuworkloads")
@ShortNames("bw")
@Categories("bleu")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Replicas", jsonPath = ".spec.replicas", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Ready-Replicas",
    jsonPath = ".status.readyReplicas",
    type = Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(name = "Zones", jsonPath = ".status.zones", type = Type.STRING)
@AdditionalPrinterColumn(name = "Tolerates", jsonPath = ".status.tolerates", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Policy",
    jsonPath = ".status.conditions[?(@.type==\"PolicySatisfied\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Policy-Reason",
    jsonPath = ".status.conditions[?(@.type==\"PolicySatisfied\")].reason",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Resilient",
    jsonPath = ".status.conditions[?(@.type==\"Resilient\")].status",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(
    value = "self.metadata.name.size() <= 63 && !self.metadata.name.contains('.')",
    message =
        "the name of a BleuWorkload is at most 63 characters without dots: it becomes a label value")
@ValidationRule(
    value =
        "!has(self.spec.placement) || !has(self.spec.placement.affinity) ||"
            + " self.spec.placement.affinity.all(a, a.with != self.metadata.name)",
    message = "placement.affinity names this workload itself: name another one",
    fieldPath = ".spec.placement.affinity")
@ValidationRule(
    value =
        "!has(self.spec.placement) || !has(self.spec.placement.antiAffinity) ||"
            + " self.spec.placement.antiAffinity.all(a, a.with != self.metadata.name)",
    message =
        "placement.antiAffinity names this workload itself: use resilience.spread to keep replicas apart",
    fieldPath = ".spec.placement.antiAffinity")
public class BleuWorkload extends CustomResource<BleuWorkloadSpec, BleuWorkloadStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  protected BleuWorkloadSpec initSpec() {
    return null;
  }

  @Override
  protected BleuWorkloadStatus initStatus() {
    return null;
  }
}
