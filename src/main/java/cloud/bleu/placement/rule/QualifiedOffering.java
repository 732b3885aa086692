package cloud.bleu.placement.rule;

import cloud.bleu.placement.Basis;
import cloud.bleu.placement.Ground;
import cloud.bleu.placement.Origin;
import cloud.bleu.placement.Parameters;
import cloud.bleu.placement.Provider.Offering;
import cloud.bleu.placement.Provider.Qualification;
import cloud.bleu.placement.RuleParameter;
import cloud.bleu.placement.Territory;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.ZoneRule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every layer of the workload lies in the scope of a qualification of one of the zone's offerings,
 * in force today, in the zone's region. Offerings are qualified, never companies; each layer may
 * have its own. A qualification under evaluation is not one, and the day of an announcement opens
 * no window.
 */
public record QualifiedOffering() implements ZoneRule {

  private static final String IN_EVALUATION = "InEvaluation";
  private static final String QUALIFIED = "Qualified";
  private static final List<String> STATES =
      List.of(IN_EVALUATION, QUALIFIED, "Suspended", "Withdrawn");

  private static final Declaration DECLARATION =
      new Declaration(
              "qualified-offering",
              "Every layer of the workload is in the scope of a qualification that is in force in the zone's"
                  + " region.",
              List.of(
                  RuleParameter.of(
                          "scheme", RuleParameter.Type.Text, "The scheme of the qualification.")
                      .orElse("SecNumCloud"),
                  RuleParameter.of(
                      "version", RuleParameter.Type.Text, "Its version; not given: any version."),
                  RuleParameter.of(
                          "acceptStates",
                          RuleParameter.Type.TextList,
                          "States that are good enough.")
                      .oneOf(STATES.toArray(String[]::new))
                      .orElse("[Qualified]")
                      .mustBeGiven(),
                  RuleParameter.of(
                          "acceptOpenWindow",
                          RuleParameter.Type.Flag,
                          "Whether a window without a first or last day is taken as open.")
                      .orElse("false"),
                  RuleParameter.of(
                      "activities",
                      RuleParameter.Type.TextList,
                      "Activities that must be in the scope, for schemes that are granted by activity,"
                          + " such as HDS; not given: none.")),
              List.of("19.1.g", "19.1.o", "3.2"),
              List.of(
                  "ActivitiesUnknown",
                  "ActivityNotInScope",
                  "Expired",
                  IN_EVALUATION,
                  "LayerNotInScope",
                  "LayersNotStated",
                  "NotQualified",
                  "NotYetValid",
                  "OfferingUnknown",
                  "OnlyAnnounced",
                  "ProviderUnknown",
                  "RegionNotCovered",
                  "RegionsUnknown",
                  "ScopeUnknown",
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
            && parameters.texts("acceptStates", List.of(QUALIFIED)).equals(List.of(QUALIFIED))
            && !parameters.flag("acceptOpenWindow", false);
    return asStrictAsTheText ? DECLARATION.requirements() : List.of();
  }

  @Override
  public Ground ground() {
    return Ground.Offerings;
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
          "create it with its offerings and their qualifications");
    }
    if (question.workload().layers().isEmpty()) {
      return Verdict.unknown(
          "LayersNotStated",
          Origin.Assumed,
          "the workload does not say on which layers it relies",
          "state spec.layers of the workload");
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
      if (goodness(verdict) < goodness(worst)) {
        worst = verdict;
      }
    }
    return worst.failing() ? worst : Verdict.pass(origin, worst.message());
  }

  /** What is the most that any offering of the zone does for a layer. */
  private static Verdict best(Question question, String layer) {
    List<Finding> findings = new ArrayList<>();
    for (Offering offering : question.offerings()) {
      findings.addAll(findings(question, offering, layer));
    }
    for (String missing : question.missingOfferings()) {
      findings.add(
          new Finding(
              0,
              Verdict.unknown(
                  "OfferingUnknown",
                  Origin.Assumed,
                  "provider " + question.zone().provider() + " has no offering " + missing,
                  "correct spec.offerings of the zone or describe the offering")));
    }
    if (findings.isEmpty()) {
      return Verdict.unknown(
          "OfferingUnknown",
          Origin.Assumed,
          "the zone states no offering",
          "state spec.offerings of the zone");
    }
    // Unknown before Reject: it is not excluded that this offering satisfies the rule. Then the one
    // that
    // came nearest, whose obstacle is the most useful to know.
    return findings.stream()
        .max(
            Comparator.comparingInt((Finding f) -> goodness(f.verdict))
                .thenComparingInt(f -> f.step)
                .thenComparing(f -> f.verdict.origin(), Comparator.reverseOrder())
                .thenComparing(f -> f.verdict.message(), Comparator.reverseOrder()))
        .orElseThrow()
        .verdict;
  }

  /** An answer and the number of checks that were passed before it. */
  private record Finding(int step, Verdict verdict) {}

  private static int goodness(Verdict verdict) {
    return switch (verdict.result()) {
      case Pass -> 2;
      case Unknown -> 1;
      default -> 0;
    };
  }

  private static List<Finding> findings(Question question, Offering offering, String layer) {
    String scheme = question.parameters().text("scheme", "SecNumCloud");
    List<Finding> findings =
        offering.qualifications().stream()
            .filter(q -> scheme.equals(q.scheme()))
            .map(q -> finding(question, offering, q, layer))
            .toList();
    return findings.isEmpty()
        ? List.of(
            new Finding(
                0,
                Verdict.reject(
                    "NotQualified",
                    Origin.Declared,
                    "offering " + offering.name() + " has no " + scheme + " qualification",
                    "use a zone of a qualified offering")))
        : findings;
  }

  private static Finding finding(
      Question question, Offering offering, Qualification qualification, String layer) {
    Parameters parameters = question.parameters();
    Origin origin = qualification.provenance().basis().origin();
    String version = qualification.version();
    String wanted = parameters.text("version", "");
    String name =
        qualification.scheme()
            + (version == null ? "" : " " + version)
            + " of offering "
            + offering.name();
    String region = question.zone().region();
    List<String> accepted = parameters.texts("acceptStates", List.of(QUALIFIED));
    // What is known to fail comes before what is not known.
    if (version != null && !wanted.isEmpty() && !wanted.equals(version)) {
      return rejected(
          1,
          "VersionNotAccepted",
          origin,
          name + " is not version " + wanted,
          "use a zone of an offering qualified to " + wanted);
    }
    if (STATES.contains(qualification.state()) && !accepted.contains(qualification.state())) {
      return rejected(
          2,
          qualification.state().equals(QUALIFIED) ? "StateNotAccepted" : qualification.state(),
          origin,
          name + " is " + qualification.state() + ", accepted: " + Territory.listed(accepted),
          "use a zone of an offering whose qualification is accepted");
    }
    if (!qualification.layers().isEmpty() && !qualification.layers().contains(layer)) {
      return rejected(
          3,
          "LayerNotInScope",
          origin,
          "layer " + layer + " is not in the scope of " + name,
          "use a zone where it is, or run it on another layer (spec.layers)");
    }
    List<String> missing = new ArrayList<>(parameters.texts("activities", List.of()));
    missing.removeAll(qualification.activities());
    if (!missing.isEmpty() && !qualification.activities().isEmpty()) {
      return rejected(
          3,
          "ActivityNotInScope",
          origin,
          "activity " + Territory.listed(missing) + " is not in the scope of " + name,
          "use a zone where it is");
    }
    if (!offering.regions().isEmpty() && !offering.regions().contains(region)) {
      return rejected(
          4,
          "RegionNotCovered",
          origin,
          "region " + region + " is not one of offering " + offering.name(),
          "use a zone of another region, or correct spec.region of the zone");
    }
    LocalDate from = qualification.validFrom();
    LocalDate until = qualification.validUntil();
    if (until != null && question.today().isAfter(until)) {
      return rejected(
          5,
          "Expired",
          origin,
          name + " ended on " + until,
          "use another zone, or record the renewal with its source");
    }
    if (from != null && question.today().isBefore(from)) {
      return rejected(
          5,
          "NotYetValid",
          origin,
          name + " begins on " + from,
          "wait until then or use another zone");
    }
    Finding doubt = doubt(question, offering, qualification, name);
    return doubt != null
        ? doubt
        : new Finding(
            7, Verdict.pass(origin, name + " is " + qualification.state() + " for layer " + layer));
  }

  /**
   * What is not known of a qualification that nothing known speaks against, null if all is known.
   */
  private static @Nullable Finding doubt(
      Question question, Offering offering, Qualification qualification, String name) {
    Parameters parameters = question.parameters();
    Origin origin = qualification.provenance().basis().origin();
    if (!STATES.contains(qualification.state())) {
      return doubtful("StateUnknown", origin, "the state of " + name + " is not known", "state it");
    }
    if (qualification.version() == null && !parameters.text("version", "").isEmpty()) {
      return doubtful(
          "VersionUnknown",
          origin,
          "the version of " + name + " is not known",
          "state it from the attestation");
    }
    if (qualification.layers().isEmpty()) {
      return doubtful(
          "ScopeUnknown",
          origin,
          "the layers in the scope of " + name + " are not known",
          "state them from the attestation");
    }
    if (qualification.activities().isEmpty()
        && !parameters.texts("activities", List.of()).isEmpty()) {
      return doubtful(
          "ActivitiesUnknown",
          origin,
          "the activities in the scope of " + name + " are not known",
          "state them from the attestation");
    }
    if (offering.regions().isEmpty()) {
      return doubtful(
          "RegionsUnknown",
          origin,
          "the regions of offering " + offering.name() + " are not known",
          "state them");
    }
    List<String> open = new ArrayList<>();
    if (qualification.validFrom() == null) {
      open.add("validFrom");
    }
    if (qualification.validUntil() == null) {
      open.add("validUntil");
    }
    // Before it is granted a qualification has no window that somebody could know.
    if (open.isEmpty()
        || parameters.flag("acceptOpenWindow", false)
        || qualification.state().equals(IN_EVALUATION)) {
      return null;
    }
    return qualification.provenance().basis() == Basis.Press
        ? doubtful(
            "OnlyAnnounced",
            origin,
            name + " is only announced in the press",
            "check the regulator's list and record it")
        : doubtful(
            "WindowUnknown",
            origin,
            name + " has no known " + String.join(" and ", open),
            "state it from the attestation");
  }

  private static Finding rejected(int step, String code, Origin origin, String fact, String next) {
    return new Finding(step, Verdict.reject(code, origin, fact, next));
  }

  private static Finding doubtful(String code, Origin origin, String fact, String next) {
    return new Finding(6, Verdict.unknown(code, origin, fact, next));
  }
}
