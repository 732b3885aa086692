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

/** A loss that is tried, on paper or for real, once or by a schedule, and what came of it. */
@JsonClassDescription(
    "ResilienceDrill tries a loss, once or by a schedule, and says for every workload whether what it asks for such a"
        + " loss holds. Mode Shadow moves nothing. Mode Live moves what runs in the zones, measures that, and lets it"
        + " come home.")
@Group("placement.bleu.cloud")
@Version("v1alpha1")
@Plural("resiliencedrills")
@ShortNames("drill")
@Categories("bleu")
@AdditionalPrinterColumn(name = "Mode", jsonPath = ".spec.mode", type = Type.STRING)
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.live.phase", type = Type.STRING)
@AdditionalPrinterColumn(name = "Schedule", jsonPath = ".spec.schedule", type = Type.STRING)
@AdditionalPrinterColumn(name = "Suspend", jsonPath = ".spec.suspend", type = Type.BOOLEAN)
@AdditionalPrinterColumn(
    name = "Passed",
    jsonPath = ".status.conditions[?(@.type==\"Passed\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Fresh",
    jsonPath = ".status.conditions[?(@.type==\"Fresh\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Last-Run", jsonPath = ".status.lastRun", type = Type.DATE)
@AdditionalPrinterColumn(name = "Next-Run", jsonPath = ".status.nextRun", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class ResilienceDrill extends CustomResource<ResilienceDrillSpec, ResilienceDrillStatus> {
  private static final long serialVersionUID = 1L;

  /** The annotation that asks for a run by hand: another value than before, best the time. */
  public static final String RUN_REQUESTED = "placement.bleu.cloud/run-requested-at";

  /** The annotation that aborts a live run: another value than before, best the time. */
  public static final String ABORT_REQUESTED = "placement.bleu.cloud/abort-requested-at";

  @Override
  protected ResilienceDrillSpec initSpec() {
    return null;
  }

  @Override
  protected ResilienceDrillStatus initStatus() {
    return null;
  }
}
