package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Territory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Every offering of the zone that sells a layer of the workload is bought under a signed agreement
 * that says that the service is the qualified one (SecNumCloud annex 2 c, 19.1.o). A qualified
 * provider may sell the same service unqualified.
 */
public record AgreementStatesQualification() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
              "agreement-states-qualification",
              "The agreement under which the service is bought says that it is the qualified one.",
              List.of(
                  RuleParameter.of(
                          "subscriptions",
                          RuleParameter.Type.TextList,
                          "Subscriptions that the agreement must cover; not given: none is asked for.")
                      .looserWith(RuleParameter.Looser.Less)),
              List.of("19.1.a", "19.1.o", "annex 2 c"),
              List.of(
                  "AgreementNotSigned",
                  "AgreementUnknown",
                  "OfferingUnknown",
                  "ProviderUnknown",
                  "QualificationNotStated",
                  "SubscriptionNotCovered",
                  "SubscriptionsUnknown"))
          .reading("CloudProvider.spec.offerings[].agreement");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public ZoneAspect aspect() {
    return ZoneAspect.Offerings;
  }

  @Override
  public Object about(Workload workload) {
    return workload.layers();
  }

  @Override
  public Verdict evaluate(Question question) {
    if (question.provider() == null) {
      return Verdict.unknown(
          "ProviderUnknown",
          Origin.Assumed,
          "there is no CloudProvider " + question.zone().provider(),
          "create it with its offerings");
    }
    List<String> layers = question.workload().layers();
    List<Offering> used =
        question.offerings().stream()
            .filter(
                o ->
                    layers.isEmpty()
                        || o.layers().isEmpty()
                        || o.layers().stream().anyMatch(layers::contains))
            .toList();
    List<String> missing = question.missingOfferings();
    if (used.isEmpty() || !missing.isEmpty()) {
      return Verdict.unknown(
          "OfferingUnknown",
          Origin.Assumed,
          missing.isEmpty()
              ? "no offering of the zone is known to sell what the workload uses"
              : "provider "
                  + question.zone().provider()
                  + " has no offering "
                  + String.join(", ", missing),
          "correct spec.offerings of the zone or describe the offering");
    }
    List<Verdict> verdicts = used.stream().map(o -> verdict(question, o)).toList();
    // What is known to fail comes before what is not known; the weakest basis stands for all.
    Origin origin =
        verdicts.stream().map(Verdict::origin).reduce(Origin.Enforced, (a, b) -> a.weaker(b));
    return verdicts.stream()
        .filter(Verdict::failing)
        .min(Comparator.comparing(Verdict::result).thenComparing(Verdict::message))
        .orElseGet(
            () ->
                Verdict.pass(origin, "every agreement says that the service is the qualified one"));
  }

  private static Verdict verdict(Question question, Offering offering) {
    String name = "offering " + offering.name();
    Provider.Agreement agreement = offering.agreement();
    if (agreement == null) {
      return Verdict.unknown(
          "AgreementUnknown",
          Origin.Assumed,
          "it is not known under which agreement " + name + " is bought",
          "state agreement under spec.offerings of the provider");
    }
    Origin origin = agreement.provenance().basis().origin();
    String of = "the agreement " + agreement.reference() + " for " + name;
    LocalDate signed = agreement.signedOn();
    if (signed != null && question.today().isBefore(signed)) {
      return Verdict.reject(
          "AgreementNotSigned",
          origin,
          of + " is signed on " + signed,
          "wait until then or use another zone");
    }
    if (Boolean.FALSE.equals(agreement.statesQualifiedService())) {
      return Verdict.reject(
          "QualificationNotStated",
          origin,
          of + " does not say that the service is the qualified one",
          "take an agreement that does (SecNumCloud annex 2 c) or use another zone");
    }
    List<String> uncovered =
        new ArrayList<>(question.parameters().texts("subscriptions", List.of()));
    uncovered.removeAll(agreement.subscriptions());
    if (!uncovered.isEmpty() && !agreement.subscriptions().isEmpty()) {
      return Verdict.reject(
          "SubscriptionNotCovered",
          origin,
          of + " does not cover subscription " + Territory.listed(uncovered),
          "use a subscription that it covers, or have it extended");
    }
    if (agreement.reference().isBlank()
        || signed == null
        || agreement.statesQualifiedService() == null) {
      return Verdict.unknown(
          "AgreementUnknown",
          origin,
          "of the agreement for "
              + name
              + " reference, day of signature or whether it states the qualified service is not"
              + " known",
          "state reference, signedOn and statesQualifiedService of the agreement");
    }
    return uncovered.isEmpty()
        ? Verdict.pass(origin, of + " says that the service is the qualified one")
        : Verdict.unknown(
            "SubscriptionsUnknown",
            origin,
            "it is not known which subscriptions " + of + " covers",
            "state subscriptions of the agreement");
  }
}
