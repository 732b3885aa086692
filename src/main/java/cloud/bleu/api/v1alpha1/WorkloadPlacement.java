package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** The decision for one workload. Only the operator writes it. */
@JsonClassDescription(
    "WorkloadPlacement is the decision for the BleuWorkload of the same name: where it runs, why, why not elsewhere, and"
        + " where to on a loss. Only the operator writes it.")
@Group("placement.bleu.cloud")
@Version("v1alpha1")
@Plural("workloadplacements")
@ShortNames("wp")
@Categories("bleu")
@AdditionalPrinterColumn(
    name = "Sequence",
    jsonPath = ".spec.decision.sequence",
    type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Cause", jsonPath = ".status.inputs.cause", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Delivered",
    jsonPath = ".status.conditions[?(@.type==\"Delivered\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Available",
    jsonPath = ".status.conditions[?(@.type==\"Available\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Until",
    jsonPath = ".status.inputs.validUntil",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalSelectableField(jsonPath = ".spec.workloadRef.name")
@AdditionalSelectableField(jsonPath = ".spec.workloadRef.uid")
public class WorkloadPlacement
    extends CustomResource<WorkloadPlacementSpec, WorkloadPlacementStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  protected WorkloadPlacementSpec initSpec() {
    return null;
  }

  @Override
  protected WorkloadPlacementStatus initStatus() {
    return null;
  }
}
