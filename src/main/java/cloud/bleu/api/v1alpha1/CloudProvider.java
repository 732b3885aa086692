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

/** A legal person that operates a cloud, and what is known about it. */
@JsonClassDescription(
    "CloudProvider holds the facts about a legal person that operates a cloud: its seat, its owners, its offerings and"
        + " their qualifications. Every group of facts says where it comes from.")
@Group("placement.bleu.cloud")
@Version("v1alpha1")
@Plural("cloudproviders")
@ShortNames("cprov")
@Categories("bleu")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Ownership",
    jsonPath = ".status.conditions[?(@.type==\"OwnershipWithinThresholds\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Zones", jsonPath = ".status.zones", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Next-Expiry", jsonPath = ".status.nextExpiry", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class CloudProvider extends CustomResource<CloudProviderSpec, CloudProviderStatus> {
  private static final long serialVersionUID = 1L;

  @Override
  protected CloudProviderSpec initSpec() {
    return null;
  }

  @Override
  protected CloudProviderStatus initStatus() {
    return null;
  }
}
