package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** What moves to a target, in which waves, and what stands in the way. */
@JsonClassDescription(
    "MigrationPlan says which workloads of this cluster move to a provider. Its status says what stands in the way, in"
        + " which waves they move, and what must still be there to go back. It moves nothing itself.")
@Group("placement.bleu.cloud")
@Version("v1alpha1")
@Plural("migrationplans")
@ShortNames("mplan")
@Categories("bleu")
@AdditionalPrinterColumn(name = "Target", jsonPath = ".spec.target", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Workloads",
    jsonPath = ".status.inventory.workloads",
    type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Moved", jsonPath = ".status.inventory.moved", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Blocks",
    jsonPath = ".status.inventory.blocks",
    type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Next-Wave", jsonPath = ".status.next.wave", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Clear",
    jsonPath = ".status.conditions[?(@.type==\"NextWaveClear\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class MigrationPlan extends CustomResource<MigrationPlanSpec, MigrationPlanStatus> {
  private static final long serialVersionUID = 1L;

  @Override
  protected MigrationPlanSpec initSpec() {
    return null;
  }

  @Override
  protected MigrationPlanStatus initStatus() {
    return null;
  }
}
