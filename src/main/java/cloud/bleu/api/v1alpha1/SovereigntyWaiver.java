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

/** One rule of one policy that does not hold for one workload for a time, as two people say. */
@JsonClassDescription(
    "SovereigntyWaiver sets one rule of one policy aside for one workload and a time. One person asks for it, another one"
        + " approves it; once approved it does not change.")
@Group("placement.bleu.cloud")
@Version("v1alpha1")
@Plural("sovereigntywaivers")
@ShortNames("waiver")
@Categories("bleu")
@AdditionalPrinterColumn(name = "Workload", jsonPath = ".spec.workloadRef.name", type = Type.STRING)
@AdditionalPrinterColumn(name = "Policy", jsonPath = ".spec.policyRef", type = Type.STRING)
@AdditionalPrinterColumn(name = "Rule", jsonPath = ".spec.rule", type = Type.STRING)
@AdditionalPrinterColumn(name = "Until", jsonPath = ".spec.expirationTime", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Requested-By",
    jsonPath = ".spec.requestedBy",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Approved-By",
    jsonPath = ".spec.approvedBy",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(
    value =
        "!has(oldSelf.spec.approvedBy) || oldSelf.spec.approvedBy == '' || self.spec == oldSelf.spec",
    message = "an approved waiver does not change: ask for another one",
    fieldPath = ".spec",
    reason = "FieldValueForbidden")
public class SovereigntyWaiver
    extends CustomResource<SovereigntyWaiverSpec, SovereigntyWaiverStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  protected SovereigntyWaiverSpec initSpec() {
    return null;
  }

  @Override
  protected SovereigntyWaiverStatus initStatus() {
    return null;
  }
}
