package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.StatedFacts;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.Provider.Qualification;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.offering.OfferingsInUse;
import cloud.bleu.placement.offering.QualificationScrutiny;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every layer of the workload lies in the scope of a qualification of one of the zone's offerings,
 * in force today, in the zone's region. Offerings are qualified, never companies; each layer may
 * have its own. A qualification under evaluation is not one, and the day of an announcement opens
 * no window (SecNumCloud 3.2). Where a zone sells a layer by several offerings it is the one in use
 * that must be qualified, by what the workload says of its services. What the agreement says of the
 * qualification is another question, and another rule.
 */
public record QualifiedOffering() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
              "qualified-offering",
              "Every layer and service of the workload is of an offering whose qualification covers"
                  + " it and is in force in the zone's region.",
              List.of(
                  RuleParameter.of(
                          "scheme", RuleParameter.Type.Text, "The scheme of the qualification.")
                      .orElse("SecNumCloud"),
                  RuleParameter.of(
                          "version",
                          RuleParameter.Type.Text,
                          "Its version; not given: any version.")
                      .looserWith(RuleParameter.Looser.MoreOrNone),
                  RuleParameter.of(
                          "acceptStates",
                          RuleParameter.Type.TextList,
                          "States that are good enough.")
                      .looserWith(RuleParameter.Looser.More)
                      .oneOf(QualificationScrutiny.STATES.toArray(String[]::new))
                      .orElse("[Qualified]")
                      .mustBeGiven(),
                  RuleParameter.of(
                          "acceptOpenWindow",
                          RuleParameter.Type.Flag,
                          "Whether a window without a first or last day is taken as open: without a"
                              + " first one not before its announcement.")
                      .looserWith(RuleParameter.Looser.More)
                      .orElse("false"),
                  RuleParameter.of(
                          "activities",
                          RuleParameter.Type.TextList,
                          "Activities that must be in the scope, for schemes that are granted by"
                              + " activity, such as HDS; not given: none.")
                      .looserWith(RuleParameter.Looser.Less)),
              List.of("3.2"),
              List.of(
                  "ActivitiesUnknown",
                  "ActivityNotInScope",
                  "Expired",
                  QualificationScrutiny.IN_EVALUATION,
                  "LayerNotInScope",
                  "LayersNotStated",
                  "NotQualified",
                  "NotYetValid",
                  OfferingsInUse.UNCLEAR,
                  "OfferingUnknown",
                  "OnlyAnnounced",
                  "ProviderUnknown",
                  "RegionNotCovered",
                  "RegionsUnknown",
                  "ScopeUnknown",
                  OfferingsInUse.NOT_IN_SCOPE,
                  "StateNotAccepted",
                  "StateUnknown",
                  "Suspended",
                  "VersionNotAccepted",
                  "VersionUnknown",
                  "WindowUnknown",
                  "Withdrawn"))
          .reading("CloudProvider.spec.offerings[].qualifications");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public List<String> requirements(Parameters parameters) {
    boolean asStrictAsTheText =
        parameters.text("scheme", "SecNumCloud").equals("SecNumCloud")
            && parameters.text("version", "").equals("3.2")
            && parameters
                .texts("acceptStates", List.of(QualificationScrutiny.QUALIFIED))
                .equals(List.of(QualificationScrutiny.QUALIFIED))
            && !parameters.flag("acceptOpenWindow", false);
    return asStrictAsTheText ? DECLARATION.requirements() : List.of();
  }

  @Override
  public Parameters byTheText() {
    return Parameters.of(Map.of("version", "3.2"));
  }

  @Override
  public ZoneAspect aspect() {
    return ZoneAspect.Offerings;
  }

  @Override
  public Object about(Workload workload) {
    return List.of(workload.layers(), workload.services());
  }

  /**
   * Of a pass the qualifications that hold: what was taken away or has ended is no ground of it.
   */
  @Override
  public List<StatedFact> facts(Question question, Verdict answer) {
    Provider provider = question.provider();
    if (provider == null || answer.result() != Verdict.Result.Pass) {
      return ZoneRule.super.facts(question, answer);
    }
    String scheme = scheme(question);
    List<StatedFact> facts = new ArrayList<>();
    for (Offering offering : question.offerings()) {
      offering.qualifications().stream()
          .filter(q -> scheme.equals(q.scheme()) && holds(question, offering, q))
          .forEach(q -> facts.add(StatedFacts.of(provider, offering, q)));
    }
    return facts;
  }

  private static boolean holds(Question question, Offering offering, Qualification qualification) {
    return qualification.layers().stream()
        .map(layer -> QualificationScrutiny.of(question, offering, qualification, layer))
        .anyMatch(one -> !one.verdict().failing());
  }

  @Override
  public Verdict evaluate(Question question) {
    if (question.provider() == null) {
      return Verdict.unknown(
          "ProviderUnknown",
          Origin.Assumed,
          Message.of("provider.missing", "provider", question.zone().provider()),
          Message.of("do.createQualified"));
    }
    if (question.workload().layers().isEmpty()) {
      return Verdict.unknown(
          "LayersNotStated",
          Origin.Assumed,
          Message.of("layers.notStated"),
          Message.of("do.stateLayers"));
    }
    List<Verdict> byLayer =
        question.workload().layers().stream()
            .distinct()
            .sorted()
            .map(layer -> best(question, layer))
            .toList();
    // All layers must be covered: the worst answer counts, the first by name among equals.
    Verdict worst = byLayer.get(0);
    Origin origin = worst.origin();
    for (Verdict verdict : byLayer) {
      origin = origin.weaker(verdict.origin());
      if (QualificationScrutiny.goodness(verdict) < QualificationScrutiny.goodness(worst)) {
        worst = verdict;
      }
    }
    if (worst.failing()) {
      return worst;
    }
    return new OfferingsInUse(
            question, scheme(question), (offering, layer) -> best(question, offering, layer))
        .verdict(Verdict.pass(origin, worst.finding()));
  }

  private static String scheme(Question question) {
    return question.parameters().text("scheme", "SecNumCloud");
  }

  /** What is the most that an offering does for a layer. */
  private static Verdict best(Question question, Offering offering, String layer) {
    return findings(question, offering, layer).stream()
        .max(QualificationScrutiny.LEAST_FIRST)
        .orElseThrow()
        .verdict();
  }

  /** What is the most that any offering of the zone does for a layer. */
  private static Verdict best(Question question, String layer) {
    List<QualificationScrutiny> findings = new ArrayList<>();
    for (Offering offering : question.offerings()) {
      findings.addAll(findings(question, offering, layer));
    }
    for (String missing : question.missingOfferings()) {
      findings.add(
          new QualificationScrutiny(
              0,
              Verdict.unknown(
                  "OfferingUnknown",
                  Origin.Assumed,
                  Message.of(
                      "offering.missing",
                      "provider",
                      question.zone().provider(),
                      "offerings",
                      missing),
                  Message.of("do.correctOfferings"))));
    }
    if (findings.isEmpty()) {
      return Verdict.unknown(
          "OfferingUnknown",
          Origin.Assumed,
          Message.of("offering.noneStated"),
          Message.of("do.stateOfferings"));
    }
    return findings.stream().max(QualificationScrutiny.LEAST_FIRST).orElseThrow().verdict();
  }

  private static List<QualificationScrutiny> findings(
      Question question, Offering offering, String layer) {
    String scheme = scheme(question);
    List<QualificationScrutiny> findings =
        offering.qualifications().stream()
            .filter(q -> scheme.equals(q.scheme()))
            .map(q -> QualificationScrutiny.of(question, offering, q, layer))
            .toList();
    return findings.isEmpty()
        ? List.of(
            new QualificationScrutiny(
                0,
                Verdict.reject(
                    "NotQualified",
                    Origin.Declared,
                    Message.of("qualification.none", "scheme", scheme, "offering", offering.name()),
                    Message.of("do.qualifiedOffering"))))
        : findings;
  }
}
