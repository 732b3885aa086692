package cloud.bleu.status.fact;

import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Provider.Offering;
import cloud.bleu.placement.model.Provider.Qualification;
import cloud.bleu.placement.offering.QualificationScrutiny;
import cloud.bleu.placement.offering.Revocation;
import cloud.bleu.placement.offering.SchemeVersion;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a suspension or withdrawal would take away if it were stated again: a qualification that was
 * granted after it, which the days of both show as long as the decision is not the newer statement.
 * Days to come count as well: what they grant would be gone by then. What states two versions
 * grants neither.
 *
 * @param state of the decision
 * @param decision its group
 * @param granted the group of what it would take away
 */
public record OverruledGrant(String state, String decision, String granted) {

  /**
   * Those of a provider, by the group of the decision.
   *
   * @param asOf the day on which the decision would be stated again
   * @param today in Europe/Paris
   */
  public static Map<String, OverruledGrant> of(Provider provider, LocalDate asOf, LocalDate today) {
    List<QualificationGroup> groups = QualificationGroup.of(provider);
    Map<String, OverruledGrant> overruled = new TreeMap<>();
    for (QualificationGroup decision : groups) {
      String state = decision.qualification().state();
      if (!Revocation.isState(state)) {
        continue;
      }
      Offering alone = alone(decision, decision.qualification().stated());
      Offering restated = alone(decision, restated(decision.qualification(), asOf));
      for (QualificationGroup granted : groups) {
        if (granted.offering() == decision.offering()
            && granted.qualification().state().equals(QualificationScrutiny.QUALIFIED)
            && !SchemeVersion.isContradictory(granted.qualification())
            && isTakenAway(alone, restated, granted.qualification().stated(), today)) {
          overruled.putIfAbsent(
              decision.group(), new OverruledGrant(state, decision.group(), granted.group()));
        }
      }
    }
    return overruled;
  }

  /** What is wrong with stating the decision again, and what to state in its place. */
  public String sentence() {
    return "it would take away "
        + granted
        + ", which was granted after it; state validUntil of "
        + decision
        + ", the last day on which it counted; a decision made since is an entry of its own";
  }

  /** Whether that which is in force today, or begins later, is so before and not afterwards. */
  private static boolean isTakenAway(
      Offering before, Offering after, Qualification granted, LocalDate today) {
    LocalDate from = granted.validFrom();
    LocalDate day = from == null || from.isBefore(today) ? today : from;
    if (granted.validUntil() != null && day.isAfter(granted.validUntil())) {
      return false;
    }
    List<Revocation.Asked> asked = new ArrayList<>();
    granted.layers().forEach(l -> asked.add(new Revocation.Asked(l, List.of(), List.of(), day)));
    if (asked.isEmpty()) {
      asked.add(new Revocation.Asked(null, List.of(), List.of(), day));
    }
    return asked.stream()
        .anyMatch(
            a ->
                Revocation.of(before, granted, a) == null
                    && Revocation.of(after, granted, a) != null);
  }

  /** The offering with what is granted and with this decision only, as it is given. */
  private static Offering alone(QualificationGroup decision, Qualification as) {
    Offering offering = decision.offering();
    return new Offering(
        offering.name(),
        offering.layers(),
        offering.regions(),
        offering.services(),
        offering.agreement(),
        offering.qualifications().stream()
            .filter(q -> q == decision.qualification() || !Revocation.isState(q.state()))
            .map(q -> q == decision.qualification() ? as : q)
            .toList());
  }

  private static Qualification restated(Qualification q, LocalDate asOf) {
    Provenance said = q.provenance();
    return new Qualification(
        q.scheme(),
        q.version(),
        q.state(),
        q.layers(),
        q.activities(),
        q.announcedOn(),
        q.validFrom(),
        q.validUntil(),
        new Provenance(said.basis(), said.source(), asOf, said.checkedBy(), said.documentSHA256()));
  }
}
