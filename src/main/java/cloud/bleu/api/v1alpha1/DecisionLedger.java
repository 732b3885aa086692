package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * The commit point of all decisions and the head of their chain. It has no status: an entry counts
 * from the moment at which the API server accepts the write that carries it, and only a writer that
 * read the newest resourceVersion succeeds.
 */
@JsonClassDescription(
    "DecisionLedger is the commit point of all decisions: a decision counts once its entry is here. It holds the head of"
        + " the chain and the entries that are not yet carried out. Only the operator writes it.")
@Group("placement.bleu.cloud")
@Version("v1alpha1")
@Plural("decisionledgers")
@ShortNames("ledger")
@Categories("bleu")
@AdditionalPrinterColumn(name = "Sequence", jsonPath = ".spec.sequence", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Head", jsonPath = ".spec.headHash", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(
    value = "self.spec.sequence >= oldSelf.spec.sequence",
    message = "the sequence of the chain of decisions never goes back",
    fieldPath = ".spec.sequence",
    reason = "FieldValueForbidden")
public class DecisionLedger extends CustomResource<DecisionLedgerSpec, Void> {
  private static final long serialVersionUID = 1L;

  @Override
  protected DecisionLedgerSpec initSpec() {
    return null;
  }
}
