package cloud.bleu.placement.offering;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
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
            Message.of(
                "qualification.revoked",
                "qualification",
                name(offering, revocation),
                "state",
                revocation.state(),
                "window",
                window(revocation),
                "other",
                qualification.state()),
            Message.of("do.otherOfferingOrGranted"));
  }

  private static List<Message> window(Qualification qualification) {
    List<Message> ends = new ArrayList<>();
    if (qualification.validFrom() != null) {
      ends.add(Message.of("window.from", "day", qualification.validFrom()));
    }
    if (qualification.validUntil() != null) {
      ends.add(Message.of("window.until", "day", qualification.validUntil()));
    }
    return ends;
  }

  private static List<String> accepted(Parameters parameters) {
    return parameters.texts("acceptStates", List.of(QUALIFIED));
  }

  private static Message name(Offering offering, Qualification qualification) {
    return Message.of(
        "qualification",
        "scheme",
        qualification.scheme(),
        "version",
        qualification.version(),
        "offering",
        offering.name());
  }

  /** What it says as if there were no other entry. */
  private static QualificationScrutiny alone(
      ZoneRule.Question question, Offering offering, Qualification qualification, String layer) {
    Parameters parameters = question.parameters();
    Origin origin = qualification.provenance().basis().origin();
    String version = qualification.version();
    String wanted = parameters.text("version", "");
    Message name = name(offering, qualification);
    String region = question.zone().region();
    List<String> accepted = accepted(parameters);
    // What is known to fail comes before what is not known.
    if (version != null && !wanted.isEmpty() && !wanted.equals(version)) {
      return rejected(
          1,
          "VersionNotAccepted",
          origin,
          Message.of("qualification.otherVersion", "qualification", name, "version", wanted),
          Message.of("do.qualifiedTo", "version", wanted));
    }
    if (STATES.contains(qualification.state()) && !accepted.contains(qualification.state())) {
      return rejected(
          2,
          qualification.state().equals(QUALIFIED) ? "StateNotAccepted" : qualification.state(),
          origin,
          Message.of(
              "qualification.stateNotAccepted",
              "qualification",
              name,
              "state",
              qualification.state(),
              "accepted",
              Territory.inOrder(accepted)),
          Message.of("do.acceptedQualification"));
    }
    if (!qualification.layers().isEmpty() && !qualification.layers().contains(layer)) {
      return rejected(
          3,
          "LayerNotInScope",
          origin,
          Message.of("qualification.notOfLayer", "layer", layer, "qualification", name),
          Message.of("do.zoneOrOtherLayer"));
    }
    List<String> missing = new ArrayList<>(parameters.texts("activities", List.of()));
    missing.removeAll(qualification.activities());
    if (!missing.isEmpty() && !qualification.activities().isEmpty()) {
      return rejected(
          3,
          "ActivityNotInScope",
          origin,
          Message.of(
              "qualification.notOfActivity",
              "activities",
              Territory.inOrder(missing),
              "qualification",
              name),
          Message.of("do.zoneWhereItIs"));
    }
    if (!offering.regions().isEmpty() && !offering.regions().contains(region)) {
      return rejected(
          4,
          "RegionNotCovered",
          origin,
          Message.of("offering.notOfRegion", "region", region, "offering", offering.name()),
          Message.of("do.otherRegion"));
    }
    LocalDate from = qualification.validFrom();
    LocalDate until = qualification.validUntil();
    if (until != null && question.today().isAfter(until)) {
      return rejected(
          5,
          "Expired",
          origin,
          Message.of("qualification.ended", "qualification", name, "day", until),
          Message.of("do.renew"));
    }
    if (from != null && question.today().isBefore(from)) {
      return rejected(
          5,
          "NotYetValid",
          origin,
          Message.of("qualification.begins", "qualification", name, "day", from),
          Message.of("do.waitOrOtherZone"));
    }
    QualificationScrutiny doubt = doubt(question, offering, qualification, name);
    return doubt != null
        ? doubt
        : new QualificationScrutiny(
            7,
            Verdict.pass(
                origin,
                Message.of(
                    "qualification.holds",
                    "qualification",
                    name,
                    "state",
                    qualification.state(),
                    "layer",
                    layer)));
  }

  /**
   * What is not known of a qualification that nothing known speaks against, null if all is known.
   */
  private static @Nullable QualificationScrutiny doubt(
      ZoneRule.Question question, Offering offering, Qualification qualification, Message name) {
    Parameters parameters = question.parameters();
    Origin origin = qualification.provenance().basis().origin();
    if (!STATES.contains(qualification.state())) {
      return doubtful(
          "StateUnknown",
          origin,
          Message.of("qualification.stateUnknown", "qualification", name),
          Message.of("do.stateIt"));
    }
    if (qualification.version() == null && !parameters.text("version", "").isEmpty()) {
      return doubtful(
          "VersionUnknown",
          origin,
          Message.of("qualification.versionUnknown", "qualification", name),
          Message.of("do.stateFromAttestation"));
    }
    if (qualification.layers().isEmpty()) {
      return doubtful(
          "ScopeUnknown",
          origin,
          Message.of("qualification.layersUnknown", "qualification", name),
          Message.of("do.stateAllFromAttestation"));
    }
    if (qualification.activities().isEmpty()
        && !parameters.texts("activities", List.of()).isEmpty()) {
      return doubtful(
          "ActivitiesUnknown",
          origin,
          Message.of("qualification.activitiesUnknown", "qualification", name),
          Message.of("do.stateAllFromAttestation"));
    }
    if (offering.regions().isEmpty()) {
      return doubtful(
          "RegionsUnknown",
          origin,
          Message.of("offering.regionsUnknown", "offering", offering.name()),
          Message.of("do.stateThem"));
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
            Message.of("qualification.onlyAnnounced", "qualification", name),
            Message.of("do.checkList"))
        : doubtful(
            "WindowUnknown",
            origin,
            Message.of("qualification.windowUnknown", "qualification", name, "fields", open),
            Message.of("do.stateFromAttestation"));
  }

  private static QualificationScrutiny rejected(
      int step, String code, Origin origin, Message fact, Message next) {
    return new QualificationScrutiny(step, Verdict.reject(code, origin, fact, next));
  }

  private static QualificationScrutiny doubtful(
      String code, Origin origin, Message fact, Message next) {
    return new QualificationScrutiny(6, Verdict.unknown(code, origin, fact, next));
  }
}
