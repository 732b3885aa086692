package cloud.bleu.translate.finding;

import cloud.bleu.affinity.LabelSelectors;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;

/** Says what the API server would not take in a label selector. */
public final class LabelSelectorCheck {

  private LabelSelectorCheck() {}

  /**
   * Every error of the selector.
   *
   * @param path of the selector in its object
   */
  public static void check(LabelSelector selector, String path, Findings findings) {
    int i = 0;
    for (LabelSelectorRequirement e : LabelSelectors.expressions(selector)) {
      String at = FieldPath.item(path + ".matchExpressions", i++);
      if (e.getKey() == null || e.getKey().isEmpty()) {
        findings.block(at + ".key", "is missing", null, "name the label");
      }
      if (e.getOperator() == null) {
        findings.block(
            at + ".operator",
            "is missing",
            String.join(", ", LabelSelectors.OPERATORS),
            "add an operator");
      } else if (findings.oneOf(at + ".operator", e.getOperator(), LabelSelectors.OPERATORS) != null
          && LabelSelectors.takesValues(e) == LabelSelectors.values(e).isEmpty()) {
        findings.block(
            at + ".values",
            e.getOperator()
                + (LabelSelectors.values(e).isEmpty() ? " without values" : " with values"),
            "values for In and NotIn, none for Exists and DoesNotExist",
            "correct the values or the operator");
      }
    }
  }
}
