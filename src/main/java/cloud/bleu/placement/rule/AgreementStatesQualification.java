package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Territory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Every offering of the zone that sells a layer or a service of the workload is bought under a
 * signed agreement that says that the service is the qualified one (SecNumCloud annex 2 c, 19.1.o).
 * A qualified provider may sell the same service unqualified.
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
    return List.of(workload.layers(), workload.services());
  }

  /** Of agreements those of the offerings that may be in use: another one is no ground of it. */
  @Override
  public List<StatedFact> facts(Question question, Verdict answer) {
    List<String> used = used(question).stream().map(Offering::name).toList();
    return ZoneRule.super.facts(question, answer).stream()
        .filter(f -> f.kind() != StatedFact.Kind.Agreement || used.contains(f.offering()))
        .toList();
  }

  @Override
  public Verdict evaluate(Question question) {
    if (question.provider() == null) {
      return Verdict.unknown(
          "ProviderUnknown",
          Origin.Assumed,
          Message.of("provider.missing", "provider", question.zone().provider()),
          Message.of("do.createProvider", "group", "offerings"));
    }
    List<Offering> used = used(question);
    List<String> missing = question.missingOfferings();
    if (used.isEmpty() || !missing.isEmpty()) {
      return Verdict.unknown(
          "OfferingUnknown",
          Origin.Assumed,
          missing.isEmpty()
              ? Message.of("offering.noneUsed")
              : Message.of(
                  "offering.missing", "provider", question.zone().provider(), "offerings", missing),
          Message.of("do.correctOfferings"));
    }
    List<Verdict> verdicts = used.stream().map(o -> verdict(question, o)).toList();
    return Verdict.all(verdicts, () -> Message.of("agreement.allQualified"));
  }

  private static List<Offering> used(Question question) {
    Workload workload = question.workload();
    return question.offerings().stream()
        .filter(o -> sells(o, workload) || maySell(o, workload))
        .toList();
  }

  private static boolean sells(Offering offering, Workload workload) {
    return workload.layers().isEmpty()
        || !Collections.disjoint(offering.layers(), workload.layers())
        || !Collections.disjoint(offering.services(), workload.services());
  }

  /** Whether nobody lists what it sells. */
  private static boolean maySell(Offering offering, Workload workload) {
    return offering.layers().isEmpty()
        || (offering.services().isEmpty() && !workload.services().isEmpty());
  }

  /** What is said against an offering that may not be in use is a doubt. */
  private static Verdict verdict(Question question, Offering offering) {
    Verdict stated = stated(question, offering);
    return stated.result() == Verdict.Result.Reject && !sells(offering, question.workload())
        ? Verdict.unknown(stated.code(), stated.origin(), stated.finding())
        : stated;
  }

  private static Verdict stated(Question question, Offering offering) {
    Provider.Agreement agreement = offering.agreement();
    if (agreement == null) {
      return Verdict.unknown(
          "AgreementUnknown",
          Origin.Assumed,
          Message.of("agreement.none", "offering", offering.name()),
          Message.of("do.stateAgreement"));
    }
    Origin origin = agreement.provenance().basis().origin();
    Message of =
        Message.of("agreement", "reference", agreement.reference(), "offering", offering.name());
    LocalDate signed = agreement.signedOn();
    if (signed != null && question.today().isBefore(signed)) {
      return Verdict.reject(
          "AgreementNotSigned",
          origin,
          Message.of("agreement.notSigned", "agreement", of, "day", signed),
          Message.of("do.waitOrOtherZone"));
    }
    if (Boolean.FALSE.equals(agreement.statesQualifiedService())) {
      return Verdict.reject(
          "QualificationNotStated",
          origin,
          Message.of("agreement.notQualified", "agreement", of),
          Message.of("do.takeAgreement"));
    }
    List<String> uncovered =
        new ArrayList<>(question.parameters().texts("subscriptions", List.of()));
    uncovered.removeAll(agreement.subscriptions());
    if (!uncovered.isEmpty() && !agreement.subscriptions().isEmpty()) {
      return Verdict.reject(
          "SubscriptionNotCovered",
          origin,
          Message.of(
              "agreement.notCovering",
              "agreement",
              of,
              "subscriptions",
              Territory.inOrder(uncovered)),
          Message.of("do.coverSubscription"));
    }
    if (agreement.reference().isBlank()
        || signed == null
        || agreement.statesQualifiedService() == null) {
      return Verdict.unknown(
          "AgreementUnknown",
          origin,
          Message.of("agreement.incomplete", "offering", offering.name()),
          Message.of("do.completeAgreement"));
    }
    return uncovered.isEmpty()
        ? Verdict.pass(origin, Message.of("agreement.qualified", "agreement", of))
        : Verdict.unknown(
            "SubscriptionsUnknown",
            origin,
            Message.of("agreement.subscriptionsUnknown", "agreement", of),
            Message.of("do.stateSubscriptions"));
  }
}
