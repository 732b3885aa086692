package cloud.bleu.placement.rulekit;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.Provider.Qualification;
import cloud.bleu.placement.model.Territory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one qualification, looked at check by check, is worth for one layer in one zone.
 *
 * @param step the number of checks that were passed before the answer
 */
public record QualificationScrutiny(int step, Verdict verdict) {

  public static final String IN_EVALUATION = "InEvaluation";
  public static final String QUALIFIED = "Qualified";

  /** The states of a qualification. */
  public static final List<String> STATES =
      List.of(IN_EVALUATION, QUALIFIED, "Suspended", "Withdrawn");

  /**
   * The one that says most for the zone comes last. Unknown after Reject: it is not excluded that
   * this offering satisfies the rule. Then the one that came nearest, whose obstacle is the most
   * useful to know.
   */
  public static final Comparator<QualificationScrutiny> LEAST_FIRST =
      Comparator.comparingInt((QualificationScrutiny s) -> goodness(s.verdict))
          .thenComparingInt(s -> s.step)
          .thenComparing(s -> s.verdict.origin(), Comparator.reverseOrder())
          .thenComparing(s -> s.verdict.message(), Comparator.reverseOrder());

  /** The higher, the more it says for a zone. */
  public static int goodness(Verdict verdict) {
    return switch (verdict.result()) {
      case Pass -> 2;
      case Unknown -> 1;
      default -> 0;
    };
  }

  /**
   * What a qualification of an offering says about a layer in a zone, beside the other entries of
   * the offering.
   *
   * @param question parameters are those of the rule {@code qualified-offering}
   */
  public static QualificationScrutiny of(
      ZoneRule.Question question, Offering offering, Qualification qualification, String layer) {
    QualificationScrutiny alone = alone(question, offering, qualification, layer);
    if (alone.verdict.result() == Verdict.Result.Reject) {
      return alone;
    }
    Parameters parameters = question.parameters();
    Qualification revocation =
        Revocation.of(
            offering,
            qualification,
            new Revocation.Asked(
                layer,
                parameters.texts("activities", List.of()),
                accepted(parameters),
                question.today()));
    return revocation == null
        ? alone
        : rejected(
            alone.step,
            revocation.state(),
            revocation.provenance().basis().origin(),
            name(offering, revocation)
                + " is "
                + revocation.state()
                + window(revocation)
                + ", which outweighs the entry beside it that is "
                + qualification.state(),
            "use a zone of another offering, or, if it was granted anew, set validUntil of this"
                + " entry to the day it ended");
  }

  private static String window(Qualification qualification) {
    List<String> ends = new ArrayList<>();
    if (qualification.validFrom() != null) {
      ends.add("from " + qualification.validFrom());
    }
    if (qualification.validUntil() != null) {
      ends.add("until " + qualification.validUntil());
    }
    return ends.isEmpty() ? "" : " (" + String.join(" ", ends) + ")";
  }

  private static List<String> accepted(Parameters parameters) {
    return parameters.texts("acceptStates", List.of(QUALIFIED));
  }

  private static String name(Offering offering, Qualification qualification) {
    String version = qualification.version();
    return qualification.scheme()
        + (version == null ? "" : " " + version)
        + " of offering "
        + offering.name();
  }

  /** What it says as if there were no other entry. */
  private static QualificationScrutiny alone(
      ZoneRule.Question question, Offering offering, Qualification qualification, String layer) {
    Parameters parameters = question.parameters();
    Origin origin = qualification.provenance().basis().origin();
    String version = qualification.version();
    String wanted = parameters.text("version", "");
    String name = name(offering, qualification);
    String region = question.zone().region();
    List<String> accepted = accepted(parameters);
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
    QualificationScrutiny doubt = doubt(question, offering, qualification, name);
    return doubt != null
        ? doubt
        : new QualificationScrutiny(
            7, Verdict.pass(origin, name + " is " + qualification.state() + " for layer " + layer));
  }

  /**
   * What is not known of a qualification that nothing known speaks against, null if all is known.
   */
  private static @Nullable QualificationScrutiny doubt(
      ZoneRule.Question question, Offering offering, Qualification qualification, String name) {
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

  private static QualificationScrutiny rejected(
      int step, String code, Origin origin, String fact, String next) {
    return new QualificationScrutiny(step, Verdict.reject(code, origin, fact, next));
  }

  private static QualificationScrutiny doubtful(
      String code, Origin origin, String fact, String next) {
    return new QualificationScrutiny(6, Verdict.unknown(code, origin, fact, next));
  }
}
