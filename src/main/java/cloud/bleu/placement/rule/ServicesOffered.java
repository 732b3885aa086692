package cloud.bleu.placement.rule;

import cloud.bleu.placement.Origin;
import cloud.bleu.placement.Provider;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.ZoneRule;
import java.util.List;

/** Every managed service that a workload uses is offered in the zone. */
public record ServicesOffered() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
          "services-offered",
          "Every service that the workload uses is one of an offering of the zone.",
          List.of(),
          List.of(),
          List.of("OfferingUnknown", "ProviderUnknown", "ServiceNotOffered", "ServicesUnknown"));

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Verdict evaluate(Question question) {
    if (question.workload().services().isEmpty()) {
      return Verdict.notApplicable("the workload uses no service of the provider");
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
        question.workload().services().stream()
            .filter(service -> offerings.stream().noneMatch(o -> o.services().contains(service)))
            .distinct()
            .sorted()
            .toList();
    if (absent.isEmpty()) {
      return Verdict.pass(Origin.Declared, "every service is offered");
    }
    String services = String.join(", ", absent);
    if (!question.missingOfferings().isEmpty()) {
      return Verdict.unknown(
          "OfferingUnknown",
          Origin.Assumed,
          "the provider has no offering "
              + String.join(", ", question.missingOfferings())
              + ", which may hold "
              + services,
          "correct spec.offerings of the zone or describe the offering");
    }
    if (offerings.isEmpty() || offerings.stream().anyMatch(o -> o.services().isEmpty())) {
      return Verdict.unknown(
          "ServicesUnknown",
          Origin.Assumed,
          "nothing is known of " + services + " here",
          "state the services of the zone's offerings");
    }
    return Verdict.reject(
        "ServiceNotOffered",
        Origin.Declared,
        "no offering of the zone has " + services,
        "use a zone that has it, or do without it (spec.services)");
  }
}
