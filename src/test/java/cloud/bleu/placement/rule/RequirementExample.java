package cloud.bleu.placement.rule;

import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Parameters;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * For a requirement that a rule serves: facts at which the rule passes, and facts at which it
 * refuses.
 *
 * @param ids the requirements that the two show
 * @param code of the refusal
 */
record RequirementExample(
    List<String> ids,
    String rule,
    Parameters parameters,
    Consumer<Case> passes,
    Consumer<Case> refused,
    String code) {

  /**
   * A row; what the two cases change is changed in a case whose facts are all known and good.
   *
   * @param ids with commas between them
   */
  static RequirementExample example(
      String ids,
      String rule,
      Parameters parameters,
      Consumer<Case> passes,
      Consumer<Case> refused,
      String code) {
    return new RequirementExample(
        List.of(ids.split(", ")), rule, parameters, passes, refused, code);
  }

  ZoneRule theRule() {
    return Objects.requireNonNull(Catalogue.rule(rule), rule);
  }

  @Override
  public String toString() {
    return ids + " " + rule;
  }
}
