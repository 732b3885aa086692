package cloud.bleu.placement.offering;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.Provider.Qualification;
import cloud.bleu.placement.model.Territory;
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
    QualificationScrutiny alone =
        new LoneQualification(question, offering, qualification, layer).scrutiny();
    if (alone.verdict.result() == Verdict.Result.Reject) {
      return alone;
    }
    Parameters parameters = question.parameters();
    Revocation.Asked asked =
        new Revocation.Asked(
            layer,
            parameters.texts("activities", List.of()),
            accepted(parameters),
            question.today());
    Qualification revocation = Revocation.of(offering, qualification, asked);
    if (revocation != null) {
      return rejected(
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
    Provider provider = question.provider();
    return alone.verdict.failing() || provider == null
        ? alone
        : doubted(
            alone,
            offering,
            qualification,
            Revocation.unclear(provider, offering, qualification, asked));
  }

  private static QualificationScrutiny doubted(
      QualificationScrutiny alone,
      Offering offering,
      Qualification qualification,
      Revocation.@Nullable Unclear unclear) {
    if (unclear == null) {
      return alone;
    }
    Qualification entry = unclear.entry();
    Message name = name(offering, qualification);
    Message fact =
        switch (unclear.doubt()) {
          case SCHEME ->
              Message.of(
                  "qualification.revokedUnclear",
                  "qualification",
                  name,
                  "scheme",
                  entry.scheme(),
                  "state",
                  entry.state());
          case ACTIVITIES ->
              Message.of(
                  "qualification.revokedActivities",
                  "qualification",
                  name,
                  "state",
                  entry.state(),
                  "activities",
                  Territory.inOrder(entry.activities()));
          case DAY ->
              Message.of(
                  "qualification.revokedFar",
                  "qualification",
                  name,
                  "state",
                  entry.state(),
                  "day",
                  entry.validFrom());
        };
    Message next =
        Message.of(
            switch (unclear.doubt()) {
              case SCHEME -> "do.correctScheme";
              case ACTIVITIES -> "do.correctActivities";
              case DAY -> "do.correctFirstDay";
            });
    return new QualificationScrutiny(
        alone.step,
        Verdict.unknown("StateUnknown", entry.provenance().basis().origin(), fact, next));
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

  static List<String> accepted(Parameters parameters) {
    return parameters.texts("acceptStates", List.of(QUALIFIED));
  }

  static Message name(Offering offering, Qualification qualification) {
    return Message.of(
        "qualification",
        "scheme",
        qualification.scheme(),
        "version",
        qualification.version(),
        "offering",
        offering.name());
  }

  static QualificationScrutiny rejected(
      int step, String code, Origin origin, Message fact, Message next) {
    return new QualificationScrutiny(step, Verdict.reject(code, origin, fact, next));
  }
}
