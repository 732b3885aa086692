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

/** Named rules and what they govern. */
@JsonClassDescription(
    "SovereigntyPolicy is a set of named rules with actions and parameters, and says which workloads they govern. The"
        + " policies that apply to a workload all hold.")
@Group("placement.bleu.cloud")
@Version("v1alpha1")
@Plural("sovereigntypolicies")
@ShortNames("sovpol")
@Categories("bleu")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Governed", jsonPath = ".status.governed", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Satisfied", jsonPath = ".status.satisfied", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Violated", jsonPath = ".status.violated", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Waived", jsonPath = ".status.waived", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class SovereigntyPolicy
    extends CustomResource<SovereigntyPolicySpec, SovereigntyPolicyStatus> {
  private static final long serialVersionUID = 1L;

  @Override
  protected SovereigntyPolicySpec initSpec() {
    return null;
  }

  @Override
  protected SovereigntyPolicyStatus initStatus() {
    return null;
  }
}
