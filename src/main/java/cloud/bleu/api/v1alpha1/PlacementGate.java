package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * What may be bound where in a governed namespace: the parameter of the admission policies. It has
 * no status, as nothing follows from it that is not said by the API server when it refuses.
 */
@JsonClassDescription(
    "PlacementGate says what may be bound where in its namespace, by the decisions in force. It is the parameter of the"
        + " admission policies; there is one in every governed namespace, named decisions. Only the"
        + " operator writes it.")
@Group("placement.bleu.cloud")
@Version("v1alpha1")
@Plural("placementgates")
@ShortNames("gate")
@Categories("bleu")
@AdditionalPrinterColumn(name = "Sequence", jsonPath = ".spec.sequence", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class PlacementGate extends CustomResource<PlacementGateSpec, Void> implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** The name of every gate. */
  public static final String NAME = "decisions";

  @Override
  protected PlacementGateSpec initSpec() {
    return null;
  }
}
