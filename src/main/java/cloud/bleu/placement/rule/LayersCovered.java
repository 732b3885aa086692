package cloud.bleu.placement.rule;

import cloud.bleu.placement.Origin;
import cloud.bleu.placement.Provider;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.ZoneRule;
import java.util.List;

/**
 * Every layer that a workload uses is sold in the zone. Whether it is in the scope of a
 * qualification is another question, and another rule.
 */
public record LayersCovered() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
          "layers-covered",
          "Every layer that the workload uses is one of an offering of the zone.",
          List.of(),
          List.of(),
          List.of("LayerNotOffered", "LayersUnknown", "OfferingUnknown", "ProviderUnknown"));

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Verdict evaluate(Question question) {
    if (question.workload().layers().isEmpty()) {
      return Verdict.notApplicable("the workload states no layer");
    }
    if (question.provider() == null) {
      return Verdict.unknown(
          "ProviderUnknown",
          Origin.Assumed,
          "there is no CloudProvider " + question.zone().provider(),
          "create it with its offerings");
    }
    List<Provider.Offering> offerings = question.offerings();
    List<String> absent =
        question.workload().layers().stream()
            .filter(layer -> offerings.stream().noneMatch(o -> o.layers().contains(layer)))
            .distinct()
            .sorted()
            .toList();
    if (absent.isEmpty()) {
      return Verdict.pass(Origin.Declared, "every layer is offered");
    }
    String layers = String.join(", ", absent);
    if (!question.missingOfferings().isEmpty()) {
      return Verdict.unknown(
          "OfferingUnknown",
          Origin.Assumed,
          "the provider has no offering "
              + String.join(", ", question.missingOfferings())
              + ", which may hold "
              + layers,
          "correct spec.offerings of the zone or describe the offering");
    }
    if (offerings.isEmpty() || offerings.stream().anyMatch(o -> o.layers().isEmpty())) {
      return Verdict.unknown(
          "LayersUnknown",
          Origin.Assumed,
          "nothing is known of layer " + layers + " here",
          "state the layers of the zone's offerings");
    }
    return Verdict.reject(
        "LayerNotOffered",
        Origin.Declared,
        "no offering of the zone has layer " + layers,
        "use a zone that has it, or run it on another layer (spec.layers)");
  }
}
